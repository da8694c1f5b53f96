"""An article with its records marked in it: the evidence coloured and numbered, the records with their verdicts below.

Evidence of several records may be the same or may overlap, so the text is cut wherever evidence or a skipped span begins or
ends. A number in brackets stands where evidence begins; where there is no colour to show how far it goes, `[/1]` stands where
it ends. What is not read as article (captions, boilerplate) is dimmed, or stands between `{` and `}`.
"""

from collections.abc import Collection, Iterator, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from extractor.output.terminal import COLORS, LABELS, counts, plain, shown
from schemas.article import Article
from schemas.base import Noun, Record, Support, Verdict
from schemas.casualty_report import CasualtyReport

_VERDICTS = {
    Verdict.FOUND: "green",
    Verdict.ELSEWHERE: "blue",
    Verdict.INFERRED: "magenta",
    Verdict.UNSUPPORTED: "bold red",
    Verdict.CORRECTED: "bold yellow",
}
_NOT_FIELDS = {"id", "article_id", "type", "evidence", "start", "end", "support", "date_precision", "date_reason"}


def marked(
    article: Article, records: Sequence[Record], *, color: bool = True, rejected: Collection[str] = ()
) -> RenderableType:
    """The article's text with the evidence of `records` marked, and the records, numbered from 1, below it.

    `records` are of this article, in the order of its text, places as in the article's text; `rejected` are ids of those that
    a person rejected.
    """
    parts: list[RenderableType] = [_heading(article), Text(), _text(article, records, color)]
    for number, record in enumerate(records, start=1):
        parts += [Text(), _record(number, record, record.id in rejected)]
    return Group(*parts)


def _heading(article: Article) -> Text:
    """What is known of the article, in one or two lines."""
    known = [value for value in (article.publisher, article.author, article.published, article.path) if value]
    lines = [shown(article.title, "bold")] if article.title else []
    return Text("\n").join([*lines, shown(" · ".join(known), "dim")])


def _text(article: Article, records: Sequence[Record], color: bool) -> Text:
    """The article's text, cut into pieces that each have one look."""
    size = len(article.text)
    ends = {0, size, *(place for span in article.skipped for place in span)}
    cuts = sorted(ends | {place for record in records for place in (record.start, record.end)})
    body = Text()
    for start, end in zip(cuts, [*cuts[1:], size], strict=True):
        if not color:
            body.append("".join(_closing(article, records, start)))
        body.append("".join(_opening(article, records, start, color)), style="bold")
        over = [record for record in records if record.start <= start and end <= record.end]
        skipped = any(first <= start and end <= last for first, last in article.skipped)
        style = "dim" if skipped and not over else " ".join(COLORS[record.type] for record in over[-1:])
        body.append(plain(article.text[start:end]), style=style)
    return body


def _opening(article: Article, records: Sequence[Record], place: int, color: bool) -> Iterator[str]:
    """The marks of what begins here."""
    if not color and any(first == place for first, _ in article.skipped):
        yield "{"
    for number, record in enumerate(records, start=1):
        if record.start == place:
            yield f"[{number}]"


def _closing(article: Article, records: Sequence[Record], place: int) -> Iterator[str]:
    """The marks of what ends here."""
    for number, record in reversed(list(enumerate(records, start=1))):
        if record.end == place:
            yield f"[/{number}]"
    if any(last == place for _, last in article.skipped):
        yield "}"


def _record(number: int, record: Record, rejected: bool) -> RenderableType:
    """One record: its number, type and id, then a row a field with its verdict and the rule or reason behind it."""
    table = Table(box=box.SIMPLE, show_header=False, show_edge=False, pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    table.add_column(no_wrap=True)
    verdicts = {support.field: support for support in record.support}
    for name, value in _values(record):
        table.add_row(Text(name, style="dim"), shown(value), _verdict(verdicts.pop(name, None)))
    for name, support in verdicts.items():
        table.add_row(shown(name, "dim"), Text(), _verdict(support))
    title = Text(f"[{number}] {LABELS[record.type]}", style=f"bold {COLORS[record.type]}")
    title.append(f"  {plain(record.id)}", "not bold dim")
    if rejected:
        title.append("  rejected", "bold red")
    return Group(title, table)


def _values(record: Record) -> Iterator[tuple[str, str]]:
    """The fields that hold something, type fields first, as a person reads them."""
    figures = {name: str(count) for name, count in counts(record)} if isinstance(record, CasualtyReport) else {}
    shared = [name for name in Record.model_fields if name not in _NOT_FIELDS]
    for name in (*(name for name in type(record).model_fields if name not in Record.model_fields), *shared):
        value = getattr(record, name)
        if name in figures:
            yield name, figures[name]
        elif name == "date" and value is not None:
            because = ", ".join(why for why in (record.date_precision, record.date_reason) if why)
            yield name, f"{value} ({because})" if because else value
        elif isinstance(value, Noun):
            yield name, ", ".join(f"{part}: {part_value}" for part, part_value in value)
        elif value is not None:
            yield name, str(value)


def _verdict(support: Support | None) -> Text:
    """The verdict on a field and the rule that gave it."""
    if support is None:
        return Text()
    rule = f" ({support.rule})" if support.rule else ""
    return shown(f"{support.verdict.value}{rule}", _VERDICTS[support.verdict])
