"""The page holds everything, asks for nothing, and lets no text of the user become markup."""

import json
import re
from html.parser import HTMLParser

import numpy as np
from plotly.offline import get_plotlyjs

from kilosol.report import render
from kilosol.report.figures import FIGURES

LOADING = {"src", "href", "srcset", "action", "data", "poster"}


class Outline(HTMLParser):
    def __init__(self):
        super().__init__()
        self.loads, self.ids, self.links, self.tags, self.cells, self.inside = [], [], [], [], [], None
        self.rows = []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags.append((tag, attrs))
        self.loads += [v for k, v in attrs.items() if k in LOADING and tag != "a"]
        if tag == "a":
            self.links.append(attrs["href"])
        if "id" in attrs:
            self.ids.append(attrs["id"])


def outline(page):
    parser = Outline()
    parser.feed(page)
    return parser


def rest_of(page):
    return page.replace(get_plotlyjs(), "")


def test_nothing_is_loaded_from_elsewhere(page):
    found = outline(page)
    assert found.loads == ["data:,"]
    assert all(link.startswith("#") for link in found.links)
    rest = rest_of(page)
    assert "@import" not in rest
    assert "url(" not in rest
    assert not re.search(r"https?://", rest)


def test_the_policy_forbids_what_is_not_inside(page):
    policy = next(
        a["content"] for t, a in outline(page).tags if a.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none'")
    assert "http" not in policy
    assert "unsafe-eval" not in policy


def test_plotly_is_inside_once_and_the_rest_is_small(page):
    assert page.count(get_plotlyjs()) == 1
    assert len(rest_of(page).encode()) < 3e6


def test_anchors_and_ids_fit(page):
    found = outline(page)
    assert len(set(found.ids)) == len(found.ids)
    assert {link[1:] for link in found.links} <= set(found.ids)


def test_every_figure_has_words_beside_it(page):
    found = outline(page)
    plots = [a for _, a in found.tags if a.get("class") == "plot"]
    assert {p["id"] for p in plots} == {f"plot-{n}" for n in FIGURES}
    # A group, not an image: the drawing holds buttons, which an image may not.
    assert all(len(p["aria-label"]) > 40 and p["role"] == "group" for p in plots)
    assert rest_of(page).count("The drawing needs JavaScript") == len(FIGURES)


def test_tables_have_captions_and_heads(page):
    rest = rest_of(page)
    tables = re.findall(r"<table.*?</table>", rest, re.DOTALL)
    assert len(tables) >= 15
    for table in tables:
        assert "<caption>" in table
        assert 'scope="col"' in table
        assert 'scope="row"' in table


def test_first_page_says_what_it_is_not_and_answers_eight_questions(page, synthetic):
    head = rest_of(page).split('class="parts"')[0]
    assert "flight software, nor a licensing analysis" in head
    for answer in synthetic.answers():
        assert answer.question in head
        assert answer.headline in head.replace("\u00a0", " ")
    assert head.count('<li class="card') == 8


def test_claims_and_assumptions_are_marked(page):
    rest = rest_of(page)
    assert re.search(r"ships/starship\.payload_t.*?claimed", rest, re.DOTALL)
    assert re.search(r"loads/gas\.boiling_k.*?recalled", rest, re.DOTALL)
    assert re.search(r"loads/plant\.total_kwh.*?computed.*?sum; from loads/gas\.boiling_k", rest, re.DOTALL)
    assert re.search(r"3 claimed or recalled \(43 %\)", rest.replace("\u202f", " ").replace("\u2009", " "))
    row = re.search(
        r'<tr role="row" class="strong">\s*<th[^>]*>storage/battery\.mtbf_hour.*?</tr>', rest, re.DOTALL
    )
    assert "assumption" in row.group()
    assert "Assumption: no published source" in row.group()
    assert "no flight history" in row.group()


def test_hostile_texts_stay_texts(synthetic):
    verdict = synthetic.verdict()
    evil = "</script><script>alert('x')</script><img src=https://example.org/x onerror=alert(1)>"
    verdict["scenario"]["title"] = evil
    verdict["claims"][0]["text"] = evil
    verdict["notices"][0]["what"] = evil
    run = synthetic.results()
    names = run.station["title"].copy()
    names[0] = evil
    items = run.loads["item_name"].copy()
    items[0] = evil
    run = type(run)(
        **{
            **run.stages(),
            "station": run.station.assign(title=names),
            "loads": run.loads.assign(item_name=items),
        }
    )
    page = render(run, verdict, synthetic.answers(), synthetic.used(), synthetic.provenance())
    found = outline(page)
    assert not [t for t, _ in found.tags if t == "img"]
    assert sum(t == "script" for t, _ in found.tags) == len(FIGURES) + 4
    assert "<script>alert" not in rest_of(page)


def test_figure_data_in_the_page_is_json_and_carries_no_second_template(page):
    payloads = re.findall(r'class="payload" data-figure="(\w+)">(.*?)</script>', page, re.DOTALL)
    assert [name for name, _ in payloads] == list(FIGURES)
    for _, text in payloads:
        layout = json.loads(text)["layout"]
        assert "template" not in layout
        assert "title" not in layout


def test_entries_of_provenance_render_as_the_values_themselves(synthetic, page):
    """A report made again from its folder is the report that was written."""
    provenance = synthetic.provenance()
    again = render(
        synthetic.results(), synthetic.verdict(), synthetic.answers(), provenance["used"], provenance
    )
    assert again == page


def test_missing_numbers_print_as_dashes(synthetic):
    verdict = synthetic.verdict()
    verdict["windows"][0]["payload_t"] = None
    verdict["returns"] = []
    run = synthetic.results()
    margin = run.adequacy["margin_hour"] * np.nan
    run = type(run)(**{**run.stages(), "adequacy": run.adequacy.assign(margin_hour=margin)})
    page = rest_of(render(run, verdict, synthetic.answers(), synthetic.used(), synthetic.provenance()))
    assert ">nan" not in page
    assert "None" not in page
    assert "Ways home" not in page


def test_write_makes_the_report_again_from_the_folder(tmp_path, synthetic, monkeypatch):
    import kilosol.planning
    from kilosol.report import write
    from kilosol.results import save

    monkeypatch.setattr(kilosol.planning, "answers", lambda _: synthetic.answers())
    folder = save(
        tmp_path / "out",
        synthetic.results(),
        synthetic.verdict(),
        "name = 'x'\n",
        synthetic.provenance(),
        "old",
    )
    path = write(folder)
    assert path == folder / "report.html"
    text = path.read_text(encoding="utf-8")
    assert "As of November 2026" in text
    assert text != "old"
