import pytest

from kilosol.cli import main


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["as-of-2026"], "did you mean"),
        (["--draws", "0"], "draws"),
        (["--set", "gates.preset=bold"], "gates.preset"),
        (["--set", "gates.min_landings=9999"], "this gate never opens"),
        (["--out", "no/such/folder/page.html"], "make it first"),
    ],
)
def test_wrong_input_is_named_before_anything_runs(capsys, words, said) -> None:
    assert main(["campaign", *words]) == 2
    assert said in capsys.readouterr().err
