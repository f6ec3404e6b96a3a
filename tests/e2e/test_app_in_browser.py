"""The app in a browser, by role and label: edit, run, watch, cancel, compare, fly, download, restart."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import tomllib
import urllib.request

import pytest

api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = api.expect

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
# Guards against a hang, not measures: a plan takes seconds on a quiet machine, and suites run on busy ones.
PLAN_MS, PATIENCE_MS = 900_000, 120_000
PRESET = "as-of-2026-11"

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
    # One server for the module: its tests stay with one worker of a parallel suite.
    pytest.mark.xdist_group("app"),
]


@pytest.fixture(autouse=True, scope="module")
def patience():
    """Time that whatever is expected of a page may take to come true."""
    expect.set_options(timeout=PATIENCE_MS)
    yield
    expect.set_options(timeout=5000)


def until(page, is_so):
    """Wait until what is asked of the page is so, for what no expectation of a locator can say.

    Playwright's own ``wait_for_function`` asks a second time by what the page's policy forbids.
    """
    end = time.monotonic() + PATIENCE_MS / 1000
    while not is_so():
        assert time.monotonic() < end
        page.wait_for_timeout(50)


class Server:
    """``kilosol serve`` as a process."""

    def __init__(self, folder):
        self.folder, self.process, self.address, self.port = folder, None, "", 0

    def start(self):
        command = [
            sys.executable,
            "-m",
            "kilosol.cli",
            "serve",
            "--workers",
            "1",
            "--folder",
            str(self.folder),
        ]
        command += ["--port", str(self.port)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        said = self.process.stdout.readline()
        self.address = said.removeprefix("Kilosol at ").strip().rstrip("/")
        assert self.address.startswith("http://127.0.0.1:"), said
        self.port = int(self.address.rsplit(":", 1)[1])
        return self

    def stop(self, how=signal.SIGINT):
        self.process.send_signal(how)
        code = self.process.wait(120)
        self.process.stdout.close()
        return code


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("app")).start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def browser():
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


def new_page(browser, server, **options):
    context = browser.new_context(**({"viewport": {"width": 1280, "height": 900}} | options))
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.foreign, page.problems = [], []
    page.on("request", lambda r: None if is_own(r.url, server) else page.foreign.append(r.url))
    page.on("console", lambda m: page.problems.append(m.text) if m.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    return page


def is_own(url, server):
    return url.startswith((server.address, "data:", "blob:"))


@pytest.fixture
def page(browser, server):
    page = new_page(browser, server)
    yield page
    assert page.foreign == []
    assert page.problems == []
    page.context.close()


@pytest.fixture(scope="module")
def plan(browser, server):
    """Page, whose browser has one finished plan, and the plan's address."""
    page = new_page(browser, server, accept_downloads=True)
    fast_edit(page, server)
    page.get_by_role("button", name="Run", exact=True).click()
    wait_for_plan(page)
    yield page, page.url
    assert page.foreign == []
    assert page.problems == []
    page.context.close()


def fast_edit(page, server):
    """The form, with few draws."""
    page.goto(f"{server.address}/edit/{PRESET}")
    page.get_by_label("Draws", exact=True).fill("200")
    page.get_by_text("1 changed from").wait_for()


def draw_all(page):
    """Every figure, those that nobody has scrolled to as well."""
    until(page, lambda: page.evaluate("Boolean(globalThis.kilosol)"))
    page.evaluate("kilosol.drawAll()")
    until(page, lambda: page.locator(".plot:not(:has(.main-svg))").count() == 0)


def wait_for_plan(page):
    page.get_by_role("heading", name="The eight answers").wait_for(state="attached", timeout=PLAN_MS)
    # Whether a figure is drawn already hangs on where the first of them lies.
    until(page, lambda: page.evaluate("Boolean(globalThis.kilosol)"))


def says(page, text):
    """Wait for a text to be seen."""
    expect(page.get_by_text(text).first).to_be_visible()


def test_editing_tells_changes_problems_and_the_same_as_code(page, server):
    page.goto(server.address)
    page.get_by_role("link", name=f"Edit {PRESET}").click()
    draws = page.get_by_label("Draws", exact=True)
    draws.fill("-3")
    said = page.locator("#said-draws")
    expect(said).to_contain_text("must be a whole number from 1")
    expect(draws).to_have_attribute("aria-invalid", "true")
    expect(draws).to_have_attribute("aria-describedby", re.compile(r"\bsaid-draws\b"))
    draws.fill("300")
    expect(said).to_contain_text("changed, was 10000")
    expect(draws).not_to_have_attribute("aria-invalid", re.compile(".*"))
    page.locator("summary").filter(has_text="Partner's station").click()
    page.get_by_label("Offered", exact=True).select_option("no")
    page.get_by_text(
        "kilosol plan as-of-2026-11 --set draws=300 --set partners.station.offered=false"
    ).wait_for()
    expect(page.locator("#python-text")).to_contain_text("'partners.station.offered': False")
    page.get_by_role("button", name="Reset Scenario: draws").click()
    page.get_by_text("kilosol plan as-of-2026-11 --set partners.station.offered=false", exact=True).wait_for()
    expect(draws).to_have_value("10000")
    page.locator("summary").filter(has=page.get_by_text("Power", exact=True)).click()
    page.get_by_label("Hybrid").uncheck()
    page.get_by_text("""power.architectures=["fission", "solar"]""").wait_for()


def test_every_field_says_its_unit_its_range_and_where_it_began(page, server):
    page.goto(f"{server.address}/edit/{PRESET}")
    page.locator("summary").filter(has=page.get_by_text("Ship", exact=True)).click()
    field = page.locator(".field").filter(has=page.get_by_label("Payload t", exact=True))
    for part in (re.compile(r"Payload t\s+t"), "above 0, at most 1000 t", "began as 100", "SpaceX, 2025"):
        expect(field).to_contain_text(part)
    field.get_by_label("Payload t", exact=True).fill("0.15 kt")
    page.get_by_text("changed, was 100.0").wait_for()


def test_a_window_is_added_changed_and_taken_out(page, server):
    page.goto(f"{server.address}/edit/{PRESET}")
    page.get_by_label("Draws", exact=True).fill("300")
    page.get_by_role("button", name="Add a window").click()
    page.get_by_text("2 changed from").wait_for()
    added = page.locator("#group-flights-3")
    expect(added.locator("summary")).to_have_text(re.compile(r"^\s*Ships of the 2035 window"))
    added.get_by_label("Window", exact=True).fill("2033")
    page.locator("#said-flights-3-window").get_by_text("listed twice").wait_for()
    added.get_by_label("Window", exact=True).fill("2037")
    page.get_by_text("{window = 2037, cargo_ships = 50").wait_for()
    expect(added.locator("summary")).to_have_text(re.compile(r"^\s*Ships of the 2037 window"))
    added.get_by_role("button", name="Remove this window: Ships of the 20").click()
    page.get_by_text("1 changed from").wait_for()
    page.locator("summary").filter(has_text="Ships of the 2028 window").click()
    page.get_by_role("button", name="Remove this window: Ships of the 2028 window").click()
    page.get_by_role("button", name="Put back: Ships of the 2028 window").click()
    page.get_by_text("kilosol plan as-of-2026-11 --set draws=300", exact=True).wait_for()


def test_a_run_with_problems_does_not_start(page, server):
    page.goto(f"{server.address}/edit/{PRESET}")
    page.get_by_label("Draws", exact=True).fill("many")
    page.locator("#said-draws .problem").wait_for()
    page.get_by_role("button", name="Run", exact=True).click()
    page.get_by_text("1 to mend").wait_for()
    expect(page.get_by_label("Draws", exact=True)).to_have_value("many")
    # The browser tells of the refusal; that is no fault of the page.
    page.problems[:] = [p for p in page.problems if "422" not in p]


def test_watch_and_cancel_one_under_way_and_one_that_waits(page, server):
    for _ in range(2):
        page.goto(f"{server.address}/edit/{PRESET}")
        page.get_by_role("button", name="Run", exact=True).click()
        page.wait_for_url("**/runs/*")
    waiting = page.url
    page.get_by_text("1 in the queue").wait_for()
    page.goto(server.address)
    page.get_by_role("table", name="Your runs").get_by_role("link").nth(1).click()
    page.get_by_text(re.compile(r"Stage \d of \d|Starting")).wait_for()
    expect(page.get_by_role("progressbar", name="Progress of the run")).to_be_visible()
    for address in (waiting, page.url):
        page.goto(address)
        page.get_by_role("button", name="Cancel the run").click()
        page.get_by_text("Cancelled").wait_for()
    expect(page.get_by_role("button", name="Run again")).to_be_visible()


def test_the_plan_answers_and_survives_a_reload(plan, server):
    page, address = plan
    page.goto(address)
    wait_for_plan(page)
    expect(page.locator(".card")).to_have_count(8)
    headline = page.locator(".headline").first.inner_text()
    assert headline
    # Figures are drawn when one comes near them, and not before.
    n_figures = page.locator(".plot").count()
    assert page.locator(".plot:has(.main-svg)").count() < n_figures / 2
    last = page.locator(".plot").last
    last.scroll_into_view_if_needed()
    last.locator(".main-svg").first.wait_for(state="attached")
    draw_all(page)
    expect(page.locator("html")).to_have_attribute("data-drawn", str(n_figures))
    page.reload()
    expect(page.locator(".headline").first).to_have_text(headline)


def test_click_a_porkchop_point_and_fly_it(plan):
    page, address = plan
    page.goto(address)
    wait_for_plan(page)
    plot, leave = page.locator("#plot-porkchop"), page.get_by_label("Leave Earth")
    before = leave.input_value()
    # Nothing is drawn before one comes near it.
    plot.scroll_into_view_if_needed()
    # On the element itself: that waits until the page, which glides as it scrolls, stands still. What is
    # clicked is the point last hovered on, so its label comes first.
    plot.locator(".nsewdrag").first.hover()
    expect(plot.locator(".hoverlayer .hovertext").first).to_be_visible()
    plot.locator(".nsewdrag").first.click()
    flown = page.get_by_role("region", name="The flight")
    flown.get_by_role("heading", name="Leave on").wait_for()
    expect(leave).not_to_have_value(before)
    expect(flown.get_by_role("heading")).to_contain_text(leave.input_value())
    # The same from the keyboard, to a date that only a slow ship would take.
    page.get_by_label("Leave Earth").fill("2031-01-28")
    page.get_by_label("Arrive at Mars").fill("2031-08-06")
    page.get_by_role("button", name="Fly").press("Enter")
    flown.get_by_role("heading", name="Leave on 2031-01-28, arrive on 2031-08-06").wait_for()
    expect(flown.get_by_role("row", name=re.compile("Launch energy C3"))).to_be_visible()
    page.get_by_label("Arrive at Mars").fill("2030-08-06")
    page.get_by_role("button", name="Fly").click()
    flown.locator(".problem").wait_for()


def test_downloads_are_what_they_say(plan, tmp_path):
    page, address = plan
    page.goto(address)
    page.get_by_text("Downloads and code").click()
    usual = page.viewport_size
    for width in (390, 700, 1000, 1600):  # wherever the row of buttons wraps, the panel stays in the window
        page.set_viewport_size({"width": width, "height": usual["height"]})
        panel = page.locator(".menubody").bounding_box()
        assert panel["x"] >= 0.0
        assert panel["x"] + panel["width"] <= width
    page.set_viewport_size(usual)
    got = {}
    for name in ("scenario.toml", "verdict.json", "results.nc", "provenance.json", "report.html"):
        with page.expect_download() as started:
            page.get_by_role("link", name=name).click()
        got[name] = tmp_path / name
        started.value.save_as(got[name])
    assert tomllib.loads(got["scenario.toml"].read_text())["draws"] == 200
    assert json.loads(got["verdict.json"].read_text())["scenario"]["draws"] == 200
    assert got["results.nc"].read_bytes()[:4] == b"\x89HDF"
    assert got["report.html"].read_text().startswith("<!doctype html>")
    expect(page.locator("#cli-text")).to_contain_text("kilosol plan as-of-2026-11 --set draws=200")
    wait_for_plan(page)
    with page.expect_download() as started:
        page.locator("#plot-landing_cdf").scroll_into_view_if_needed()
        page.locator("#plot-landing_cdf .main-svg").first.wait_for()
        page.locator("#plot-landing_cdf").hover()
        page.locator("#plot-landing_cdf [data-title*='ownload']").click()
    assert started.value.suggested_filename == "kilosol-landing_cdf.png"


def test_withdraw_the_partner_and_see_old_against_new(plan, server):
    page, address = plan
    page.goto(address)
    switch = page.get_by_role("switch", name="Partner's station on offer")
    expect(switch).to_have_attribute("aria-checked", "true")
    switch.click()
    page.wait_for_url("**/compare?*")
    page.get_by_role("heading", name="The partner's station withdrawn: old against new").wait_for()
    inputs = page.get_by_role("table", name="Inputs that differ")
    expect(inputs.get_by_role("row", name="partners.station.offered true false")).to_be_visible()
    answers = page.get_by_role("table", name="Answers that differ")
    answers.wait_for(timeout=PLAN_MS)
    masses = answers.get_by_role("row", name=re.compile("Landed mass")).get_by_role("cell")
    expect(masses.nth(1)).not_to_have_text(masses.nth(0).inner_text())
    # The two share their luck: the interval says so.
    expect(answers.get_by_role("row", name=re.compile("same luck in both")).first).to_be_visible()
    draw_all(page)
    expect(page.locator("#plot-compare_landing .scatterlayer .trace")).to_have_count(2)
    # The new plan's switch is off, and its own comparison with the old one is a choice away.
    page.locator(".sides a").nth(1).click()
    wait_for_plan(page)
    expect(page.get_by_role("switch")).to_have_attribute("aria-checked", "false")
    page.get_by_role("combobox", name="Compare with").select_option(index=0)
    page.get_by_role("button", name="Compare").click()
    page.get_by_role("table", name="Answers that differ").wait_for()
    page.goto(server.address + "/claims")
    page.get_by_role("heading", name="Public claims, against a plan").wait_for()
    expect(page.get_by_label("Judge by").locator("option")).to_have_count(2)


def test_two_users_do_not_see_each_other(plan, browser, server):
    _, address = plan
    other = new_page(browser, server)
    other.goto(server.address)
    says(other, "None yet in this browser")
    # Whoever is given the address may read the plan.
    other.goto(address)
    wait_for_plan(other)
    expect(other.get_by_role("combobox", name="Compare with")).to_have_count(0)
    fast_edit(other, server)
    other.get_by_label("Title", exact=True).fill("Another person's plan")
    other.get_by_role("button", name="Run", exact=True).click()
    other.get_by_role("button", name="Cancel the run").click()
    other.get_by_text("Cancelled").wait_for()
    other.goto(server.address)
    expect(other.get_by_role("table", name="Your runs").get_by_role("link")).to_have_text(
        ["Another person's plan"]
    )
    page, _ = plan
    page.goto(server.address)
    expect(page.get_by_role("table", name="Your runs")).to_be_visible()
    expect(page.get_by_text("Another person's plan")).to_have_count(0)
    assert other.foreign == other.problems == []
    other.context.close()


def test_sources_are_found_while_typing(page, server):
    page.goto(server.address + "/sources")
    page.get_by_role("searchbox", name="Find").fill("starship-v3 payload")
    page.get_by_role("rowheader", name="ships/starship-v3.payload_t").wait_for()
    expect(page.get_by_role("row", name=re.compile("SpaceX")).first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_finding_of_axe(plan, browser, server, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page, address = plan
    page.emulate_media(color_scheme=scheme)
    name = address.rsplit("/", 1)[1]
    places = ("/", f"/edit/{PRESET}", f"/runs/{name}", f"/compare?a={name}&b={name}", f"/claims?run={name}")
    places += ("/sources?find=robots", "/api/docs", f"/arc?run={name}&depart=2031-01-28&arrive=2031-08-06")
    for place in places:
        page.goto(server.address + place)
        if place.startswith(("/runs", "/compare")):
            draw_all(page)
        found = axe.run(page).response["violations"]
        serious = [f for f in found if f["impact"] in ("serious", "critical")]
        told = [f"{f['id']}: {[n['html'][:200] for n in f['nodes'][:3]]}" for f in serious]
        assert told == [], place
    page.emulate_media(color_scheme="light")


def test_a_phone_need_not_scroll_sideways(plan, browser, server):
    _, address = plan
    name = address.rsplit("/", 1)[1]
    phone = new_page(browser, server, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    places = ("/", f"/edit/{PRESET}", f"/runs/{name}", f"/compare?a={name}&b={name}", "/claims", "/sources")
    for place in (*places, "/api/docs", f"/arc?run={name}&depart=2031-01-28&arrive=2031-08-06"):
        phone.goto(server.address + place)
        for fold in phone.locator("summary").all():
            if fold.is_visible():
                fold.click()
        if phone.locator(".plot").count():
            draw_all(phone)
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390, place
    assert phone.foreign == phone.problems == []
    phone.context.close()


def test_the_keyboard_does_it_all(page, server):
    page.goto(f"{server.address}/edit/{PRESET}")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the content")
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#run")).to_be_focused()
    summary = page.locator("summary").filter(has_text="Weather")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Storm peak tau", exact=True)).to_be_visible()


def test_it_works_without_scripts(plan, browser, server):
    _, address = plan
    plain = new_page(browser, server, java_script_enabled=False)
    plain.goto(f"{server.address}/edit/{PRESET}")
    plain.get_by_label("Draws", exact=True).fill("0")
    plain.get_by_role("button", name="Run", exact=True).click()
    says(plain, "1 to mend")
    plain.get_by_role("button", name="Add a window").click()
    expect(plain.get_by_label("Window", exact=True)).to_have_count(4)
    expect(plain.get_by_label("Draws", exact=True)).to_have_value("0")
    plain.goto(address)
    expect(plain.get_by_role("heading", name="Fly it")).to_be_visible()
    plain.get_by_role("button", name="Fly").click()
    expect(plain.get_by_role("heading", name=re.compile("Leave on"))).to_be_visible()
    plain.context.close()


def test_a_restart_keeps_plans_and_takes_up_what_was_left(plan, server):
    page, address = plan
    fast_edit(page, server)
    page.get_by_role("button", name="Run", exact=True).click()
    page.get_by_text(re.compile(r"Stage [1-9] of \d")).wait_for(timeout=PLAN_MS)
    left = page.url
    # Neither time nor a warning to tidy up.
    assert server.stop(signal.SIGKILL) == -signal.SIGKILL
    # A page that is open when its server goes says so in the console; that is no fault of the page.
    page.goto("about:blank")
    page.problems.clear()
    server.start()
    page.goto(address)
    wait_for_plan(page)
    page.goto(left)
    wait_for_plan(page)
    page.goto(server.address)
    expect(page.get_by_text("Done").nth(1)).to_be_visible()


def test_a_stop_is_clean_and_leaves_nobody_behind(tmp_path):
    server = Server(tmp_path / "runs").start()
    wanted = urllib.request.Request(
        server.address + "/api/runs", b'{"set": {"draws": 200}}', {"content-type": "application/json"}
    )
    with urllib.request.urlopen(wanted, timeout=30) as answer:
        assert answer.status == 201
    children = set()
    wait_until(lambda: children.update(map(int, children_of(server.process.pid))) or children)
    assert server.stop() == 0
    wait_until(lambda: not any(is_alive(p) for p in children))


def wait_until(is_so):
    end = time.monotonic() + PATIENCE_MS / 1000
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)


def children_of(pid):
    with open(f"/proc/{pid}/task/{pid}/children") as file:  # noqa: PTH123 - a file of the kernel
        return file.read().split()


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
