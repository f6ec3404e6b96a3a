"""``kilosol commission``: robots and sols from touchdown to the first kilowatt."""

from __future__ import annotations

from typing import Any

from kilosol.cli.output import Json, say, say_json, say_table
from kilosol.errors import COMMAND_LINE


def ask_robots(
    *,
    array_m2: float = 0.0,
    mass_t: float | None = None,
    largest_t: float | None = None,
    reactors: int = 0,
    standoff_m: float = 1000.0,
    radiator_m2: float = 0.0,
    cover_m3: float = 0.0,
    within: float | None = None,
    robots: int | None = None,
    productivity: float | None = None,
    hours: float | None = None,
    seed: int = 1,
    json: Json = False,
) -> None:
    """From touchdown to the first kilowatt: the robots that make it in time, or the time that robots make.

    Parameters
    ----------
    array_m2
        Array to deploy, in square metres.
    mass_t
        Landed mass to unload and haul, in tonnes; left out: the array's own.
    largest_t
        Heaviest piece, in tonnes; of reactors, one of them.
    reactors
        How many are set up, covered and connected.
    standoff_m
        From the ship to the reactors, in metres.
    radiator_m2
        Radiators to unfold, in square metres.
    cover_m3
        Regolith to heap at the reactors' sides, in cubic metres.
    within
        Sols in which it must run: tells the least number of robots.
    robots
        Robots that land: tells when it runs.
    productivity
        Speed of a robot over a person's; left out: drawn over what is known.
    hours
        Active hours of a robot in a sol.
    seed
        Of the draws.
    """
    from kilosol.api.sheets import commission_of

    sheet = commission_of(
        COMMAND_LINE,
        array_m2=array_m2,
        mass_t=mass_t,
        largest_t=largest_t,
        reactors=reactors,
        standoff_m=standoff_m,
        radiator_m2=radiator_m2,
        cover_m3=cover_m3,
        within=within,
        robots=robots,
        productivity=productivity,
        hours=hours,
        seed=seed,
    )
    values = sheet.values()
    say_json(values) if json else _show(values)


def _show(values: dict[str, Any]) -> None:
    within, least = values["within_sol"], values["robots"]
    if least:
        half, most = least["half"], least["nine_in_ten"]
        told = "no number of robots is enough" if most is None else f"{most} robots"
        first = "no number of robots is" if half is None else f"{half} robots are"
        say(
            f"Within {within:g} sols of touchdown {first} enough in half of the draws; "
            f"for nine in ten of them: {told}."
        )
    rows = [
        (p["name"], f"{p['amount']:.4g} {p['unit']}", f"{p['labour_hour']:.0f}", f"{p['crane_hour']:.0f}")
        for p in values["packages"]
    ]
    heads = ("work", "amount", "hours of a person", "hours of the crane")
    say_table(heads, rows, right=heads[1:])
    if values["crane_kg"]:
        crane = f"{values['crane_kg']:.0f} kg"
        say(f"The ship's own crane does not lower the heaviest piece: one of {crane} comes along.")
    sols = values["first_kilowatt_sol"]
    if sols is None:
        say("Without robots nothing is set up before a crew is there.")
        return
    low, middle, high = ("never" if sols[q] is None else f"{sols[q]:.0f}" for q in ("p10", "p50", "p90"))
    say(
        f"{values['n_robots']:.0f} robots: first kilowatt {middle} sols after touchdown ({low} to {high}); "
        f"the robots are spent before in {100 * values['never_frac']:.0f} % of the draws."
    )
