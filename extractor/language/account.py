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
from extractor.language.english import is_foreign
from extractor.language.forces import armed_names
from extractor.language.lexicon import DOCUMENTS, FORCES, ROLES, SPEAKERS
from extractor.language.names import PERSONAL, PRONOUNS, agree, name_words, parties, same_party
from extractor.language.phrases import Span, phrase, speaker_name
from extractor.language.quotes import quoted_spans
from extractor.language.reporting import sayings
from extractor.language.said import with_days
from extractor.language.sentences import paragraphs, split_sentences
from extractor.language.syntax import Parse, noun_among, parse
from extractor.language.vocabulary import words
from schemas.article import Sentence

_INSTITUTIONS = words("institution-name")


class Account:
    """Reads an article's text once; everything is in code points of that text."""

    def __init__(self, text: str, skipped: Sequence[Span] = (), published: date | None = None) -> None:
        self.text = text
        self.published = published
        self.sentences: list[Sentence] = split_sentences(text, skipped)
        self.parses: list[Parse] = parse(self.sentences)  # empty for the sentences that report nothing
        self._clauses: dict[int, list[Saying]] = {}
        self.struck = self._struck()
        self.addressed = frozenset(self.struck)
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
        """The reporting clauses of a sentence, which are asked for again and again."""
        if not p.tokens:
            return []
        if p.sentence.number not in self._clauses:
            self._clauses[p.sentence.number] = sayings(p)
        return self._clauses[p.sentence.number]

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
        """Date mentions by sentence number, offsets in the article's text."""
        return {
            s.number: [replace(m, start=m.start + s.start, end=m.end + s.start) for m in date_mentions(s.text)]
            for s in self.sentences
        }

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
        quote = self.quoted(saying.at)
        first = last = sentence.number
        outer = next(
            (u for u in before if u.sentence == sentence.number and u.saying.content[0] <= saying.at < u.saying.content[1]),
            None,
        )
        speaker, rule = self._speaker(saying, sentence, before)
        if quote is not None:
            # Inside somebody's quotation only another named party speaks anew.
            around = outer.speaker if outer else None
            if speaker is None or rule is not None or not parties(speaker):
                return None
            if outer is not None and (around is None or same_party(around, speaker)):
                return None
            if outer is None and (
                len(name_words(speaker)) < 2 or not any(noun_among(w, SPEAKERS) for w in name_words(speaker))
            ):
                return None
        elif (
            outer is not None
            and not saying.coordinated
            and (rule is not None or (outer.speaker and speaker and same_party(outer.speaker, speaker)))
        ):
            return None
        if quote is None:
            first, last = self._run(saying, sentence)
        return Utterance(saying, sentence.number, first, last, speaker, rule, None)

    def _run(self, saying: Saying, sentence: Sentence) -> tuple[int, int]:
        """The sentences a direct quotation runs over, before and after the one with the reporting clause."""
        first = last = sentence.number
        while first > 1:
            here, previous = self.sentences[first - 1], self.sentences[first - 2]
            crossing = any(q[0] < previous.end and q[1] > here.start and q[0] >= previous.start - 1 for q in self.quotes)
            crossing = crossing or any(q[0] < previous.start and q[1] > here.start for q in self.quotes)
            if not crossing or self._has_clause(previous):
                break
            first -= 1
        closing = any(q[0] <= saying.content[0] and saying.content[1] <= q[1] for q in self.quotes)
        crossing = any(q[0] < sentence.end and q[1] > sentence.end for q in self.quotes)
        while last < len(self.sentences) and (closing or crossing):
            following = self.sentences[last]
            whole = any(q[0] <= following.start and q[1] >= following.end - 1 for q in self.quotes)
            if not whole or self._has_clause(following):
                break
            last += 1
        return first, last

    def _has_clause(self, sentence: Sentence) -> bool:
        """True when a sentence has a reporting clause outside quotation marks."""
        return any(self.quoted(s.at) is None for s in self._sayings(self.parses[sentence.number - 1]))

    def _speaker(self, saying: Saying, sentence: Sentence, before: list[Utterance]) -> tuple[str | None, str | None]:
        """The speaker's name, and the rule by which it was found if it does not stand in the clause."""
        name = saying.speaker
        if name is None:
            if saying.token == 0 or sentence.heading:
                return self._first_institution(), "headline without a speaker"
            return None, None
        low = {"him": "he", "her": "she", "them": "they"}.get(name.lower().strip(), name.lower().strip())
        if low in PRONOUNS:
            return self._antecedent(low, sentence, before), "pronoun"
        heads = name_words(name)
        if heads and heads[-1] in DOCUMENTS and not parties(name):
            return self._issuer(name, heads, sentence, before)
        if len(heads) == 1 and not parties(name):
            fuller = next(
                (
                    u.speaker
                    for u in reversed(before)
                    if u.speaker
                    and len(name_words(u.speaker)) > 1
                    and heads[0] in name_words(u.speaker)
                    and agree(u.speaker, name)
                ),
                None,
            )
            if fuller and low.startswith("the "):
                return fuller, "short form"
        return name, None

    def _issuer(
        self, name: str, heads: tuple[str, ...], sentence: Sentence, before: list[Utterance]
    ) -> tuple[str | None, str | None]:
        """Who speaks by a document: as written where it says whose it is, else its earlier name, else who spoke last."""
        if name.lower().startswith(("its ", "their ", "his ", "her ")) or any(
            noun_among(w, SPEAKERS | FORCES) for w in heads[:-1]
        ):
            return name, None
        for p in reversed(self.parses[: sentence.number - 1]):
            for token in p:
                if token.low == heads[-1] and token.tag.startswith("N"):
                    fuller, _ = phrase(p, token)
                    described = name_words(fuller)
                    if any(noun_among(w, SPEAKERS | FORCES) for w in described[:-1]) or parties(fuller):
                        return fuller, "document"
        earlier = next((u.speaker for u in reversed(before) if u.speaker and u.speaker.lower() not in PRONOUNS), None)
        return (earlier, "document") if earlier else (name, None)

    def _antecedent(self, pronoun: str, sentence: Sentence, before: list[Utterance]) -> str | None:
        """The nearest earlier speaker, or subject of a sentence just before, that the pronoun can stand for."""
        if pronoun in ("i", "we") and self.quoted(sentence.start + 1) is None:
            return "I" if pronoun == "i" else "We"
        if pronoun in ("we", "i", "you", "who", "which", "that", "this", "these", "those"):
            return None
        earlier = [
            (self.sentences[u.sentence - 1].start, u.speaker) for u in before if u.speaker and u.speaker.lower() not in PRONOUNS
        ]
        for p in self.parses[max(0, sentence.number - 3) : sentence.number - 1]:
            earlier += [(p.sentence.start - 1, name) for name in _subjects(p)]
        earlier.sort(key=lambda e: e[0])
        personal = pronoun in PERSONAL
        fitting = [name for _, name in earlier if _personal(name) is personal or pronoun == "they"]
        return fitting[-1] if fitting else (earlier[-1][1] if earlier else None)

    def _first_institution(self) -> str | None:
        for p in self.parses:
            for saying in self._sayings(p):
                if saying.speaker and saying.speaker.lower() not in PRONOUNS and parties(saying.speaker):
                    return saying.speaker
        return None


def _subjects(parse: Parse) -> list[str]:
    """Institutions and parties that are the subject of a sentence's main verb."""
    found = []
    for root in (t for t in parse if t.dep == "ROOT"):
        for head in parse.children(root, "nsubj", "nsubjpass"):
            name, _ = phrase(parse, head)
            named = head.tag.startswith("NNP") and len(name.split()) > 1
            if head.low in ROLES and parse.children(head, "appos"):
                name, _ = speaker_name(parse, head)
                named = True
            speaks = head.among(SPEAKERS) or parties(name) or named or head.low in parse.armed
            if head.tag.startswith("N") and speaks and not head.among(FORCES):
                found.append(name)
    return found


def _personal(name: str) -> bool:
    """True when a name looks like a person's: an office or trade, or capitalised words that name no institution."""
    parts = name.split()
    if parts and any(p.lower() in ROLES for p in parts[:4]) and not parts[-1].lower().endswith("s"):
        return True
    last = parts[-1]
    return (
        last[:1].isupper()
        and len(parts) >= 1
        and not any(noun_among(p.lower().strip(","), _INSTITUTIONS) for p in parts)
        and not (parties(last) or name.lower().startswith("the "))
    )
