"""The report in a browser: no request, no error, no sideways scroll on a phone, readable without scripts."""

import shutil
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest
import synthetic_run

from kilosol.report.figures import FIGURES

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")


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
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


def visit(browser, address, **options):
    context = browser.new_context(**options)
    page = context.new_page()
    page.requests, page.problems = [], []
    page.on("request", lambda request: page.requests.append(request.url))
    page.on("console", lambda m: page.problems.append(m.text) if m.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    page.goto(address)
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_foreign_request_and_no_error(browser, address, synthetic, scheme):
    page = visit(browser, address, viewport={"width": 1280, "height": 800}, color_scheme=scheme)
    # Whoever reads down the page sees every figure, without a word from us.
    for plot in page.locator(".plot").all():
        plot.scroll_into_view_if_needed()
        plot.locator(".main-svg").first.wait_for(state="attached")
    page.locator(f"html[data-drawn='{len(FIGURES)}']").wait_for(state="attached")
    page.wait_for_timeout(500)
    foreign = [u for u in page.requests if not u.startswith(("file:", "data:", "blob:"))]
    assert not foreign
    assert not page.problems
    for answer in synthetic.answers():
        card = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=answer.question))
        assert card.get_by_text(answer.headline, exact=True).is_visible()
    assert page.locator(".plot .main-svg").count() >= len(FIGURES)
    page.context.close()


def test_the_first_screen_answers(browser, address):
    page = visit(browser, address, viewport={"width": 1280, "height": 800})
    boxes = [card.bounding_box() for card in page.locator(".card").all()]
    assert len(boxes) == 8
    assert max(b["y"] + b["height"] for b in boxes) <= 800
    assert len({round(b["height"]) for b in boxes}) == 1
    assert len({round(b["width"]) for b in boxes}) == 1
    page.context.close()


def test_a_phone_need_not_scroll_sideways(browser, address):
    page = visit(browser, address, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    finished(page)
    for fold in page.locator("summary").all():
        fold.click()
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert not page.problems
    page.context.close()


def test_it_reads_without_scripts(browser, address, synthetic):
    page = visit(browser, address, java_script_enabled=False, viewport={"width": 1280, "height": 800})
    for answer in synthetic.answers():
        assert page.get_by_role("heading", name=answer.question, level=2).is_visible()
    assert page.get_by_role("table", name="Designs, the lightest that holds first").is_visible()
    assert page.get_by_text("The drawing needs JavaScript").first.is_visible()
    assert page.get_by_text("The 2028 window opens at").first.is_visible()
    page.context.close()


def test_dark_figures_have_light_text(browser, address):
    page = visit(browser, address, color_scheme="dark", viewport={"width": 1280, "height": 800})
    page.locator("#plot-landing_cdf").scroll_into_view_if_needed()
    page.locator("#plot-landing_cdf .xtick text").first.wait_for(state="attached")
    fill = page.locator("#plot-landing_cdf .xtick text").first.evaluate("node => getComputedStyle(node).fill")
    channels = [int(c) for c in fill.removeprefix("rgb(").removesuffix(")").split(",")]
    assert min(channels) > 150
    # A reader who turns the lights on sees the figures change with the page.
    page.emulate_media(color_scheme="light")
    page.wait_for_timeout(800)
    fill = page.locator("#plot-landing_cdf .xtick text").first.evaluate("node => getComputedStyle(node).fill")
    assert max(int(c) for c in fill.removeprefix("rgb(").removesuffix(")").split(",")) < 100
    page.context.close()


def test_the_keyboard_reaches_the_answers_first(browser, address):
    page = visit(browser, address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the answers"
    page.context.close()


def finished(page):
    page.wait_for_function("globalThis.kilosol")
    page.evaluate("kilosol.drawAll()")
    page.locator(f"html[data-drawn='{len(FIGURES)}']").wait_for(state="attached")
    page.wait_for_timeout(500)
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser, address, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    page = finished(visit(browser, address, viewport={"width": 1280, "height": 800}, color_scheme=scheme))
    # What is folded is read as well.
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    found = axe.run(page).response["violations"]
    told = [
        f"{rule['id']}: {rule['help']} at {[node['target'] for node in rule['nodes'][:3]]}"
        for rule in found
        if rule["impact"] in {"serious", "critical"}
    ]
    page.context.close()
    assert not told, "\n".join(told)


def test_figures_answer_to_zoom_and_hover(browser, address):
    page = finished(visit(browser, address, viewport={"width": 1280, "height": 800}))
    plot = page.locator("#plot-landing_cdf")
    plot.scroll_into_view_if_needed()
    box = plot.locator(".nsewdrag").first.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    plot.locator(".hoverlayer .hovertext").first.wait_for()
    span = "document.getElementById('plot-landing_cdf')._fullLayout.xaxis.range.map(x => +new Date(x))"
    first, last = page.evaluate(span)
    page.mouse.move(box["x"] + box["width"] / 4, box["y"] + box["height"] / 4)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] * 3 / 4, steps=5)
    page.mouse.up()
    page.wait_for_timeout(500)
    zoomed = page.evaluate(span)
    assert (zoomed[1] - zoomed[0]) < 0.4 * (last - first)
    assert not page.problems
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_prints(browser, address, scheme):
    # Nobody has scrolled: paper shows every figure all the same.
    page = visit(browser, address, color_scheme=scheme)
    page.wait_for_function("globalThis.kilosol")
    paper = page.pdf(format="A4", print_background=True)
    assert paper.startswith(b"%PDF")
    n_pages = paper.count(b"/Type /Page\n") or paper.count(b"/Type/Page")
    assert 5 <= n_pages <= 80
    assert len(paper) > 100_000
    # Paper is white: the figures stand in light colours and the folded tables are open.
    page.emulate_media(media="print", color_scheme=scheme)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("html").get_attribute("data-drawn") == str(len(FIGURES))
    assert page.locator("details:not([open])").count() == 0
    assert page.evaluate("getComputedStyle(document.body).color") != "rgb(241, 238, 234)"
    assert page.locator(".card").first.is_visible()
    page.context.close()


def test_the_answers_are_painted_before_the_figures(browser, address):
    page = visit(browser, address, viewport={"width": 1280, "height": 800})
    finished(page)
    painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    drawn = page.evaluate("performance.getEntriesByName('drawing')[0].startTime")
    print(f"\nfirst paint {painted:.0f} ms, figures begin at {drawn:.0f} ms")  # noqa: T201 - a machine's pace is told, not judged
    assert painted < drawn
    assert Path(url2pathname(urlsplit(address).path)).stat().st_size < 8e6
    page.context.close()
