"""The report in a browser: no request, no error, no sideways scroll on a phone, readable without scripts.

Drawing a report costs seconds, so each way of looking at it is visited once and several tests read that page;
a test leaves a page as the next may find it, whole and unzoomed.
"""

import shutil
import time
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest
import synthetic_run

from kilosol.report.figures import FIGURES

api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = api.expect

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
#: A hang guard for a loaded machine, in milliseconds.
PATIENCE = 120_000
WIDE = {"width": 1280, "height": 800}

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
    pytest.mark.xdist_group("report_in_browser"),
]


@pytest.fixture(autouse=True, scope="module")
def patience():
    """Time that whatever is expected of a page may take to come true."""
    expect.set_options(timeout=PATIENCE)
    yield
    expect.set_options(timeout=5000)


@pytest.fixture(scope="module")
def synthetic():
    return synthetic_run


@pytest.fixture(scope="module")
def address(tmp_path_factory, synthetic):
    from kilosol.report import render

    page = render(
        synthetic.results(),
        synthetic.verdict(),
        synthetic.answers(),
        synthetic.used(),
        synthetic.provenance(),
    )
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(page, encoding="utf-8")
    return path.as_uri()


@pytest.fixture(scope="module")
def browser():
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


def visit(browser, address, **options):
    context = browser.new_context(**options)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.requests, page.problems = [], []
    page.on("request", lambda request: page.requests.append(request.url))
    page.on("console", lambda m: page.problems.append(m.text) if m.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    page.goto(address)
    return page


def until(page, condition):
    """Wait for an expression in the page; Playwright's own wait would need what the page's policy forbids."""
    end = time.monotonic() + PATIENCE / 1000
    while not page.evaluate(condition):
        assert time.monotonic() < end, condition
        page.wait_for_timeout(50)


def drawn(page):
    """The page with every figure drawn, those out of sight as well."""
    until(page, "Boolean(globalThis.kilosol)")
    page.evaluate("kilosol.drawAll()")
    page.locator(f"html[data-drawn='{len(FIGURES)}']").wait_for(state="attached")
    until(page, f"document.querySelectorAll('.plot .main-svg').length >= {len(FIGURES)}")
    return page


@pytest.fixture(scope="module")
def light(browser, address):
    page = visit(browser, address, viewport=WIDE, color_scheme="light")
    # Before anything has the focus.
    page.keyboard.press("Tab")
    page.first_stop = page.evaluate("document.activeElement.textContent")
    yield drawn(page)
    page.context.close()


@pytest.fixture(scope="module")
def dark(browser, address):
    page = visit(browser, address, viewport=WIDE, color_scheme="dark")
    yield drawn(page)
    page.context.close()


@pytest.fixture(scope="module")
def phone(browser, address):
    page = visit(browser, address, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    yield drawn(page)
    page.context.close()


@pytest.fixture(params=["light", "dark"])
def either(request):
    return request.getfixturevalue(request.param)


def test_no_foreign_request_and_no_error(either, synthetic):
    foreign = [u for u in either.requests if not u.startswith(("file:", "data:", "blob:"))]
    assert not foreign
    assert not either.problems
    for answer in synthetic.answers():
        card = either.get_by_role("listitem").filter(has=either.get_by_role("heading", name=answer.question))
        expect(card.get_by_text(answer.headline, exact=True)).to_be_visible()


def test_the_first_screen_answers(light):
    light.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
    until(light, "scrollY === 0")
    expect(light.locator(".card")).to_have_count(8)
    boxes = [card.bounding_box() for card in light.locator(".card").all()]
    assert max(b["y"] + b["height"] for b in boxes) <= 800
    assert len({round(b["height"]) for b in boxes}) == 1
    assert len({round(b["width"]) for b in boxes}) == 1


def test_a_phone_need_not_scroll_sideways(phone):
    for fold in phone.locator("summary").all():
        fold.click()
    expect(phone.locator("details:not([open])")).to_have_count(0)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert not phone.problems


def test_it_reads_without_scripts(browser, address, synthetic):
    page = visit(browser, address, java_script_enabled=False, viewport=WIDE)
    for answer in synthetic.answers():
        expect(page.get_by_role("heading", name=answer.question, level=2)).to_be_visible()
    expect(page.get_by_role("table", name="Designs, the lightest that holds first")).to_be_visible()
    expect(page.get_by_text("The drawing needs JavaScript").first).to_be_visible()
    expect(page.get_by_text("The 2028 window opens at").first).to_be_visible()
    page.context.close()


def test_the_keyboard_reaches_the_answers_first(light):
    assert light.first_stop == "Skip to the answers"


def test_the_answers_are_painted_before_the_figures(light, address):
    painted = light.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    begun = light.evaluate("performance.getEntriesByName('drawing')[0].startTime")
    print(f"\nfirst paint {painted:.0f} ms, figures begin at {begun:.0f} ms")  # noqa: T201 - a machine's pace is told, not judged
    assert painted < begun
    assert Path(url2pathname(urlsplit(address).path)).stat().st_size < 8e6


def test_axe_finds_nothing_serious(either):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    # What is folded is read as well.
    either.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    found = axe.run(either).response["violations"]
    either.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = false")
    told = [
        f"{rule['id']}: {rule['help']} at {[node['target'] for node in rule['nodes'][:3]]}"
        for rule in found
        if rule["impact"] in {"serious", "critical"}
    ]
    assert not told, "\n".join(told)


def drag(page, plot, start, end):
    """From one place of its first panel to another, both as parts of width and height."""
    plot.scroll_into_view_if_needed()
    # Hovering waits until the page, which glides as it scrolls, stands still.
    plot.locator(".nsewdrag").first.hover()
    box = plot.locator(".nsewdrag").first.bounding_box()
    for step, (across, down) in enumerate((start, end)):
        x, y = box["x"] + box["width"] * across, box["y"] + box["height"] * down
        page.mouse.move(x, y, steps=5)
        (page.mouse.up if step else page.mouse.down)()


def test_figures_answer_to_zoom_and_hover(light):
    plot = light.locator("#plot-landing_cdf")
    plot.scroll_into_view_if_needed()
    # On the element itself: that waits until the page stands still.
    plot.locator(".nsewdrag").first.hover()
    plot.locator(".hoverlayer .hovertext").first.wait_for()
    span = "document.getElementById('plot-landing_cdf')._fullLayout.xaxis.range.map(x => +new Date(x))"
    first, last = light.evaluate(span)
    drag(light, plot, (1 / 4, 1 / 4), (1 / 2, 3 / 4))
    until(light, f"(([a, b]) => b - a < {0.4 * (last - first)})({span})")
    assert not light.problems


#: Ranges of the year and of the hours below it, and how many points of the demand lie in view.
_YEAR = """() => {
  const plot = document.getElementById("plot-storm_dispatch"), ranges = plot.layout;
  const [first, last] = ranges.xaxis.range;
  const demand = plot.data.find((trace) => trace.meta?.series === "demand_kw" && trace.meta.draws === "mean");
  const range = plot.data.find((trace) => trace.meta?.series === "solar_kw" && trace.meta.draws === "range");
  const inView = demand.x.filter((x) => x >= first && x <= last);
  const half = range.y.length / 2;
  return {
    year: ranges.xaxis.range, stores: ranges.xaxis2.range, hours: ranges.xaxis3.range,
    step: inView[1] - inView[0], count: inView.length,
    widest: Math.max(...range.y.slice(0, half).map((high, i) => high - range.y[2 * half - 1 - i])),
    title: ranges.annotations[0].text, size: document.querySelector("script.hours").textContent.length,
  };
}"""


def test_the_year_resolves_to_hours_and_back(light):
    plot = light.locator("#plot-storm_dispatch")
    whole = light.evaluate(_YEAR)
    assert whole["year"] == [0, 669]
    assert whole["step"] == pytest.approx(1, rel=1e-3)
    assert whole["widest"] > 1
    assert whole["title"] == "Power: range of each sol"
    assert whole["size"] < 2e6
    drag(light, plot, (0.56, 0.2), (0.6, 0.7))
    light.locator("#plot-storm_dispatch[data-hours-in-point='1']").wait_for()
    near = light.evaluate(_YEAR)
    span = near["year"][1] - near["year"][0]
    assert span == pytest.approx(0.04 * 669, rel=0.2)
    # Every hour in view is a point, and a range of one hour has no width.
    assert near["step"] == pytest.approx(1 / 24, rel=1e-3)
    assert near["count"] == pytest.approx(24 * span, abs=2)
    assert near["widest"] == 0
    assert near["stores"] == near["hours"] == near["year"]
    assert near["title"] == "Power: hour by hour"
    box = plot.locator(".nsewdrag").first.bounding_box()
    light.mouse.dblclick(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    light.locator("#plot-storm_dispatch[data-hours-in-point='24']").wait_for()
    until(light, f"({_YEAR})().count === {whole['count']}")
    assert light.evaluate(_YEAR) == whole
    assert not light.problems


def test_a_tap_on_the_year_brings_its_hours(phone):
    plot = phone.locator("#plot-storm_dispatch")
    plot.scroll_into_view_if_needed()
    before = phone.evaluate(_YEAR)
    panel = plot.locator(".nsewdrag").first
    box = panel.bounding_box()
    # The page glides as it scrolls: a tap on the element itself waits until it stands still.
    panel.tap(position={"x": box["width"] / 4, "y": box["height"] * 0.62})
    start = "document.getElementById('plot-storm_dispatch').layout.xaxis3.range[0]"
    until(phone, f"{start} !== {before['hours'][0]}")
    after = phone.evaluate(_YEAR)
    assert sum(after["hours"]) / 2 == pytest.approx(669 / 4, abs=12)
    assert after["year"] == before["year"]
    assert not phone.problems


def test_dark_figures_have_light_text(dark):
    text = "getComputedStyle(document.querySelector('#plot-landing_cdf .xtick text')).fill"
    channels = [int(c) for c in dark.evaluate(text).removeprefix("rgb(").removesuffix(")").split(",")]
    assert min(channels) > 150
    # A reader who turns the lights on sees the figures change with the page.
    dark.emulate_media(color_scheme="light")
    until(dark, f"Math.max(...{text}.match(/[0-9]+/g).map(Number)) < 100")
    dark.emulate_media(color_scheme="dark")
    until(dark, f"Math.min(...{text}.match(/[0-9]+/g).map(Number)) > 150")


def test_figures_are_drawn_as_a_reader_comes_to_them(browser, address):
    page = visit(browser, address, viewport=WIDE)
    page.locator("html[data-drawn]").wait_for(state="attached")
    # Asked once on purpose: that the others wait is what is tested.
    assert page.locator(".plot .main-svg").count() < len(FIGURES)
    for plot in page.locator(".plot").all():
        plot.scroll_into_view_if_needed()
        plot.locator(".main-svg").first.wait_for(state="attached")
    page.locator(f"html[data-drawn='{len(FIGURES)}']").wait_for(state="attached")
    assert not page.problems
    page.context.close()


def test_paper_shows_every_figure_though_nobody_has_scrolled(browser, address):
    page = visit(browser, address, viewport=WIDE)
    page.locator("html[data-drawn]").wait_for(state="attached")
    page.pdf(format="A4")
    expect(page.locator("html")).to_have_attribute("data-drawn", str(len(FIGURES)))
    page.context.close()


# Last, because a page set for paper is not the page any more.
def test_it_prints(either):
    paper = either.pdf(format="A4", print_background=True)
    assert paper.startswith(b"%PDF")
    n_pages = paper.count(b"/Type /Page\n") or paper.count(b"/Type/Page")
    assert 5 <= n_pages <= 80
    assert len(paper) > 100_000
    # Paper is white: figures stand in light colours, no wider than the paper, and folded tables are open.
    either.emulate_media(media="print")
    either.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(either.locator("details:not([open])")).to_have_count(0)
    until(either, "getComputedStyle(document.body).color !== 'rgb(241, 238, 234)'")
    expect(either.locator(".card").first).to_be_visible()
    until(
        either,
        "Math.max(...[...document.querySelectorAll('.plot .main-svg')].map((svg) => svg.clientWidth)) <= 700",
    )
    text = "getComputedStyle(document.querySelector('#plot-landing_cdf .xtick text')).fill"
    until(either, f"Math.max(...{text}.match(/[0-9]+/g).map(Number)) < 100")
