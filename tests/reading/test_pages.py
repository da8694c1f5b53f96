"""What is read of a page, and what its day, outlet and author are, kind by kind of what went wrong on saved pages."""

# ruff: noqa: E501  (a page's markup reads best unbroken)

import datetime

import pytest

from extractor.errors import InputError
from extractor.reading.articles import articles_of
from extractor.reading.webpage import read_page
from tests.reading.templates import STORY, TEMPLATES, TITLE, ld, page, paragraphs

THURSDAY = datetime.date(2023, 6, 8)
FIRST, REST = paragraphs(STORY[:2]), paragraphs(STORY[2:])
CARD = "<h3><a href='/other'>Fleet leaves Melk</a></h3><p>The island fleet left Melk on Monday with nine ships, its admiral said.</p>"
QUOTED = "<p>“No one fired from our side of the bay,” Colonel Lund said. “We keep the truce.”</p>"
LISTED = f"<li><div>{CARD}</div></li>"
POST = "<article><h2><a href='#p{0}'>Update {0} from the harbour of Ostrin</a></h2><p>{1}</p></article>"


def told(html: str) -> list[str]:
    """The lines that are read of a page, its headline aside."""
    text, known = read_page(html)
    (article,) = articles_of("page.html", text, known)
    for start, end in reversed(article.skipped):
        text = text[:start] + text[end:]
    return [line for line in text.splitlines() if line.strip() and line != TITLE]


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_publishing_systems_page(name: str) -> None:
    lines = told(TEMPLATES[name])
    assert [line for line in STORY if not any(line in one for one in lines)] == []
    assert [one for one in lines if not any(line in one for line in STORY)] in (
        [],
        ["Port authority says dockers died in the strike, which the coastal command denies."],
    )
    known = read_page(TEMPLATES[name])[1]
    assert known.title == TITLE
    assert known.publisher in (
        "Melk Gazette",
        "Island Radio",
        "Northern Herald",
        "Isles News",
        "The Warden",
        "Wire Nord",
        "Free Dispatch",
    )
    assert known.published in (THURSDAY, datetime.date(2023, 6, 9))
    assert (known.published == THURSDAY) is (name != "an agency's")


@pytest.mark.parametrize(
    "around",
    [
        "<form id='aspnetForm' action='.'>{}</form>",
        "<form class='story-form'><input name='q'><div>{}</div></form>",
        "<aside class='main-column'>{}</aside>",
        "<nav>{}</nav>",
        "<div class='with-related-content'>{}</div>",
        "<section class='newsletter page'><div class='captioned'>{}</div></section>",
        "<div class='no-comments ad-free social'>{}</div>",
        "<footer class='sidebar'>{}</footer>",
        "<a href='/never-closed'><div>{}</div>",
        "<table><tr><td><font size='2'>{}</font></td></tr></table>",
        "<div style='display:none'>{}</div>",
    ],
)
def test_a_storys_wrapper_is_never_cut(around: str) -> None:
    assert told(page(around=around)) == list(STORY)


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("<p class='interrelated'>", "</p>"),
        ("<div class='related-block'><p>", "</p></div>"),
        ("<p class='captioned-intro'>", "</p>"),
        ("<p class='after-caption-text-lead'>", "</p>"),
        ("<div class='widget-text embed'><p>", "</p></div>"),
        ("<div class='slide-up meta-bar'><p>", "</p></div>"),
    ],
)
def test_a_paragraph_with_an_unlucky_class_is_read(opening: str, closing: str) -> None:
    assert told(page(f"{FIRST}{opening}{STORY[2]}{closing}{paragraphs(STORY[3:])}")) == list(STORY)


@pytest.mark.parametrize(
    "other",
    [
        "<p><a href='/a'>Island army storms pass in night raid</a></p>",
        "<p>WATCH: <a href='/a'>Drones over the bay as talks go on</a></p>",
        "<p>READ NEXT | <a href='/a'>Who holds the lighthouse?</a></p>",
        "<p>Also on melk.example <a href='/a'>Gunboats shell the northern mole</a></p>",
        "<h3><a href='/a'><b>ISLAND ARMY STORMS PASS</b></a></h3>",
        "<div class='box'><h4>You may also like</h4><ul><li><a href='/a'>Army storms pass</a></li></ul></div>",
        f"<h2>More from the coast</h2><ul>{LISTED}{LISTED}</ul>",
        f"<div class='grid'><div class='item'>{CARD}</div><div class='item'>{CARD}</div></div>",
        f"<div class='teaser'>{CARD}</div>",
        "<a href='/a'><p>The island fleet left Melk on Monday with nine ships, its admiral said. It sails south.</p></a>",
        f"<aside>{CARD}</aside>",
        "<div class='c-signup newsletterBox'><h3>Morning letter</h3><p>All that you need to know, in your inbox by seven.</p></div>",
        "<figure><img src='a'><figcaption>Dockers killed in a raid were buried in Melk, it was said.</figcaption></figure>",
        "<div><img src='a'><p class='photo-caption'>Dockers killed in a raid were buried in Melk on Sunday.</p></div>",
        "<blockquote class='twitter-tweet'><p>Our army has taken the whole bay and killed 90.</p>— Bay Watch (@bay)</blockquote>",
        "<blockquote><p>The army has fled, 90 were killed. pic.twitter.com/x1</p></blockquote>",
        "<section><div><a href='/a'>Island army storms pass</a><p>The army stormed the pass on Monday, it said.</p></div>"
        "<div><a href='/b'>Two ferries sunk off Melk</a><p>Two ferries were sunk on Sunday, police said.</p></div></section>",
        "<div class='fb-post'><p>The army has fled and killed 90 of us on its way.</p></div>",
        "<div class='instagram-embed'><p>The army has fled and 90 were killed, friends tell us.</p></div>",
    ],
)
def test_other_stories_pictures_and_posts_are_not_read(other: str) -> None:
    assert told(page(f"{FIRST}{other}{REST}")) == list(STORY)
    assert told(page(f"{FIRST}{REST}{other}")) == list(STORY)


@pytest.mark.parametrize(
    "line",
    [
        "The <a href='/a'>island army</a> shelled the <a href='/b'>northern mole</a> on Monday, its commander said.",
        "<a href='/a'>The island army shelled the northern mole on Monday</a>, its commander said in Melk.",
        "<a href='/a'>The island army shelled the northern mole on Monday, its commander said in Melk.</a>",
    ],
)
def test_a_link_inside_a_sentence_stays(line: str) -> None:
    plain = "island army", "northern mole on Monday", "its commander said"
    lines = told(page(f"{FIRST}<p>{line}</p>{REST}"))
    assert len(lines) == len(STORY) + 1
    assert all(words in lines[2] for words in plain)


@pytest.mark.parametrize(
    "again",
    [
        "<blockquote class='pull'><p>No one fired from our side of the bay</p></blockquote>",
        "<div class='pull-quote'>“No one fired from our side of the bay”<cite>Colonel Lund</cite></div>",
        paragraphs(STORY[:1]),
    ],
)
def test_what_is_shown_twice_is_read_once(again: str) -> None:
    assert len(told(page(f"{FIRST}{QUOTED}{again}{REST}"))) == len(STORY) + 1


def test_a_quotation_that_stands_nowhere_else_is_read() -> None:
    quote = "We shall not give up the bay to anybody, whatever it costs us."
    assert quote in told(page(f"{FIRST}<p>Colonel Lund said:</p><blockquote><p>{quote}</p></blockquote>{REST}"))


@pytest.mark.parametrize(
    "summary",
    [
        "<h3>Key points</h3><ul><li>Rockets killed four dockers in Ostrin harbour</li><li>The coastal command denied firing</li></ul>",
        "<div><h2>In brief</h2><div><ul><li>Rockets killing four dockers fell on Thursday.</li></ul></div></div>",
    ],
)
def test_a_summary_is_not_read_as_prose(summary: str) -> None:
    assert told(page(f"{summary}{FIRST}{REST}")) == list(STORY)
    assert told(page(f"{FIRST}{REST}{summary}")) == list(STORY)


def test_points_that_the_story_tells_nowhere_else_are_read() -> None:
    points = "<ul><li>Nine ships left the bay on Monday.</li><li>Two convoys were burnt at the pass.</li></ul>"
    assert len(told(page(f"{FIRST}{REST}{points}"))) == len(STORY) + 2


def test_a_live_blog_with_a_pinned_post() -> None:
    posts = [POST.format(number, line) for number, line in enumerate(STORY)]
    lines = told(page(f"<div class='pinned'>{posts[3]}</div><p>The nurse said:</p>{''.join(posts)}"))
    assert sorted(line for line in lines if line in STORY) == sorted(STORY)
    assert "The nurse said:" in lines


@pytest.mark.parametrize(
    "label", ["<div>War</div>", "<p class='kicker'><a href='/w'>The Islands</a></p>", "<span>Analysis</span>"]
)
def test_a_sections_name_is_not_read(label: str) -> None:
    assert told(page(f"{label}{FIRST}{REST}")) == list(STORY)


@pytest.mark.parametrize(
    "widget", ["<div id='poll'><div><span></span></div></div>", "<script>vote()</script><div></div>", "<br><iframe></iframe>"]
)
def test_what_stands_around_a_widget_is_not_glued(widget: str) -> None:
    assert told(page(f"<div>{STORY[0]}{widget}{STORY[1]}<br>{'<br>'.join(STORY[2:])}</div>")) == list(STORY)


def test_invisible_characters_and_entities() -> None:
    written = paragraphs(STORY).replace("artillery", "artil&shy;le\u200bry").replace("seamen’s", "seamen&amp;#8217;s")
    assert told(page(written)) == list(STORY)


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Island vows to hit Lund&#8217;s guns", "Island vows to hit Lund’s guns"),
        ("Island vows to hit Lund&amp;rsquo;s guns", "Island vows to hit Lund’s guns"),
        ("U.N. envoy leaves Melk. Rockets fall", "U.N. envoy leaves Melk. Rockets fall"),
        ("<b>Rockets</b> hit harbour", "Rockets hit harbour"),
    ],
)
def test_headlines(written: str, title: str) -> None:
    assert read_page(page(head=ld(f'{{"@type":"NewsArticle","headline":"{written}"}}')))[1].title == title


@pytest.mark.parametrize(
    "head",
    [
        ld('{"@type":"NewsArticle","datePublished":"8 Jun 2023 06:10 GMT"}'),
        ld('{"@type":"NewsArticle","datePublished":"Thu, 08 Jun 2023 06:10:00 +0200"}'),
        ld('{"@type":"NewsArticle","datePublished":"June 8, 2023, 6:10 a.m."}'),
        ld('{"@type":"WebPage","datePublished":"2023-06-08"}'),
        ld(
            '{"@type":"ClaimReview","datePublished":"2023-06-08","itemReviewed":{"@type":"Claim","datePublished":"2022-01-01"}}'
        ),
        ld('{"@type":"WebPage","mainEntity":{"@type":"ReportageNewsArticle","datePublished":"2023-06-08"}}'),
        ld('[{"@type":"WebSite","mainEntity":[{"@type":["Thing","NewsArticle"],"datePublished":"2023-06-08"}]}]'),
        ld('//<![CDATA[\n{"@type":"NewsArticle","datePublished":"2023-06-08",}\n//]]>'),
        ld('<!-- {"@type":"NewsArticle","keywords":["a","b",],"datePublished":"2023-06-08"} -->'),
        ld('{"@type":"NewsArticle",/* by hand */"datePublished":"2023-06-08"} // end'),
        ld('{"@type":"NewsArticle","headline":"He said "no"","datePublished":"2023-06-08"}'),
        '<meta name="article:published" content="2023-06-08T00:00:04-05:00">',
        '<meta name="cms.firstPublishDate" content="20230608">',
        '<meta name="pdate" content="20230608">',
        '<meta property="article:modified_time" content="2023-06-08T09:00:00Z">',
    ],
)
def test_a_day_that_the_head_declares(head: str) -> None:
    assert read_page(page(head=head))[1].published == THURSDAY


@pytest.mark.parametrize(
    "line",
    [
        "<div><time datetime='2023-06-08T21:28:55+02:00'>yesterday</time></div>",
        "<p class='meta'>Ostrin, 8th june 2023</p>",
        "<section>By <b>Ida Storm</b> | <span>June 8, 2023</span></section>",
        "<div>June 8, 2023 - 11:28 EEST</div>",
        "<div>Updated June 9, 2023 Published June 8, 2023</div>",
        "<p>The port was hit twice, the harbour master said.</p><span>08.06.2023</span>",
        "<div>Posted 08/06/2023</div><div>Next council 30/06/2023</div>",
    ],
)
def test_a_day_beside_the_headline(line: str) -> None:
    assert read_page(page(f"{line}{FIRST}{REST}"))[1].published == THURSDAY


@pytest.mark.parametrize(
    ("lang", "address", "day"),
    [
        ("en", "", None),
        ("en-GB", "", datetime.date(2023, 8, 9)),
        ("en-US", "", datetime.date(2023, 9, 8)),
        ("en", "https://gazette.example.ng/a", datetime.date(2023, 8, 9)),
        ("en-US", "https://gazette.co.uk/a", datetime.date(2023, 8, 9)),
        ("en", "https://gazette.io/a", None),
        ("en-CA", "", None),
    ],
)
def test_an_ambiguous_day_is_read_as_its_country_writes(lang: str, address: str, day: datetime.date | None) -> None:
    html = page(f"<div>09/08/2023</div>{FIRST}{REST}", head=f'<link rel="canonical" href="{address}">', lang=lang)
    assert read_page(html)[1].published == day


UTC = ld('{"@type":"NewsArticle","datePublished":"2023-06-08T22:30:00Z"}')


@pytest.mark.parametrize(
    ("head", "story", "day"),
    [
        (UTC, f"<time datetime='2023-06-08T22:30:00Z'>9 June 2023</time>{FIRST}{REST}", 9),
        (UTC, f"<p>MELK, June 9 (Wire) - {STORY[0]}</p>{REST}", 9),
        (UTC + '<meta property="article:published_time" content="2023-06-09T01:30:00+03:00">', FIRST + REST, 9),
        (UTC, f"<div>8 June 2023</div><p>MELK, June 9 (Wire) - {STORY[0]}</p>{REST}", 8),
        (UTC, f"<p>MELK, June 2 (Wire) - {STORY[0]}</p>{REST}", 8),
        (UTC, FIRST + REST, 8),
    ],
)
def test_a_stamp_in_utc(head: str, story: str, day: int) -> None:
    assert read_page(page(story, head=head))[1].published == datetime.date(2023, 6, day)


@pytest.mark.parametrize(
    ("line", "text", "day"),
    [
        ("<div>8 June 2023</div>", "", THURSDAY),
        ("<div>3 April 2019</div>", "", datetime.date(2019, 4, 3)),
        ("", "", datetime.date(2019, 4, 3)),
        ("", "<p>The strait has been closed since the fleet came back in May 2023, traders said.</p>", THURSDAY),
    ],
)
def test_a_page_published_years_before_its_last_change(line: str, text: str, day: datetime.date) -> None:
    head = ld('{"@type":"NewsArticle","datePublished":"2019-04-03","dateModified":"2023-06-08T10:00:00Z"}')
    assert read_page(page(f"{line}{FIRST}{text}{REST}", head=head))[1].published == day


@pytest.mark.parametrize(
    ("head", "story"),
    [
        ('<meta property="article:modified_time" content="2023-06-10">', FIRST + REST),
        (
            "",
            f"{FIRST}<p>The port was built <time datetime='1911-05-02'>in May 1911</time> by the islanders, he said.</p>{REST}",
        ),
        (
            "",
            f"{FIRST}{REST}<div class='related'><a href='/a'>Army storms pass</a> <time datetime='2021-01-01'>1 January 2021</time></div>",
        ),
        (ld('{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","datePublished":"2021-01-01"}]}'), FIRST + REST),
        ("", f"<div>Last updated 9 June 2023</div>{FIRST}{REST}"),
    ],
)
def test_no_day_is_lent_to_the_story(head: str, story: str) -> None:
    assert read_page(page(story, head=head))[1].published is None


@pytest.mark.parametrize(
    ("head", "window", "publisher"),
    [
        ("", f"{TITLE} | War | The Quay Observer", "The Quay Observer"),
        ("", f"Quay Observer - {TITLE}", "Quay Observer"),
        ("", f"{TITLE} - as talks go on", None),
        ('<meta property="og:site_name" content="Quay Observer">', TITLE, "Quay Observer"),
        ('<link rel="canonical" href="https://www.quay.example/a">', TITLE, "quay.example"),
        (
            ld('{"@type":"NewsArticle","publisher":{"name":"https://www.facebook.com/quay"}}'),
            f"{TITLE} | Quay Observer",
            "Quay Observer",
        ),
        (ld('{"@type":"NewsArticle","publisher":{"name":"海港新聞"}}'), f"{TITLE} | Quay Observer", "Quay Observer"),
        (ld('{"@type":"NewsArticle","publisher":{"name":"{{ site.name }}"}}'), f"{TITLE} | Quay Observer", "Quay Observer"),
    ],
)
def test_the_publisher(head: str, window: str, publisher: str | None) -> None:
    assert read_page(page(head=head, window=window))[1].publisher == publisher


@pytest.mark.parametrize(
    ("head", "line", "author"),
    [
        ('<meta property="article:author" content="https://social.example/ida">', "", None),
        ('<meta name="author" content="@idastorm">', "", None),
        ('<meta name="author" content="[object Object]">', "<div>By Ida Storm</div>", "Ida Storm"),
        (ld('{"@type":"NewsArticle","author":{"name":"海港新聞"}}'), "", None),
        (
            ld('{"@type":"NewsArticle","author":[{"name":"Ida Storm"},{"url":"/jan","name":"Jan Holt"}]}'),
            "",
            "Ida Storm, Jan Holt",
        ),
        ("", "<p>Written by the sea.</p>", None),
    ],
)
def test_the_author(head: str, line: str, author: str | None) -> None:
    assert read_page(page(f"{line}{FIRST}{REST}", head=head))[1].author == author


def test_a_page_in_another_script_is_said_to_be() -> None:
    with pytest.raises(InputError, match="in Chinese; only English is read"):
        read_page(page("<p>港口星期四遭到火箭袭击，四名码头工人丧生，港务局表示。</p>" * 4, title="火箭袭击港口"))


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        ("<div>" * 5_000 + paragraphs(), "nested too deeply"),
        ("<html><body>" + paragraphs() + "<b>x</b>" * 200_001, "more than 200,000 elements"),
        ("<html><body><p>" + "Rockets fell on the bay again. " * 40_000, "characters of text"),
    ],
)
def test_what_is_no_articles_page_is_refused_in_one_line(html: str, problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        read_page(html)


@pytest.mark.parametrize(
    "html",
    [
        f"<div data-state='{'a ' * 1_000_000}' class='{'b ' * 100_000}'>{paragraphs()}</div>",
        f"<script>{'if (a < b) a = 1;' * 100_000}</script>{paragraphs()}",
        f"<script type='application/ld+json'>{'/*' * 400_000}</script>{paragraphs()}",
        paragraphs() + "<p>Read more</p>" * 10_000,
    ],
)
def test_large_markup_around_a_story_is_read(html: str) -> None:
    assert [line for line in told(f"<html><body><h1>{TITLE}</h1>{html}</body></html>") if line in STORY] == list(STORY)
