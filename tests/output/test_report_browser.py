"""The report in a browser: filters, the way between facts, sentences and records, both colour schemes, phones, print, axe-core.

Where there is no Chromium these are skipped, and the summary of the run says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from extractor.output.report.page import Told, laid_out, save
from extractor.storage.facts import FactFilters
from extractor.storage.store import Store
from tests.output.chromium import NAMES, PATH, chromium
from tests.output.dossier import HOSTILE, crowd, hostile, stored
from tests.waiting import PATIENCE

if PATH is None:
    pytest.skip(f"no {', '.join(NAMES)} here: the report is not looked at", allow_module_level=True)

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 400, "height": 800}
LOOKS = [("light", DESK), ("dark", DESK), ("light", PHONE), ("dark", PHONE)]


@dataclass
class Opened:
    """A page and what went wrong on it."""

    page: Page
    wrong: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE * 1000)
    with chromium() as launched:
        yield launched


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    with Store(stored(folder / "press.db"), read_only=True) as store:
        save(store, FactFilters(), folder / "report.html")
    return folder / "report.html"


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Any]:
    """Opens a file in a context of its own; at the end nothing may have gone wrong, and nothing been asked for."""
    opened: list[Opened] = []

    def opening(path: Path, viewport: Any = DESK, scheme: Any = "light", script: bool = True) -> Page:
        context = browser.new_context(viewport=viewport, color_scheme=scheme, java_script_enabled=script)
        context.set_default_timeout(PATIENCE * 1000)
        one = Opened(context.new_page())
        page = one.page
        page.on("console", lambda message: one.wrong.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: one.wrong.append(f"error: {error}"))
        page.on("dialog", lambda dialog: one.wrong.append(f"dialog: {dialog.message}"))
        page.on("request", lambda request: one.wrong.extend([request.url] if request.url != path.as_uri() else []))
        page.goto(path.as_uri())
        opened.append(one)
        return page

    yield opening
    wrong = [line for one in opened for line in one.wrong]
    for one in opened:
        one.page.context.close()
    assert wrong == []


def written(told: Told, path: Path) -> Path:
    path.write_text("".join(laid_out(told)), encoding="utf-8")
    return path


def seen(page: Page) -> list[str]:
    """The ids of the facts that show."""
    return sorted(str(card.get_attribute("id")) for card in page.locator(".fact:visible").all())


def becomes(locator: Locator, condition: str) -> bool:
    """Whether a condition on an element comes to hold; the page takes some frames to come to rest."""
    for _ in range(8):
        if locator.evaluate(condition):
            return True
        rest(locator.page)
    return False


def rest(page: Page) -> None:
    """After a jump the page looks for its aim for 8 frames more, as layout moves it; a click meanwhile can miss."""
    frames = "let left = 16; const next = () => left-- ? requestAnimationFrame(next) : done(); next()"
    page.evaluate(f"() => new Promise(done => {{ {frames} }})")


def within_view(locator: Locator) -> bool:
    """Whether an element comes into view, and is there still when the page is at rest."""
    inside = "e => { const b = e.getBoundingClientRect(); return b.bottom > 0 && b.top >= -2 && b.top < innerHeight }"
    came = becomes(locator, inside)
    rest(locator.page)
    return came and bool(locator.evaluate(inside))


def uncovered(locator: Locator) -> bool:
    """Whether a person sees the middle of an element, with nothing over it."""
    middle = "const b = e.getClientRects()[0], at = document.elementFromPoint(b.x + b.width / 2, b.y + b.height / 2)"
    return becomes(locator, f"e => {{ {middle}; return e.contains(at) }}")


def fold(page: Page) -> None:
    """Folds the statements away, or out; by keyboard, since a page that comes to rest moves what a mouse aims at."""
    was = page.locator(".folded").evaluate("e => e.open")
    page.locator(".folded > summary").press("Enter")
    expect(page.locator(".folded")).to_have_js_property("open", not was)


def panel(page: Page) -> None:
    """Opens what holds the filters on a phone."""
    if page.locator(".panel > summary").is_visible() and not page.locator("form").is_visible():
        page.locator(".panel > summary").click()


@pytest.mark.parametrize(("scheme", "viewport"), LOOKS)
def test_looks_right_and_is_accessible(open_page: Any, report: Path, scheme: str, viewport: dict[str, int]) -> None:
    page = open_page(report, viewport, scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == ("rgb(255, 255, 255)" if scheme == "light" else "rgb(20, 23, 26)")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the report")).to_be_focused()
    panel(page)
    found = Axe().run(page).response["violations"]
    serious = [v for v in found if v["impact"] in ("serious", "critical")]
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in serious] == []


@pytest.mark.parametrize("viewport", [DESK, PHONE])
def test_filters(open_page: Any, report: Path, viewport: dict[str, int]) -> None:
    page = open_page(report, viewport)
    every = ["f-f0a1", "f-f0a2", "f-f0a3", "f-f0a4", "f-f0a5"]
    assert seen(page) == [id_ for id_ in every if id_ != "f-f0a4"]  # a statement, folded away
    fold(page)
    assert seen(page) == every
    panel(page)
    form = page.get_by_role("form", name="Filters")
    form.get_by_label("casualties").check()
    expect(page.locator("#passed")).to_have_text("2 of 5 facts, 3 of 7 records")
    assert seen(page) == ["f-f0a1", "f-f0a5"]
    form.get_by_label("fair").check()
    expect(page.locator("#passed")).to_have_text("1 of 5 facts, 2 of 7 records")
    assert seen(page) == ["f-f0a1"]
    assert page.locator(".chapter:visible").count() == 2
    form.get_by_role("button", name="Clear filters").click()
    expect(page.locator("#passed")).to_have_text("")
    form.get_by_label("Party").fill("VELMÁRK")
    expect(page.locator("#passed")).to_have_text("3 of 5 facts, 2 of 7 records")
    assert seen(page) == ["f-f0a1", "f-f0a2", "f-f0a3"]
    form.get_by_label("Party").fill("")
    form.get_by_label("From").fill("2031-05-04")
    expect(page.locator("#passed")).to_have_text("2 of 5 facts, 2 of 7 records")
    form.get_by_role("button", name="Clear filters").click()
    form.get_by_label("to", exact=True).fill("2019-06-01")
    expect(page.locator("#passed")).to_have_text("1 of 5 facts, 1 of 7 records")
    assert page.locator(".timeline a.out").count() == 3
    form.get_by_role("button", name="Clear filters").click()
    form.get_by_label("denied").check()
    expect(page.locator("#passed")).to_have_text("1 of 5 facts, 1 of 7 records")
    assert seen(page) == ["f-f0a2"]
    assert page.locator("#single .none").is_visible()


@pytest.mark.parametrize("viewport", [DESK, PHONE])
def test_from_a_fact_to_its_sentence_and_back(open_page: Any, report: Path, viewport: dict[str, int]) -> None:
    page = open_page(report, viewport)
    page.locator("#f-f0a1").get_by_role("link", name="in the article").first.click()
    sentence = page.locator(".ev.on")
    expect(sentence).to_have_count(1)
    expect(sentence).to_contain_text("Four sailors died")
    assert within_view(sentence)
    record = page.locator("#r-aa01")
    expect(record).to_be_visible()
    assert uncovered(sentence)
    assert uncovered(record.locator(".gist"))
    assert page.locator(".record.on").count() == 1
    record.get_by_role("link", name="fact").click()
    assert within_view(page.locator("#f-f0a1"))
    expect(page.locator("#f-f0a1")).to_be_focused()
    page.go_back()
    assert within_view(page.locator(".ev.on"))


def test_from_a_sentence_to_its_records_and_from_a_record_to_its_sentence(open_page: Any, report: Path) -> None:
    page = open_page(report)
    page.locator(".ev", has_text="Four sailors died").click()
    assert [e.get_attribute("id") for e in page.locator(".record.on").all()] == ["r-aa01", "r-aa02"]
    expect(page.locator("#r-aa01")).to_be_focused()
    rest(page)
    page.locator("#r-aa04 .gist").click()
    expect(page.locator(".ev.on")).to_have_text("Tarsia accused Velmark of mining the harbour.")
    expect(page.locator(".ev.on")).to_be_focused()
    rest(page)
    page.locator("#f-f0a2 .report").nth(1).locator("blockquote").click()
    expect(page.locator(".ev.on")).to_contain_text("The Tarsian staff denied")
    rest(page)
    page.locator("#r-bb01 summary").click()
    expect(page.locator("#r-bb01 dl")).to_be_visible()


def test_on_a_phone_the_records_come_up_below_the_sentence_and_go(open_page: Any, report: Path) -> None:
    page = open_page(report, PHONE)
    assert page.locator(".record:visible").count() == 0
    sentence = page.locator(".ev", has_text="Four sailors died")
    sentence.click()
    assert [e.get_attribute("id") for e in page.locator(".record:visible").all()] == ["r-aa01", "r-aa02"]
    assert uncovered(sentence)
    assert uncovered(page.locator("#r-aa01 .gist"))
    page.keyboard.press("Escape")
    assert page.locator(".record:visible").count() == 0
    expect(sentence).to_be_focused()
    page.keyboard.press("Enter")
    page.locator(".sheet .close").click()
    assert page.locator(".record:visible").count() == 0


def test_a_mark_of_the_timeline_leads_to_its_fact_by_mouse_and_by_keyboard(open_page: Any, report: Path) -> None:
    page = open_page(report)
    page.locator(".timeline a[href='#f-f0a2']").hover()
    expect(page.locator("#caption")).to_have_text(
        "4 May 2031: movement, contested, 2 reports: Northern Guard withdraw from Old Ferry"
    )
    page.locator(".timeline a[href='#f-f0a2']").click()
    assert within_view(page.locator("#f-f0a2"))
    page.locator(".timeline a[tabindex='0']").focus()
    for expected in ("f-f0a5", "f-f0a1", "f-f0a2", "f-f0a4"):  # by day, then from the top
        expect(page.locator(f".timeline a[href='#{expected}']")).to_be_focused()
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert within_view(page.locator("#f-f0a5"))
    page.locator(".sums a").first.click()
    assert within_view(page.locator("#toll-1"))


@pytest.mark.parametrize("viewport", [DESK, PHONE])
def test_an_incident_leads_to_its_fact_and_goes_with_the_filters(
    open_page: Any, report: Path, viewport: dict[str, int]
) -> None:
    page = open_page(report, viewport)
    row = page.locator(".incident[data-f='f0a1']")
    expect(row).to_be_visible()
    assert row.evaluate("e => e.getBoundingClientRect().right <= innerWidth")
    panel(page)
    page.locator("[name=g][value=contested]").check()
    expect(row).to_be_hidden()
    page.get_by_role("button", name="Clear filters").click()
    expect(row).to_be_visible()
    row.get_by_role("link").click()
    assert within_view(page.locator("#f-f0a1"))


def test_statements_unfold_where_one_is_asked_for(open_page: Any, report: Path) -> None:
    page = open_page(report)
    statement = page.locator("#f-f0a4")
    expect(statement).to_be_hidden()
    page.locator(".timeline a[href='#f-f0a4']").focus()
    page.keyboard.press("Enter")
    expect(statement).to_be_visible()
    assert within_view(statement)
    fold(page)
    expect(statement).to_be_hidden()
    page.get_by_role("form", name="Filters").get_by_label("statement").check()
    expect(statement).to_be_visible()


def test_colours_can_be_chosen(open_page: Any, report: Path) -> None:
    page = open_page(report, scheme="dark")
    button = page.get_by_role("button", name="Colours")
    button.click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    fill = "getComputedStyle(document.querySelector('.timeline .casualty_report use, .timeline .casualty_report path')).fill"
    light = page.evaluate(fill)
    button.click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 23, 26)"
    assert page.evaluate(fill) != light


def test_corrections_are_marked(open_page: Any, report: Path) -> None:
    page = open_page(report)
    page.get_by_role("navigation").get_by_role("link", name="Corrections").click()
    page.locator("#corrections").get_by_role("link").first.click()
    expect(page.locator("#r-bb01 .fixed")).to_contain_text("killed corrected from 2 to 3 by Ada Moss")
    assert within_view(page.locator("#r-bb01"))


def test_prints_without_filters_and_with_every_record(open_page: Any, report: Path) -> None:
    page = open_page(report, {"width": 740, "height": 1000}, "dark")
    page.emulate_media(media="print")
    assert not page.locator("form").is_visible()
    assert page.locator(".record:visible").count() == 7
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"


def test_reads_without_its_script(open_page: Any, report: Path) -> None:
    page = open_page(report, PHONE, script=False)
    assert not page.locator("form").is_visible()
    page.locator(".ev", has_text="Four sailors died").click()
    expect(page.locator("#r-aa01")).to_be_in_viewport()


@pytest.mark.parametrize("viewport", [DESK, PHONE])
def test_nothing_of_a_hostile_article_runs(open_page: Any, tmp_path: Path, viewport: dict[str, int]) -> None:
    page = open_page(written(hostile(HOSTILE), tmp_path / "r.html"), viewport)
    for locator in (page.locator(".timeline a"), page.locator(".ev"), page.locator(".report blockquote")):
        locator.first.dispatch_event("click")  # wherever the page has scrolled to meanwhile
    rest(page)
    assert page.evaluate("window.ran") is None
    assert page.title() == "communique: press.db"
    text = page.locator(".text").text_content()
    assert all(attack in text for attack in HOSTILE)
    assert page.evaluate("document.scripts.length") == 1


def test_a_thousand_records_can_be_filtered_and_gone_through(open_page: Any, tmp_path: Path) -> None:
    """How smoothly twice as many, `make bench` measures."""
    page = open_page(written(crowd(1000), tmp_path / "r.html"))
    fold(page)
    every = page.locator(".fact:visible").count()
    contested = page.locator("[name=g][value=contested]")
    contested.check()
    expect(page.locator("#passed")).to_contain_text(" facts, ")
    assert 0 < page.locator(".fact:visible").count() < every
    contested.uncheck()
    expect(page.locator("#passed")).to_have_text("")
    assert page.locator(".fact:visible").count() == every
    page.locator(".ev").nth(750).click()
    expect(page.locator(".record.on")).to_have_count(1)


@pytest.mark.parametrize("viewport", [DESK, PHONE])
def test_sentence_and_record_are_both_in_sight_at_either_end_of_an_article(
    open_page: Any, tmp_path: Path, viewport: dict[str, int]
) -> None:
    page = open_page(written(crowd(100), tmp_path / "r.html"), viewport)
    chapter = page.locator(".chapter").nth(1)
    for place in (0, 12, 24):
        page.evaluate("to => { location.hash = to }", chapter.locator(".ev").nth(place).get_attribute("href"))
        expect(chapter.locator(".record.on")).to_have_count(1)
        assert uncovered(page.locator(".ev.on"))
        assert uncovered(page.locator(".record.on .gist"))
