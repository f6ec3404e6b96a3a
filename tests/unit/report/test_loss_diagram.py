"""The diagram of losses conserves energy at every node, and its title follows the run."""

from dataclasses import replace

import numpy as np
import pytest

from kilosol.report.energy_flows import energy_flows
from kilosol.report.figures import FIGURES
from kilosol.report.number_text import THIN


def finding(run):
    return FIGURES["loss_diagram"](run, {}).layout.meta["finding"].replace(THIN, " ")


def changed(run, **values):
    return replace(run, dispatch=run.dispatch.assign(**values))


def balanced(flows):
    starts, ends = ({pair[i] for pair in flows.links} for i in (0, 1))
    for node in starts & ends:
        assert flows.into(node) == pytest.approx(flows.out_of(node), rel=1e-4), node
    assert flows.sources_mwh == pytest.approx(flows.ends_mwh, rel=1e-4)
    return flows


def test_what_comes_in_goes_out_at_every_node(run):
    flows = balanced(energy_flows(run))
    assert flows.into("loads") == pytest.approx(
        float(run.dispatch["served_kw"].sum()) * 1.02749 / 1e3, rel=1e-4
    )
    heat = flows.out_of("heat")
    assert flows.links["gross", "base"] == pytest.approx(0.22 * heat)
    assert flows.links["gross", "pmad"] == pytest.approx(0.04 * heat)
    assert flows.links["gross", "cable"] == pytest.approx(0.01 * heat)


def test_a_machine_with_only_its_two_ends_known_is_one_step(run):
    chain = run.dispatch["heat_chain_frac"].copy(data=[np.nan, np.nan, 0.05])
    flows = balanced(energy_flows(changed(run, heat_chain_frac=chain)))
    assert "gross" not in {node for pair in flows.links for node in pair}
    assert "95 % of the cores' heat is radiated away" in finding(changed(run, heat_chain_frac=chain))


def test_without_a_reactor_nothing_is_said_of_heat(run):
    dark = run.dispatch["fission_kw"]
    sunny = changed(run, fission_kw=dark * 0.0, solar_kw=run.dispatch["solar_kw"] + dark)
    flows = balanced(energy_flows(sunny))
    assert flows.out_of("heat") == 0.0
    assert "heat" not in finding(sunny)


def test_the_title_counts_what_nobody_asks_for(run):
    assert "is not asked for; 73 % of the cores' heat" in finding(run)
    more = changed(
        run,
        fission_kw=run.dispatch["fission_kw"] + 100.0,
        curtailed_kw=run.dispatch["curtailed_kw"] + 100.0,
    )
    balanced(energy_flows(more))
    assert finding(more) != finding(run)


def test_an_older_run_says_what_to_do(run):
    old = replace(run, dispatch=run.dispatch.drop_vars("heat_chain_frac"))
    assert finding(old) == "This run does not hold the path of its energy"
