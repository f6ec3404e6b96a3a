"""A process that reads what callers send: forms and JSON, from their bytes to a checked scenario or a page.

It reads questions from standard input and writes answers to standard output, one line of JSON each. Whatever
a text does to it, the server goes on answering others: a question has so much processor time, then the system
ends the process and the caller is told. Memory is bounded as well.
"""

from __future__ import annotations

import base64
import json
import signal
import sys
import tomllib
import traceback
from collections.abc import Callable, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

from kilosol.errors import KilosolError
from kilosol.lifeline import end_with_parent
from kilosol.scenario import preset_names, to_toml
from kilosol.scenario.border import MOST_VALUE, shown
from kilosol.web.answers import Refused, refusal_of

if TYPE_CHECKING:
    from collections.abc import Iterator


#: Processor time of one question [s].
QUESTION_LIMIT_S = 2.0
#: Memory of the process beyond what it holds once it is ready [bytes].
MEMORY_LIMIT_BYTES = 256 * 2**20

#: A form of sixty windows and sixty systems has some 900 fields and 40 kB.
MOST_FIELDS, MOST_FORM_BYTES = 2000, 200_000

_FORM = "application/x-www-form-urlencoded"


def main() -> None:
    """Answer one question a line until standard input ends."""
    out = sys.stdout
    # Anything that a library prints must not be taken for an answer.
    sys.stdout = sys.stderr
    end_with_parent()
    _warm()
    _bound_memory()
    out.write(json.dumps({"ready": True}) + "\n")
    out.flush()
    for line in sys.stdin:
        with _limited():
            answer = json.dumps(answered(line))
        out.write(answer + "\n")
        out.flush()


def answered(line: str) -> dict[str, Any]:
    """Answer to one question."""
    try:
        asked = json.loads(line)
        asked["body"] = base64.b64decode(asked["body"])
        return _ANSWERS[asked.pop("about")](**asked)
    except KilosolError as error:
        return refusal_of(error)
    except (MemoryError, RecursionError):
        return refusal_of(Refused(422, "what was sent takes more memory than a scenario may"))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told and the next one gets its turn
        traceback.print_exc()
        fault = f"{type(error).__name__}: {shown(str(error))}"
        return refusal_of(
            Refused(500, f"a fault of Kilosol, not of what was sent ({fault}); please report it")
        )


@contextmanager
def _limited() -> Iterator[None]:
    # Processor time, not time by the clock: a busy machine makes nobody's form wrong. No handler: the system
    # ends the process even where the interpreter does not come round to it.
    signal.setitimer(signal.ITIMER_PROF, QUESTION_LIMIT_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0.0)


def _warm() -> None:
    """Load what every question needs, before any has a limit."""
    from kilosol.scenario import load_scenario
    from kilosol.web.templating import environment

    form_page("/", preset_names()[0], to_toml(load_scenario(preset_names()[0])), {}, "edit.html.j2")
    environment().get_template("checked.html.j2")


def _bound_memory() -> None:
    import resource

    with suppress(OSError, ValueError):
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        most = pages * resource.getpagesize() + MEMORY_LIMIT_BYTES
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def form(kind: str, base: str, toml: str, content_type: str, path: str, body: bytes) -> dict[str, Any]:
    """What a form says.

    Parameters
    ----------
    kind : {"check", "rows", "run"}
        What was pressed.
    base, toml : str
        Name and TOML of the scenario that the form began from.
    content_type : str
        As the caller named it.
    path : str
        Address asked for.
    body : bytes

    Returns
    -------
    dict
        ``html`` and ``status`` of a page, or ``title`` and ``toml`` of a scenario to run.
    """
    from kilosol.web.fields import build_form, toml_of_form
    from kilosol.web.rows import with_button

    typed = typed_in(body, content_type)
    if kind == "check":
        return form_page(path, base, toml, typed, "checked.html.j2")
    if kind == "rows":
        return form_page(path, base, toml, with_button(tomllib.loads(toml), typed), "edit.html.j2")
    filled = build_form(toml, typed)
    if filled.scenario is None:
        return form_page(path, base, toml, typed, "edit.html.j2", 422)
    return {"title": filled.scenario.title, "toml": toml_of_form(filled)}


def form_page(
    path: str, base: str, toml: str, typed: Mapping[str, str], template: str, status: int = 200
) -> dict[str, Any]:
    """A page of the form with what was typed into it."""
    from kilosol.web.fields import build_form
    from kilosol.web.form_words import form_values
    from kilosol.web.templating import environment

    values = form_values(base, build_form(toml, typed))
    html = environment().get_template(template).render(path=path, **values)
    return {"html": html, "status": status}


def typed_in(body: bytes, content_type: str) -> dict[str, str]:
    """What was typed, by key; a key given several times is a list.

    Raises
    ------
    Refused
        If it is no form of ours, or larger than one can be.
    """
    if body and content_type.partition(";")[0].strip().lower() != _FORM:
        raise Refused(415, f"a form comes as {_FORM}")
    if len(body) > MOST_FORM_BYTES:
        raise Refused(413, f"a form may hold at most {MOST_FORM_BYTES} bytes, this one has {len(body)}")
    if body.count(b"&") >= MOST_FIELDS:
        raise Refused(422, f"a form may have at most {MOST_FIELDS} fields")
    texts: dict[str, list[str]] = {}
    for pair in body.split(b"&"):
        key, _, value = pair.partition(b"=")
        if pair:
            texts.setdefault(_decoded(key), []).append(_decoded(value).strip())
    joined = {key: ", ".join(v for v in values if v) for key, values in texts.items()}
    return {key: _cut(text) for key, text in joined.items()}


def _decoded(raw: bytes) -> str:
    try:
        return unquote_to_bytes(raw.replace(b"+", b" ")).decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(422, "the form is not UTF-8 text") from None


def _cut(text: str) -> str:
    """A text that no field takes, cut to what still tells so: pages repeat it several times."""
    return text if len(text) <= MOST_VALUE // 4 else f"{text[: MOST_VALUE // 4]}..."


def wanted(folder: str, body: bytes) -> dict[str, Any]:
    """The scenario that a program sent.

    Parameters
    ----------
    folder : str
        Where runs are kept.
    body : bytes
        JSON of :class:`kilosol.web.wanted.Wanted`.

    Returns
    -------
    dict
        ``title``, ``toml`` and the preset that it goes back to, ``base``.
    """
    from kilosol.web.wanted import wanted_in

    asked = wanted_in(body)
    scenario = asked.scenario(Path(folder))
    return {"title": scenario.title, "toml": to_toml(scenario), "base": asked.origin(Path(folder))}


#: What may be asked, by name.
_ANSWERS: dict[str, Callable[..., dict[str, Any]]] = {"form": form, "wanted": wanted}

if __name__ == "__main__":
    main()
