"""The report: what is on the page, and that the text of an article stays text there."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from cli import main
from extractor.output.report import bars, timeline
from extractor.output.report.days import span
from extractor.output.report.page import laid_out, save
from extractor.output.report.reading import paragraphs
from extractor.output.terminal import plain
from extractor.storage.facts import FactFilters
from extractor.storage.store import Store
from schemas.base import Count, RecordType
from schemas.fact import Fact, Grade
from schemas.statement import Act, Quotation, Statement
from tests.output.dossier import FEWER, HOSTILE, MINE, STAYED, article, crowd, dossier, hostile, stored, told

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)
ANY = st.lists(st.one_of(TEXTS, st.sampled_from(HOSTILE)), min_size=1, max_size=12)


def parsed(text: str) -> html.HtmlElement:
    return html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8", huge_tree=True))


def page() -> html.HtmlElement:
    articles, records, facts = dossier()
    return parsed("".join(laid_out(told(articles, list(records.values()), facts))))


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_what_is_contested_or_conflicting_comes_first_claims_beside_denials() -> None:
    top = page()
    cards = top.xpath("//section[@id='disputed']//article[contains(@class, 'fact')]")
    assert {card.get("id") for card in cards} == {"f-f0a1", "f-f0a2"}
    withdrawal = top.get_element_by_id("f-f0a2")
    asserted, denied = withdrawal.xpath(".//section")
    assert words(asserted).startswith("Asserted by Velmark")
    assert words(denied).startswith("Denied by Tarsia")
    assert STAYED in words(denied)
    assert "not counted" not in words(withdrawal)


def test_the_page_opens_with_the_incidents_then_what_is_contested_and_folds_statements_away() -> None:
    top = page()
    sections = [section.get("id") for section in top.xpath("//main/section")]
    assert sections[:5] == ["summary", "incidents", "disputed", "timeline", "tolls"]
    (row,) = top.xpath("//section[@id='incidents']//tr[@data-f]")
    cells = [words(cell) for cell in row.xpath("./td")]
    assert cells == ["3 May 2031", "Port Ansel", "sailors (Tarsia, military)", "3–3–4", "9+", "2: Tarsia, Velmark", ""]
    assert row.xpath(".//a/@href") == ["#f-f0a1"]
    assert "left out: 1 toll of a whole war" in words(top.get_element_by_id("incidents"))
    assert top.xpath("//section[@id='statements']/details[not(@open)]//article/@id") == ["f-f0a4"]


def test_of_many_incidents_the_smaller_are_folded_away_and_none_is_missing() -> None:
    articles, records, facts = dossier()
    toll = next(fact for fact in facts if fact.id == "f0a1")
    many = [toll.model_copy(update={"id": f"f1{n:03}", "killed_best": n, "killed": Count(low=n, high=n)}) for n in range(60)]
    top = parsed("".join(laid_out(told(articles, list(records.values()), many))))
    shown, folded = top.xpath("//section[@id='incidents']//table")
    assert [row.get("data-f") for row in shown.xpath(".//tr[@data-f]")][:2] == ["f1059", "f1058"]
    assert len(top.xpath("//section[@id='incidents']//tr[@data-f]")) == 60
    assert words(folded.getparent()).startswith("20 smaller ones")


def test_every_report_of_a_fact_stands_beside_the_others_with_its_figures_and_ties() -> None:
    toll = page().get_element_by_id("f-f0a1")
    said = [words(item) for item in toll.xpath(".//li[contains(@class, 'report')]")]
    assert MINE in said[0]
    assert "killed 4, wounded 9+" in said[0]
    assert FEWER in said[1]
    assert "tied: the same day, place and victims" in said[1]
    head = words(toll)
    for part in (
        "figures conflict",
        "killed 3–4",
        "wounded 9+",
        "2 reports, 2 independent sources",
        "3 May 2031",
        "Ansel Port (Velmark)",
    ):
        assert part in head


def test_a_whole_war_is_in_no_sum_and_stands_apart() -> None:
    tolls = page().get_element_by_id("tolls")
    rows = [[words(cell) for cell in row] for row in tolls.xpath(".//tbody/tr")]
    assert rows == [["Tarsia, military", "3–4", "9+", "1"]]
    assert "a whole war's toll" in words(tolls)
    drawn = tolls.xpath(".//*[local-name()='svg']")
    assert [svg.get("class") for svg in drawn] == ["chart sums", "chart incidents", "chart apart"]
    assert "~12000" in words(drawn[2])


def test_bars_of_figures_far_apart_say_that_they_are_not_in_proportion() -> None:
    _, _, facts = dossier()
    toll = next(fact for fact in facts if fact.id == "f0a1")
    large = toll.model_copy(update={"id": "f0a9", "killed": Count(low=4000, high=6000)})
    alike, apart = (str(bars.of_facts(of, "incidents", "Incidents")) for of in ([toll], [toll, toll, large]))
    assert "square root" not in alike
    assert "square root" in apart
    assert "4000–6000" in apart


def test_every_mark_and_every_link_leads_somewhere_on_the_page() -> None:
    top = page()
    targets = set(top.xpath("//@id"))
    links = [link for link in top.xpath("//@href") if link.startswith("#")]
    assert len(links) > 40
    assert [link for link in links if link[1:] not in targets] == []
    assert len(top.xpath("//@id")) == len(targets)
    marks = top.xpath("//*[local-name()='svg'][@class='chart timeline']//*[local-name()='a']")
    assert {mark.get("href") for mark in marks} == {"#f-f0a1", "#f-f0a2", "#f-f0a4", "#f-f0a5"}
    assert all(mark.xpath("./*[local-name()='title']")[0].text for mark in marks)


def test_a_sentence_leads_to_its_records_and_skipped_text_is_marked() -> None:
    top = page()
    (piece,) = top.xpath("//a[contains(@class, 'ev') and contains(., 'Four sailors')]")
    assert piece.get("data-r").split() == ["aa01", "aa02"]
    assert {"statement", "casualty_report"} <= set(piece.get("class").split())
    assert top.xpath("//span[@class='skipped']")[0].text == "Photo: a ferry.\n"
    record = top.get_element_by_id("r-aa01")
    assert f"#{piece.get('id')}" in record.xpath(".//a/@href")
    assert "#f-f0a1" in record.xpath(".//a/@href")
    assert "victimssailors found" in words(record)
    assert "inferred, the mine's day" in words(record)


def test_corrections_are_shown_with_who_when_and_why(tmp_path: Path) -> None:
    with Store(stored(tmp_path / "press.db"), read_only=True) as store:
        save(store, FactFilters(), tmp_path / "r.html")
    top = parsed((tmp_path / "r.html").read_text(encoding="utf-8"))
    said = "killed corrected from 2 to 3 by Ada Moss on 6 May 2031: misread"
    assert said in words(top.get_element_by_id("r-bb01"))
    assert said in words(top.get_element_by_id("f-f0a1"))
    assert said in words(top.get_element_by_id("corrections"))
    rejected = top.get_element_by_id("r-aa04")
    assert "rejected" in rejected.get("class").split()
    assert "rejected by Ada Moss on 6 May 2031: misread" in words(rejected)


def test_filters_choose_the_facts_and_the_articles_that_tell_them(tmp_path: Path) -> None:
    with Store(stored(tmp_path / "press.db"), read_only=True) as store:
        save(store, FactFilters(party="almanac"), tmp_path / "r.html")
        first = (tmp_path / "r.html").read_bytes()
        save(store, FactFilters(party="almanac"), tmp_path / "r.html")
    assert (tmp_path / "r.html").read_bytes() == first
    top = parsed(first.decode())
    assert top.xpath("//article[contains(@class, 'fact')]/@id") == ["f-f0a5"]
    assert top.xpath("//article[@class='chapter']/@id") == ["a-" + "3" * 16]
    assert "Only facts of: party almanac; and the articles that tell them." in words(top.get_element_by_id("summary"))
    assert "Ada Moss" not in first.decode()


def test_the_command_writes_the_page_of_a_database_whose_facts_are_not_made_yet(tmp_path: Path) -> None:
    db, out = stored(tmp_path / "press.db"), tmp_path / "r.html"
    done = CliRunner().invoke(main, ["report", "-o", str(out), "--db", str(db)])
    assert done.exit_code == 0, done.output
    assert "7 records of 3 articles" in done.output
    assert "sailors" in out.read_text(encoding="utf-8")
    refused = CliRunner().invoke(main, ["report", "-o", str(tmp_path / "no" / "r.html"), "--db", str(db)])
    assert refused.exit_code == 1
    assert "cannot write" in refused.output


def test_an_empty_database_gives_a_page_that_says_so(tmp_path: Path) -> None:
    with Store(tmp_path / "new.db") as store:
        save(store, FactFilters(), tmp_path / "r.html")
    assert "What 0 articles tell" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_the_page_names_no_folder_and_follows_only_web_addresses() -> None:
    articles, records, facts = dossier()
    moved = [one.model_copy(update={"path": f"/home/ada/press/{number}.txt"}) for number, one in enumerate(articles)]
    text = "".join(laid_out(told(moved, list(records.values()), facts)))
    assert "/home/ada" not in text
    assert 'href="https://example.org/almanac" rel="noreferrer noopener external"' in text


def test_a_gap_between_two_sentences_of_one_record_is_no_link() -> None:
    articles, records, facts = dossier()
    post = articles[0]
    both = records["says"].model_copy(update={"id": "aa09", "end": post.text.index("Tarsia accused")})
    top = parsed("".join(laid_out(told(articles, [*records.values(), both], facts))))
    bare = [piece for piece in top.xpath("//*[contains(@class, 'ev ')]") if not piece.text_content().strip()]
    assert [piece.tag for piece in bare] == ["span"] * len(bare)
    assert len(bare) >= 2


# hostile text


def check_harmless(text: str) -> html.HtmlElement:
    """Our one script and style sheet, no handler, no address that is not a place on the page; the policy that goes with it."""
    top = parsed(text)
    assert len(top.xpath("//script")) == len(top.xpath("//style")) == 1
    assert top.xpath("//iframe | //img | //object | //embed | //base | //link") == []
    assert [
        name for name in top.xpath("//@*/..") for attribute in name.attrib if attribute.lower().startswith(("on", "style"))
    ] == []
    for address in [*top.xpath("//@href"), *top.xpath("//@src")]:
        assert address.startswith(("#", "http://", "https://")), address
    policies = top.xpath("//meta[@http-equiv]/@content")
    assert len(policies) == 1
    assert policies[0].startswith("default-src 'none'; ")
    assert "unsafe" not in policies[0]
    return top


def test_what_attacks_a_page_is_text_there() -> None:
    top = check_harmless("".join(laid_out(hostile(HOSTILE))))
    text = top.xpath("//div[@class='text']")[0].text_content()
    for attack in HOSTILE:
        assert attack in text


@settings(max_examples=25)
@given(texts=ANY)
def test_whatever_an_article_says_stays_text(texts: list[str]) -> None:
    of = hostile(texts)
    top = check_harmless("".join(laid_out(of)))
    chapter = of.chapters[0]
    pieces = [list(pieces) for pieces in paragraphs(chapter.article, chapter.records)]
    shown = [p.text_content() for p in top.xpath("//div[@class='text']/p")]
    assert shown == ["".join(plain(piece.text) for piece in of_one) for of_one in pieces]


@given(text=st.text(st.characters(exclude_categories=["Cs"])), data=st.data())
def test_the_pieces_of_an_article_are_its_text_and_bear_the_records_of_their_place(text: str, data: st.DataObject) -> None:
    of = article(5, text)
    places = st.integers(-1, len(text) + 2)
    records = [
        Statement(
            id=f"e{number}", article_id=of.id, evidence="", start=start, end=end, speaker=None,
            quotation=Quotation.DIRECT, content="", act=Act.ASSERT,
        )
        for number, (start, end) in enumerate(data.draw(st.lists(st.tuples(places, places), max_size=5)))
    ]  # fmt: skip
    pieces = [piece for one in paragraphs(of, records) for piece in one]
    assert "".join(piece.text for piece in pieces) == text
    for piece in pieces:
        assert piece.text == text[piece.start : piece.start + len(piece.text)]
        end = piece.start + len(piece.text)
        assert {r.id for r in piece.records} == {r.id for r in records if r.start <= piece.start and end <= r.end}


# the timeline


def some_fact(number: int, since: str, until: str | None = None) -> Fact:
    return Fact(
        id=f"f{number}", type=RecordType.STATEMENT, summary="said", since=since, until=until or since, sources=1,
        grade=Grade.WEAK, grade_reason="one source", reports=(),
    )  # fmt: skip


def test_days_become_months_and_years_where_there_are_too_many() -> None:
    days = [some_fact(n, f"2031-{1 + n // 28:02}-{1 + n % 28:02}") for n in range(90)]
    assert [(c.since, len(c.facts)) for c in timeline.columns(days[:3])] == [
        ("2031-01-01", 1), ("2031-01-02", 1), ("2031-01-03", 1),
    ]  # fmt: skip
    assert [(c.since, len(c.facts)) for c in timeline.columns(days)] == [
        ("2031-01-01", 28), ("2031-02-01", 28), ("2031-03-01", 28), ("2031-04-01", 6),
    ]  # fmt: skip
    years = [some_fact(n, f"{1900 + n}-06-01") for n in range(60)]
    found = timeline.columns(years)
    assert [c.since[:4] for c in found] == ["1900", *(str(1921 + n) for n in range(39))]
    assert [(len(c.facts), c.earlier) for c in found[:2]] == [(21, True), (1, False)]


def test_a_month_is_a_column_of_its_own_and_silence_a_gap() -> None:
    found = timeline.columns([some_fact(1, "2031-05-01", "2031-05-31"), some_fact(2, "2031-05-01"), some_fact(3, "2031-06-02")])
    assert [(c.since, c.until, c.after_gap) for c in found] == [
        ("2031-05-01", "2031-05-01", False),
        ("2031-05-01", "2031-05-31", False),
        ("2031-06-02", "2031-06-02", True),
    ]


def test_what_is_coarse_or_only_bounded_stands_in_a_band_and_what_has_no_bound_is_counted() -> None:
    articles, records, facts = dossier()
    blame = records["blame"].model_copy(update={"date_high": "2031-05-04"})
    (charge,) = (fact for fact in facts if fact.id == "f0a3")
    told_of = charge.reports[0].model_copy(update={"record": blame})
    bounded = charge.model_copy(update={"reports": (told_of,)})
    found = timeline.columns([some_fact(1, "2031-05-04"), some_fact(2, "2031-05-01", "2031-05-31"), bounded, charge])
    assert [(c.since, c.side, c.band, [fact.id for fact in c.facts]) for c in found] == [
        ("2031-05-01", "", True, ["f2"]),
        ("2031-05-04", "up to", True, ["f0a3"]),
        ("2031-05-04", "", False, ["f1"]),
    ]
    others = [fact for fact in facts if fact.id != "f0a3"]
    top = parsed("".join(laid_out(told(articles, [*records.values()], [*others, bounded]))))
    drawn = top.get_element_by_id("timeline")
    assert "has no day" not in words(drawn)
    assert "≤ 4" in words(drawn)
    assert len(drawn.xpath(".//*[local-name()='g'][@class='band']")) == 2  # up to 4 May, and the war's year
    assert "up to 4 May 2031" in words(top.get_element_by_id("f-f0a3"))
    assert "1 fact has no day" in words(page().get_element_by_id("timeline"))


@given(st.lists(st.tuples(st.dates(), st.dates()), max_size=60))
def test_every_dated_fact_has_one_mark_in_columns_in_order(pairs: list[tuple[object, object]]) -> None:
    facts = [some_fact(n, *sorted((str(one), str(other)))) for n, (one, other) in enumerate(pairs)]
    found = timeline.columns(facts)
    ids = [fact.id for column in found for fact in column.facts]
    assert sorted(ids) == sorted(fact.id for fact in facts)
    assert len(found) <= timeline.MOST
    assert [c.since for c in found] == sorted(c.since for c in found)


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        ("2031-05-03", "2031-05-03", "3 May 2031"),
        ("2031-05-03", "2031-05-07", "3–7 May 2031"),
        ("2031-05-01", "2031-05-31", "May 2031"),
        ("2031-01-01", "2031-12-31", "2031"),
        ("2031-05-30", "2031-06-02", "30 May – 2 Jun 2031"),
        ("9999-12-01", "9999-12-31", "1–31 Dec 9999"),
        (None, None, ""),
    ],
)
def test_a_stretch_of_days_in_words(since: str | None, until: str | None, said: str) -> None:
    assert span(since, until) == said


# size


def test_two_thousand_records_stay_within_five_megabytes() -> None:
    assert len("".join(laid_out(crowd(2000))).encode()) < 5_000_000
