"""An account: everything an article's own language tells before any model is asked.

Sentences, parses, quotations, dates and sayings of one article, with the speakers that pronouns and "the statement" stand for
and the sentences over which a quotation runs. Movements, casualties and accusations are read against it: what stands inside a
saying's content has its speaker as source.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

from extractor.language.addressed import is_listed, is_no_prose, ordered
from extractor.language.content import Saying, Utterance
from extractor.language.dates import DateMention, date_mentions
from extractor.language.elapsed import counted
from extractor.language.english import is_foreign
from extractor.language.forces import armed_names
from extractor.language.names import PRONOUNS, parties
from extractor.language.phrases import Span
from extractor.language.quotes import quoted_spans
from extractor.language.reporting import sayings
from extractor.language.running import introduced, run_of
from extractor.language.said import with_days
from extractor.language.sentences import paragraphs, split_sentences
from extractor.language.speakers import Heard, Speakers, speaks_anew
from extractor.language.syntax import Parse, dateline_end, parse
from schemas.article import Sentence


class Account:
    """Reads an article's text once; everything is in code points of that text.

    `parses` are those of its sentences, where they were made already, with other articles'.
    """

    def __init__(
        self, text: str, skipped: Sequence[Span] = (), published: date | None = None, parses: list[Parse] | None = None
    ) -> None:
        self.text = text
        self.published = published
        self.parses = parse(split_sentences(text, skipped)) if parses is None else parses
        self.sentences: list[Sentence] = [p.sentence for p in self.parses]
        self.struck = self._struck()
        self.addressed = frozenset(self.struck)
        # empty for the sentences that report nothing
        self.parses = [Parse(p.sentence, []) if p.sentence.number in self.addressed else p for p in self.parses]
        armed = armed_names(self.parses)
        for p in self.parses:
            p.armed = armed

    def _struck(self) -> dict[int, str]:
        """Why sentences report nothing, by number (see `addressed`); also those that follow an order in its paragraph."""
        foreign = [(start, end) for start, end in paragraphs(self.text) if is_foreign(self.text[start:end])]
        found: dict[int, str] = {}
        last = 0
        for p in self.parses:
            number, order = p.sentence.number, ordered(p)
            at = order.at if order is not None else None
            spoken = (
                at is not None
                and not self._aside(at)
                and (self.quoted(at) is not None or any(s.content[0] <= at < s.content[1] for s in self._sayings(p)))
            )
            between = self.text[self.sentences[number - 2].end : p.sentence.start] if number > 1 else "\n"
            goes_on = 0 < last == number - 1 and ("\n" not in between or ("\n\n" not in between and is_listed(p)))
            why = "the sentence orders its reader about" if (at is not None and not spoken) or goes_on else None
            why = why or ("the sentence is no prose" if is_no_prose(p) else None)
            if why or any(start <= p.sentence.start < end for start, end in foreign):
                found[number] = why or "the sentence is not English"
                last = last if order is not None and not order.dictates and not goes_on else number
        return found

    def _sayings(self, p: Parse) -> list[Saying]:
        """The reporting clauses of a sentence, if it was parsed."""
        return sayings(p) if p.tokens else []

    def _aside(self, place: int) -> bool:
        """True for a place within parentheses that open and close around it."""
        opening, closing = self.text.rfind("(", 0, place), self.text.find(")", place)
        return opening >= 0 and closing >= 0 and self.text.rfind(")", opening, place) < 0 and closing - opening < 600

    @cached_property
    def quotes(self) -> list[Span]:
        """The spans within quotation marks, with the marks."""
        return quoted_spans(self.text)

    @cached_property
    def dates(self) -> dict[int, list[DateMention]]:
        """Date mentions by sentence number, offsets in the article's text; with the days that are counted from others."""
        written = {
            s.number: [
                replace(m, start=m.start + s.start, end=m.end + s.start, dateline=m.end <= dateline_end(s.text))
                for m in date_mentions(s.text)
            ]
            for s in self.sentences
        }
        return counted(self.parses, written, self.published)

    @cached_property
    def utterances(self) -> list[Utterance]:
        """The article's sayings with speakers resolved, in text order."""
        found: list[Utterance] = []
        for p in self.parses:
            for saying in self._sayings(p):
                utterance = self._placed(saying, p.sentence, found)
                if utterance is not None:
                    found.append(utterance)
        return with_days(found, self.parses, self.dates, self.published)

    def sentence_at(self, place: int) -> Sentence | None:
        """The sentence that holds a code point."""
        at = bisect_right(self.sentences, place, key=lambda s: s.start) - 1
        return self.sentences[at] if at >= 0 and place < self.sentences[at].end else None

    def quoted(self, place: int) -> Span | None:
        """The quotation that holds a code point."""
        at = bisect_left(self.quotes, (place, place)) - 1
        return self.quotes[at] if at >= 0 and self.quotes[at][0] < place < self.quotes[at][1] - 1 else None

    def source_of(self, sentence: Sentence, start: int, end: int) -> Utterance | None:
        """The utterance in whose content a span of a sentence stands; the innermost one."""
        inside = [u for u in self.utterances if u.sentence == sentence.number and u.covers(start, end)]
        if inside:
            return min(inside, key=lambda u: u.saying.content[1] - u.saying.content[0])
        running = [u for u in self.utterances if u.first <= sentence.number <= u.last and u.sentence != sentence.number]
        return running[0] if running else None

    def _placed(self, saying: Saying, sentence: Sentence, before: list[Utterance]) -> Utterance | None:
        """A saying with its speaker and the sentences it runs over; None where it is but part of what another one says."""
        outer = next(
            (u for u in before if u.sentence == sentence.number and u.saying.content[0] <= saying.at < u.saying.content[1]),
            None,
        )
        heard: list[Heard] = [(u.sentence, u.speaker) for u in before if u.speaker and u.speaker.lower() not in PRONOUNS]
        speaker, rule = self._voices.of(saying, sentence, heard, self._first_institution)
        quoted = self.quoted(saying.at) is not None or any(u.sentence < sentence.number <= u.last for u in before)
        if not speaks_anew(saying, speaker, rule, quoted, outer is not None, outer.speaker if outer else None):
            return None
        if saying.frame == "colon":
            following = introduced(sentence, self.text, self.sentences, self.quotes, self._has_clause)
            if following is None:
                return None
            content, last = following
            return Utterance(
                replace(saying, content=content),
                sentence.number,
                sentence.number,
                last,
                speaker,
                rule,
                None,
            )
        first, last, content = sentence.number, sentence.number, saying.content
        if not quoted:
            first, last, content = run_of(saying, sentence, self.text, self.sentences, self.quotes, self._has_clause)
        return Utterance(replace(saying, content=content), sentence.number, first, last, speaker, rule, None)

    def _has_clause(self, sentence: Sentence) -> bool:
        """True when a sentence has a reporting clause outside quotation marks."""
        return any(self.quoted(s.at) is None for s in self._sayings(self.parses[sentence.number - 1]))

    @cached_property
    def _first_institution(self) -> str | None:
        """The first party that speaks in the article."""
        spoken = (s.speaker for p in self.parses for s in self._sayings(p) if s.speaker)
        return next((name for name in spoken if name.lower() not in PRONOUNS and parties(name)), None)

    @cached_property
    def _voices(self) -> Speakers:
        return Speakers(self.parses, self.quoted)
