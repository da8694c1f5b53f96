"""One field at a time: where its words stand in the article, and what verdict that gives.

A value that must be verbatim is looked for in the evidence, then in the sentences before it, then in the whole article; what is
stored are the article's own characters, never the model's. A value that is nowhere is unsupported: a required one stays in the
record, which is then left out of exports; an optional one becomes null, and the verdict keeps the words for review.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from extractor.language.account import Account
from extractor.language.dates import ResolvedDate, date_mentions, resolve
from schemas.base import Span, Support, Verdict

_QUOTES = "\"“”„«»'‘’"
_ENDINGS = _QUOTES + ")%"
_WORD = re.compile(r"\w+|[^\w\s]")
_NEAR = 4
_LONGEST = 2_000  # characters of words that are looked for

CITED = "by the sentence cited"
"""How the reason of a day begins that words outside the evidence tell."""


@dataclass(frozen=True, slots=True)
class Found:
    """A value's place in the article: code points of the article's text, and the words that stand there."""

    text: str
    start: int
    end: int


@dataclass(slots=True)
class Sheet:
    """The values and verdicts of one record while it is being grounded."""

    account: Account
    evidence: tuple[int, int]
    values: dict[str, Any] = field(default_factory=dict)
    support: list[Support] = field(default_factory=list)

    def judge(self, name: str, value: Any, verdict: Verdict, rule: str | None = None, at: Found | None = None) -> None:
        """Sets a value and its verdict."""
        self.values[name] = value
        self.support.append(
            Support(field=name, verdict=verdict, rule=rule, start=at.start if at else None, end=at.end if at else None)
        )

    def copy(self, name: str, proposed: str | None, *, required: bool = False, at: Span | None = None) -> Found | None:
        """Grounds a verbatim field; returns its place. `at` is where its words stand, if whoever proposed them knows."""
        if at is not None:
            known = Found(self.account.text[slice(*at)], *at)
            inside = self.evidence[0] <= at[0] and at[1] <= self.evidence[1]
            self.judge(name, known.text, Verdict.FOUND if inside else Verdict.ELSEWHERE, None, known)
            return known
        if proposed is None or not proposed.strip():
            if required:
                self.judge(name, "", Verdict.UNSUPPORTED, "nothing was proposed")
            return None
        found = within(self.account.text, proposed, *self.evidence)
        if found:
            self.judge(name, found.text, Verdict.FOUND, None, found)
            return found
        found = nearby(self.account, proposed, self.evidence)
        if found:
            self.judge(name, found.text, Verdict.ELSEWHERE, None, found)
            return found
        if required:
            self.judge(name, proposed, Verdict.UNSUPPORTED, "not in the article")
        else:
            self.values[name] = None
            self.support.append(Support(field=name, verdict=Verdict.UNSUPPORTED, rule=f"not in the article: {proposed[:120]}"))
        return None

    def cite(self, name: str, proposed: str | None, number: int | None, at: Span | None = None) -> Found | None:
        """Grounds words for which a sentence is cited: it comes after the evidence, and before all others."""
        words = proposed or ""
        cited = None if at is not None else in_sentence(self.account, words, number)
        if cited is None or within(self.account.text, words, *self.evidence):
            return self.copy(name, proposed, at=at)
        self.judge(name, cited.text, Verdict.ELSEWHERE, "in the sentence cited", cited)
        return cited

    def infer(self, name: str, value: Any, rule: str) -> None:
        """Sets a value that a named rule gives."""
        self.judge(name, value, Verdict.INFERRED, rule)

    def dated(
        self, when: str | None, number: int | None, at: Span | None = None, *, story: bool = False
    ) -> ResolvedDate | None:
        """The day that words mean which stand at a place, in the sentence cited, or in the evidence; None if they do not say.

        Where that is outside the evidence, the reason says so; with `story` it must then be the article's own day. Words that
        are not taken are kept as a verdict for review.
        """
        if not when or not when.strip():
            return None
        text, (start, end) = self.account.text, self.evidence
        known = Found(text[slice(*at)], *at) if at is not None else None
        place = known or in_sentence(self.account, when, number) or within(text, when, start, end)
        if place is None:
            self.support.append(
                Support(field="date", verdict=Verdict.UNSUPPORTED, rule=f"not in the sentence cited: {when[:80]}")
            )
            return None
        found = _meant(self.account, when, place)
        if found is not None and not (start <= place.start and place.end <= end):
            if story and found.value != str(self.account.published):
                self.support.append(
                    Support(field="date", verdict=Verdict.UNSUPPORTED, rule=f"not the story's day: {when[:80]}")
                )
                return None
            why = "told again of the same event" if at is not None else CITED
            return replace(found, reason=f"{why}: {found.reason}")
        return found

    def day(self, when: ResolvedDate | None) -> None:
        """Sets the date with its precision and reason; null where the text does not settle it."""
        if when is None:
            return
        self.support = [s for s in self.support if s.field != "date"]
        self.values["date"], self.values["date_precision"], self.values["date_reason"] = when.value, when.precision, when.reason
        self.support.append(Support(field="date", verdict=Verdict.INFERRED, rule=when.reason))

    def passed(self) -> None:
        """Bounds an unknown day by the story's own, for what is told as past."""
        published = self.account.published
        if published is not None and self.values.get("date") is None:
            self.judge("date_high", published.isoformat(), Verdict.INFERRED, "told as past in a story of that day")


def sheet_of(account: Account, numbers: Sequence[int]) -> Sheet:
    """A sheet whose evidence is the cited sentences as one run. A gap of one sentence is closed, more is not.

    Whatever is read from sentences that report nothing, or that do not exist (the evidence is then empty), is unsupported.
    """
    known = sorted({n for n in numbers if 1 <= n <= len(account.sentences)})
    if not known:
        sheet = Sheet(account, (0, 0))
        sheet.support.append(Support(field="evidence", verdict=Verdict.UNSUPPORTED, rule="the article has no such sentence"))
        return sheet
    run = [known[0]]
    for n in known[1:]:
        if n - run[-1] > 2:
            break
        run += range(run[-1] + 1, n + 1)
    sheet = Sheet(account, (account.sentences[run[0] - 1].start, account.sentences[run[-1] - 1].end))
    if why := next((account.struck[n] for n in run if n in account.struck), None):
        sheet.support.append(Support(field="evidence", verdict=Verdict.UNSUPPORTED, rule=why))
    return sheet


def within(text: str, words: str, start: int, end: int) -> Found | None:
    """The first place between two offsets where `words` stand, if need be in other case or with other quotation marks."""
    return _verbatim(text, words, start, end) or next(iter(places(text, words, start, end)), None)


def _verbatim(text: str, words: str, start: int, end: int) -> Found | None:
    """The first place of the very same characters, whole words at both ends: it spares most words a pattern of their own."""
    ends_well = words[-1:].isalnum() or words[-1:] in _ENDINGS
    if words[:1].isspace() or not ends_well or len(words) > _LONGEST or not any(map(str.isalnum, words)):
        return None
    at = text.find(words, start, end)
    while at >= 0:
        after = at + len(words)
        begun = words[0].isalnum() and _is_letter(text[at - 1 : at])
        goes_on = words[-1].isalnum() and _is_letter(text[after : after + 1])
        if not begun and not goes_on:
            return Found(words, at, after)
        at = text.find(words, at + 1, end)
    return None


def _is_letter(character: str) -> bool:
    return character.isalnum() or character == "_"


def places(text: str, words: str, start: int, end: int) -> list[Found]:
    """All places between two offsets where `words` stand, those with the very same characters first."""
    pattern = _pattern(words)
    found = [Found(m.group(), m.start(), m.end()) for m in pattern.finditer(text, start, end)] if pattern else []
    return sorted(found, key=lambda f: f.text != words)


def in_sentence(account: Account, words: str, number: int | None) -> Found | None:
    """Where `words` stand in the sentence of a number, if there is one and it reports something."""
    if number is None or not 1 <= number <= len(account.sentences) or number in account.addressed:
        return None
    sentence = account.sentences[number - 1]
    return within(account.text, words, sentence.start, sentence.end)


def nearby(account: Account, words: str, evidence: tuple[int, int]) -> Found | None:
    """The place of `words` closest to the evidence: before it within a few sentences, else anywhere in the article."""
    first = next((s.number for s in account.sentences if s.start >= evidence[0]), 1)
    low = account.sentences[max(0, first - 1 - _NEAR)].start if account.sentences else 0
    pattern = _pattern(words)
    if pattern is None:
        return None
    unread = [(s.start, s.end) for s in account.sentences if s.number in account.addressed]
    found = [Found(m.group(), m.start(), m.end()) for m in pattern.finditer(account.text)]
    found = [f for f in found if not any(start <= f.start < end for start, end in unread)]
    before = [f for f in found if low <= f.start and f.end <= evidence[0]]
    return before[-1] if before else (found[0] if found else None)


def _pattern(words: str) -> re.Pattern[str] | None:
    parts = _WORD.findall(words.strip()[:_LONGEST])
    while parts and not parts[-1][0].isalnum() and parts[-1] not in _ENDINGS:
        parts.pop()
    if not any(p[0].isalnum() for p in parts):
        return None
    spelled = [f"[{re.escape(_QUOTES)}]" if p in _QUOTES else re.escape(p) for p in parts]
    left = r"(?<!\w)" if parts[0][0].isalnum() else ""
    right = r"(?!\w)" if parts[-1][-1].isalnum() else ""
    return re.compile(left + r"\s*".join(spelled) + right, re.IGNORECASE)


def _meant(account: Account, when: str, place: Found) -> ResolvedDate | None:
    """The day that words mean which stand at a place: by the dates of their sentence that they hold, else by themselves."""
    sentence = account.sentence_at(place.start)
    for mention in account.dates[sentence.number] if sentence is not None else ():
        if mention.start < place.end and mention.end > place.start and (found := resolve(mention, account.published)):
            return found
    return next((r for m in date_mentions(when) if (r := resolve(m, account.published))), None)
