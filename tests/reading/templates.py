"""Pages of made-up outlets, in the manner of the publishing systems that news sites use."""

# ruff: noqa: E501  (a page's markup reads best unbroken)

STORY = (
    "Rockets fell on the harbour of Ostrin before dawn on Thursday, killing four dockers, the port authority said.",
    "Colonel Petra Lund, who speaks for the coastal command, denied that her gunners had fired at the quays.",
    "A nurse at the seamen’s hospital said eleven people had been brought in, two of them with burns.",
    "The truce of Melk, which both camps signed in spring, obliges them to keep artillery away from the shore.",
    "Envoys of the island league called for an inquiry and said that they would send observers within days.",
)
TITLE = "Rockets hit Ostrin harbour"


def paragraphs(lines: tuple[str, ...] = STORY) -> str:
    """The lines as paragraphs."""
    return "".join(f"<p>{line}</p>" for line in lines)


def page(
    story: str | None = None,
    *,
    head: str = "",
    around: str = "{}",
    title: str = TITLE,
    window: str | None = None,
    lang: str = "en",
) -> str:
    """A plain page: headline and `story` in an article, within `around`."""
    body = around.format(f"<article><h1>{title}</h1>{paragraphs() if story is None else story}</article>")
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>{window or title + " | Melk Gazette"}</title>{head}</head>'
        f'<body><ul class="menu"><li><a href="/">Front</a></li><li><a href="/war">War</a></li></ul>{body}'
        "<footer><p>Melk Gazette, 4 Quay Road.</p></footer></body></html>"
    )


def ld(json: str) -> str:
    """A block of JSON-LD."""
    return f'<script type="application/ld+json">{json}</script>'


WORDPRESS = f"""<html lang="en-US"><head><title>{TITLE} – Melk Gazette</title>
<script type="application/ld+json">{{"@graph":[{{"@type":"Article","headline":"{TITLE}","datePublished":"2023-06-08T04:10:00+00:00",
"author":{{"@id":"#p"}},"publisher":{{"@id":"#o"}}}},{{"@type":"Person","@id":"#p","name":"Ida Storm"}},
{{"@type":"Organization","@id":"#o","name":"Melk Gazette"}}]}}</script></head>
<body class="post-template single has-sidebar comments-open"><div id="page" class="site"><header><h1 class="site-title">Melk Gazette</h1></header>
<div class="content-sidebar-wrap"><main><article class="post type-post"><header class="entry-header"><h1 class="entry-title">{TITLE}</h1>
<div class="entry-meta">By <span class="author vcard">Ida Storm</span></div></header>
<div class="entry-content"><div class="wp-caption"><img src="a.jpg"><p class="wp-caption-text">Smoke rose over the quays after an earlier raid in May 2019.</p></div>
{paragraphs()}<div class="sharedaddy sd-sharing">Share this: <a href="#">Print</a></div>
<div id="jp-relatedposts" class="jp-relatedposts"><h3>Related</h3><div><h4><a href="/b">Island army shells lighthouse</a></h4>
<p>The island army shelled the lighthouse on Sunday, its commander said.</p></div></div></div></article>
<div id="comments" class="comments-area"><p>I was told by my cousin that the army killed everyone at the quay last night.</p></div></main>
<aside class="sidebar"><p>Rebels captured the northern pass, the ministry said on Monday.</p></aside></div></div></body></html>"""

DRUPAL = f"""<html lang="en"><head><title>{TITLE} | Island Radio</title><meta name="dcterms.issued" content="2023-06-08"></head>
<body class="node-type-article"><div class="region-content"><div class="node node-article"><h1 class="page-title">{TITLE}</h1>
<div class="field field-name-body"><div class="field-items"><div class="field-item even">{paragraphs()}</div></div></div></div></div>
<div class="region-sidebar"><div class="views-row"><h3><a href="/1">Council sits</a></h3><p>The council said it would sit on Friday.</p></div>
<div class="views-row"><h3><a href="/2">Ferry sunk</a></h3><p>Pirates killed six sailors on the ferry, police said.</p></div></div></body></html>"""

ARC = f"""<html lang="en"><head><title>{TITLE} - Northern Herald</title><meta property="og:site_name" content="Northern Herald">
<meta property="article:published_time" content="2023-06-08T06:00:00Z"></head><body><div id="fusion-app"><section class="layout__main">
<h1 class="headline">{TITLE}</h1><div class="article-body__wrapper"><div class="b-article-body">{paragraphs(STORY[:3])}
<div class="ad-slot">Advertisement</div><div class="c-interstitial-link"><a href="/x">Fleet sails south after raid</a></div>
{paragraphs(STORY[3:])}</div></div></section><div class="promo-grid"><div class="promo"><a href="/3"><h2>Bridge blown up</h2>
<p>Saboteurs blew up the rail bridge on Tuesday, the army said.</p></a></div></div></div></body></html>"""

BROADCASTER = f"""<html lang="en-GB"><head><title>{TITLE} - Isles News</title></head><body><main id="main-content"><article>
<header><div data-component="headline-block"><h1>{TITLE}</h1></div><div><span><time datetime="2023-06-08T05:31:09.000Z">5 hours ago</time></span></div></header>
{"".join(f'<div data-component="text-block"><p>{line}</p></div>' for line in STORY)}
<section data-component="links-block"><h2>More on this story</h2><ul><li><a href="/4">What is the Melk truce?</a></li><li><a href="/5">Docks burn again</a></li></ul></section>
</article></main></body></html>"""

BROADSHEET = f"""<html lang="en"><head><title>{TITLE} | Ostrin | The Warden</title></head><body><main><article><div class="dcr-1"><h1>{TITLE}</h1></div>
<div data-gu-name="standfirst"><p>Port authority says dockers died in the strike, which the coastal command denies.</p></div>
<details><summary>Thu 8 Jun 2023 07.14 BST</summary>Last modified on Fri 9 Jun 2023 10.00 BST</details><div id="maincontent">{paragraphs(STORY[:2])}
<aside class="pullquote"><blockquote>They would send observers within days</blockquote></aside>{paragraphs(STORY[2:])}</div></article></main></body></html>"""

AGENCY = f"""<html lang="en"><head><title>{TITLE} | Wire Nord</title><meta property="article:published_time" content="2023-06-08T22:40:00Z">
<meta name="analyticsAttributes.articleDate" content="x"></head><body><article><h1>{TITLE}</h1>
<div class="date-line"><span>June 9, 2023</span><span>1:40 AM GMT+3</span></div><div class="article-body__content"><div class="paywall-content">
<p data-testid="paragraph-0">OSTRIN, June 9 (Wire Nord) - {STORY[0]}</p>{paragraphs(STORY[1:])}<p>Reporting by Ida Storm; editing by Jan Holt</p></div></div></article></body></html>"""

WIKI = f"""<html lang="en"><head><title>{TITLE} - Free Dispatch</title></head><body><div id="content"><h1 id="firstHeading">{TITLE}</h1>
<div id="bodyContent"><div class="mw-parser-output"><p><strong class="published"><span id="publishDate">Thursday, June 8, 2023</span></strong></p>
{paragraphs()}<h2><span class="mw-headline">Sources</span></h2><ul><li><a href="/s">Harbour hit</a></li></ul></div></div></div></body></html>"""

TEMPLATES = {
    "WordPress": WORDPRESS,
    "Drupal": DRUPAL,
    "Arc": ARC,
    "a broadcaster's": BROADCASTER,
    "a broadsheet's": BROADSHEET,
    "an agency's": AGENCY,
    "a wiki's": WIKI,
}
