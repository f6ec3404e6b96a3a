"""Line numbers of TOML keys."""

import tomllib

from kilosol.scenario import preset_names, preset_text
from kilosol.scenario.locate import key_lines, line_of

TEXT = '''a = 1  # not b = 2
"quoted key" = "x # y"
list = [  # one
  "]",    # a bracket in a string
  2,
]
long = """
fake = 3
[fake]
"""
lit = 'a"b'
[t.u]   # header with a comment
dotted.key = 4
inline = { p = 1, q = [1, 2] }
[[rows]]
n = 1
[rows.deep]
m = 1
[[rows]]
n = 2
[[rows.inner]]
k = 5
'''


def test_keys_of_a_text_with_everything() -> None:
    lines = key_lines(TEXT)
    assert lines == {
        ("a",): 1,
        ("quoted key",): 2,
        ("list",): 3,
        ("long",): 7,
        ("lit",): 11,
        ("t", "u"): 12,
        ("t", "u", "dotted", "key"): 13,
        ("t", "u", "inline"): 14,
        ("rows", 0): 15,
        ("rows", 0, "n"): 16,
        ("rows", 0, "deep"): 17,
        ("rows", 0, "deep", "m"): 18,
        ("rows", 1): 19,
        ("rows", 1, "n"): 20,
        ("rows", 1, "inner", 0): 21,
        ("rows", 1, "inner", 0, "k"): 22,
    }


def test_nearest_line() -> None:
    lines = key_lines(TEXT)
    assert line_of(("t", "u", "inline", "p"), lines) == 14
    assert line_of(("rows", 1, "missing"), lines) == 19
    assert line_of(("nowhere",), lines) == 1


def leaves(value: object, at: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    if isinstance(value, dict):
        return [leaf for key, inner in value.items() for leaf in leaves(inner, (*at, key))]
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [leaf for i, inner in enumerate(value) for leaf in leaves(inner, (*at, i))]
    return [at]


def test_every_key_of_the_presets_is_found_on_a_line_that_holds_it() -> None:
    for name in preset_names():
        text = preset_text(name)
        lines, rows = key_lines(text), text.splitlines()
        found = leaves(tomllib.loads(text))
        assert len(found) > 70
        for at in found:
            assert rows[lines[at] - 1].startswith(str(at[-1]))
