"""Reporting clauses: who says, urges, denies or accuses.

A saying is read from the parse of one sentence: a reporting verb with a speaker, "according to", or a headline's attribution.
Also a verb that is in no list reports, when somebody able to speak governs a that-clause with it, or when a quotation has just
closed before it. Pronouns stay pronouns here; the account resolves them.
"""

from dataclasses import dataclass

from extractor.language.blame_lexicon import CLAIMS
from extractor.language.content import (
    CLAUSES,
    CLOSING,
    content_before,
    content_of,
    inside_quotes,
    only_addressed,
    quoted_near,
    trimmed,
)
from extractor.language.lexicon import CALENDAR, DENYING, HARM_NOUNS, PERSONS, ROLES, SPEAKERS
from extractor.language.names import parties
from extractor.language.phrases import Span, able_to_speak, claimant, noun_before, speaker_name, subject, who
from extractor.language.reporting_lexicon import (
    CLAUSE_PREPOSITIONS,
    COUNTING,
    NEEDS_COMPLEMENT,
    PHRASAL,
    PHRASAL_FORMS,
    REPORTING,
    REPORTING_FORMS,
    SAID_OF_THINGS,
    SPOKEN_NOUNS,
    UNSPOKEN,
)
from extractor.language.syntax import Parse, Token
from schemas.statement import Act

_COMMENTING = frozenset(
    "comment say answer give discuss elaborate provide confirm specify disclose reply respond identify speculate name "
    "speak".split()
)
_UNSAID = frozenset("confirm report say mention announce give believe want expect call ask put consider hold count".split())
_JUDGING = frozenset("call brand label dub term denounce describe dismiss characterise characterize portray".split())
_VIEWS = frozenset("view opinion words account count estimate estimation assessment reckoning telling tally".split())
_FINDERS = frozenset(
    "panel commission inquiry report investigation court tribunal monitors mission experts observers investigators study "
    "they".split()
)
_FIGURES = frozenset("toll number casualties losses figure dead death deaths wounded injured".split())
_INVERTED = frozenset(
    "say add note report announce write declare explain insist recall state claim continue conclude remark comment argue "
    "reply respond complain lament joke observe admit acknowledge confirm stress recount quip estimate warn lament sigh".split()
)
_NO_HEADLINE = frozenset(
    "live update updated watch breaking video photos explainer analysis opinion exclusive factbox timeline".split()
)
_UNSPOKEN_FORMS = frozenset(UNSPOKEN) | frozenset(
    "knew known knows showed shown shows proved proven means meant saw seen sees heard hears learned learnt found finds "
    "discovered thought thinks hoped hopes feared fears felt feels decided decides required requires made makes implied "
    "imagined understood forgot remembered noticed doubted ensured ensuring suspected established verified turned "
    "happened appears appeared seems seemed is are was were been has had have did does took kept helped let".split()
)


@dataclass(frozen=True, slots=True)
class Saying:
    """One reporting clause; spans are code points of the article's text. `speaker` None: only the context tells who speaks."""

    verb: str
    form: str
    act: Act
    at: int
    token: int
    speaker: str | None
    speaker_at: Span | None
    content: Span
    addressee: str | None = None
    frame: str = "verb"
    coordinated: bool = False


def sayings(parse: Parse) -> list[Saying]:
    """The reporting clauses of one sentence, in text order."""
    found = [s for t in parse if (s := _by_verb(parse, t)) is not None]
    found += [s for t in parse if (s := _according_to(parse, t) or _in_view(parse, t) or _claimed(parse, t)) is not None]
    if not found and (headline := _attributed_headline(parse)):
        found.append(headline)
    return sorted(found, key=lambda s: s.at)


def speaker_of(parse: Parse, verb: Token) -> tuple[Token | None, bool]:
    """Who speaks a reporting verb, and whether that is the speaker of another reporting verb which it is coordinated with."""
    inverted = _noun_after(parse, verb)
    own = parse.children(verb, "nsubj", "nsubjpass")
    if own:
        nearest = own[-1] if len(own) > 1 and own[-1].number < verb.number else own[0]
        if nearest.low in ("who", "which", "that") and verb.dep == "relcl":
            return who(parse, verb), False
        if not able_to_speak(parse, nearest) or nearest.tag == "VBG":
            return inverted or noun_before(parse, verb) or nearest, False
        return nearest, False
    head = parse.head(verb)
    if verb.dep in ("conj", "advcl") and head is not None and head.tag.startswith(("V", "MD")):
        outer = head if REPORTING_FORMS.get(head.low) else _enclosing(parse, verb, head)
        if outer is not None and outer is not verb:
            return speaker_of(parse, outer)[0], True
    if (
        verb.tag == "VBG"
        and verb.dep == "advcl"
        and parse[verb.number - 1].text == ","
        and (first := _said_before(parse, verb))
    ):
        return speaker_of(parse, first)[0], True
    found = subject(parse, verb) or (head if _loose(parse, verb) else None)
    if found is not None and able_to_speak(parse, found):
        return found, False
    if found is not None and (earlier := _verb_before(parse, verb)) is not None:
        return speaker_of(parse, earlier)[0], True
    return inverted or noun_before(parse, verb) or found, False


def _verb_before(parse: Parse, verb: Token) -> Token | None:
    """ "The reporting verb before "and called for", where the parse joins it to a noun that cannot speak."""
    if not any(t.low in ("and", "but") for t in parse.tokens[max(0, verb.number - 2) : verb.number]):
        return None
    earlier = [t for t in parse.tokens[: verb.number] if REPORTING_FORMS.get(t.low) and t.tag.startswith("V")]
    return earlier[-1] if earlier and _tense(parse, earlier[-1]) in (_tense(parse, verb), "VBN") else None


def _said_before(parse: Parse, verb: Token) -> Token | None:
    """ "The reporting verb before ", he said, blaming ...", where the parse hangs the participle on what he said."""
    earlier = [
        t
        for t in parse.tokens[max(0, verb.number - 4) : verb.number]
        if REPORTING_FORMS.get(t.low) and t.tag in ("VBD", "VBZ") and parse.children(t, "nsubj")
    ]
    return earlier[-1] if earlier else None


def _loose(parse: Parse, verb: Token) -> bool:
    """A past tense that the parse takes for a participle of its own subject: "Hryn, the governor, dismissed as ..."."""
    head = parse.head(verb)
    if head is None or verb.dep != "acl" or verb.tag != "VBN" or parse.children(verb, "agent", "aux", "auxpass"):
        return False
    return able_to_speak(parse, head) and parse[verb.number - 1].text == ","


def _enclosing(parse: Parse, verb: Token, head: Token) -> Token | None:
    """ "The reporting verb whose content holds `head`, where `verb` goes on in its tense: "said ... and urged"."""
    modal = any(c.tag == "MD" for c in parse.children(verb))
    below = head
    for above in parse.ancestors(head):
        if below.dep not in (*CLAUSES, "conj", "advcl"):
            return None
        if REPORTING_FORMS.get(above.low) and above.tag.startswith("V"):
            alike = _tense(parse, verb) == _tense(parse, above) or modal or (verb.tag == "VBG" and verb.dep == "advcl")
            return above if alike and above.number < verb.number else None
        below = above
    return None


def _tense(parse: Parse, verb: Token) -> str:
    """ "past" also for a participle without an auxiliary, which is how the tagger often reads one."""
    helpers = {c.low for c in parse.children(verb, "aux", "auxpass")}
    if verb.tag == "VBD" or (verb.tag == "VBN" and not helpers):
        return "past"
    return "present" if verb.tag in ("VBZ", "VBP") or (verb.tag == "VBN" and helpers & {"has", "have"}) else verb.tag


def _noun_after(parse: Parse, verb: Token) -> Token | None:
    """The speaker of an inverted clause: "..., said the envoy", "...”, added the statement"."""
    before = parse.tokens[verb.number - 1] if verb.number else None
    if parse.sentence.heading and before is not None and before.text == ",":
        return None
    if before is None or before.text not in CLOSING + ",\"'–—" or REPORTING_FORMS.get(verb.low) not in _INVERTED:
        return None
    following = parse.tokens[verb.number + 1 : verb.number + 2]
    if not following or following[0].low in CALENDAR or not following[0].tag.startswith(("N", "DT", "JJ", "PRP", "CD", "VBN")):
        return None
    token = following[0]
    while token.dep in ("det", "amod", "compound", "poss", "nummod", "nmod", "advmod", "npadvmod"):
        above = parse.head(token)
        if above is None or above.number < token.number:
            break
        token = above
    after = parse.subtree(token)[-1].number + 1
    ends = (
        token.dep not in ("nsubj", "nsubjpass")
        or parse.head(token) is verb
        or (token.number + 1 < len(parse.tokens) and parse[token.number + 1].text in ',.—–“"')
    )
    return token if able_to_speak(parse, token) and (ends or after >= len(parse.tokens)) else None


def _by_verb(parse: Parse, token: Token) -> Saying | None:
    if token.dep in ("amod", "compound", "aux", "auxpass") or not (token.tag.startswith("V") or _mistaken(parse, token)):
        return None
    particles = {c.low for c in parse.children(token, "prep", "prt", "advmod", "dobj", "acomp", "oprd")}
    phrasal = PHRASAL_FORMS.get(token.low, "")
    act = next((a for (v, p), a in PHRASAL.items() if v == phrasal and p in particles), None)
    verb = phrasal if act is not None else REPORTING_FORMS.get(token.low, "")
    generic = not verb
    if generic:
        if not _reports(parse, token):
            return None
        verb = token.low
    if not _finite(parse, token):
        return None
    speaker: Token | None
    if token.tag == "NNS":
        speaker, joined = parse[token.number - 1], False
    elif parse.children(token, "nsubjpass", "auxpass"):
        speaker, joined = next((p for a in parse.children(token, "agent") for p in parse.children(a, "pobj")), None), False
        if speaker is None:
            return None
    else:
        speaker, joined = speaker_of(parse, token)
    if speaker is None and token.dep not in ("ROOT", "parataxis", "ccomp"):
        return None
    if speaker is not None and (generic or verb in COUNTING) and not able_to_speak(parse, speaker):
        return None
    if act is None:
        act = Act.ASSERT if generic else _act(parse, token, verb)
    if act is None:
        return None
    content, addressee = content_of(parse, token, verb, speaker, after_quotation=not joined)
    if speaker is not None and speaker.number > token.number and not parse.children(token, "ccomp", "xcomp"):
        content = content_before(parse, token) if not _quote_before(parse, token) else content
    if content is not None and parse.text(*content).lower().startswith(("not to be ", "anonymity", "to remain anonymous")):
        return None
    if content is None or (addressee is not None and only_addressed(parse, content, addressee)):
        return None
    phrased = bool(phrasal) and verb == phrasal
    if verb in NEEDS_COMPLEMENT and act is not Act.DECLINE and not phrased and not _has_complement(parse, token, verb):
        return None
    if verb == "claim" and {o.low for o in parse.children(token, "dobj")} & {"life", "lives", "victims"}:
        return None
    name, span = speaker_name(parse, speaker) if speaker is not None else (None, None)
    return Saying(verb, token.low, act, token.start, token.number, name, span, content, addressee, coordinated=joined)


def _mistaken(parse: Parse, token: Token) -> bool:
    """A verb in the present that the tagger took for a plural: "The Ministry rejects the claim", "..., Bucharest announces"."""
    if (
        token.tag != "NNS"
        or not REPORTING_FORMS.get(token.low)
        or token.low in ("reports", "claims", "demands", "calls", "notes")
    ):
        return False
    before = parse.tokens[token.number - 1] if token.number else None
    return before is not None and before.tag.startswith("NNP") and before.dep == "compound"


def _finite(parse: Parse, token: Token) -> bool:
    """A verb that tells of a saying, not of one that is only wanted, or a participle that describes a noun."""
    if token.dep == "acl" and token.tag == "VBN":
        return _loose(parse, token)
    if token.dep == "pcomp":
        preposition = parse.head(token)
        if preposition is None or preposition.low == "without" or not parse.children(token, "ccomp", "xcomp", "dobj"):
            return preposition is not None and preposition.low == "as"
    if any(t.low in ("what", "whatever") for t in parse.children(token, "dobj", "nsubj", "ccomp")):
        return False
    helped = parse.children(token, "aux", "auxpass")
    if token.tag == "VBN" and not helped and token.dep not in ("ROOT", "conj", "ccomp"):
        return False
    return not (token.tag == "VB" and _wanted(parse, token))


def _wanted(parse: Parse, token: Token) -> bool:
    """True for an infinitive that is itself only demanded or intended ("urged it to condemn", "wants to say")."""
    head = parse.head(token)
    if head is not None and head.low in (
        "quick",
        "careful",
        "keen",
        "went",
        "continued",
        "continues",
        "failed",
        "able",
        "forced",
    ):
        return head.low in ("able", "failed", "forced")
    return (
        token.dep in ("xcomp", "advcl", "ccomp", "acl", "relcl", "conj")
        and any(c.tag in ("TO", "MD") and c.low not in ("would", "did") for c in parse.children(token, "aux"))
        and not (head is not None and token.dep == "conj" and head.dep == "ROOT")
    )


def _reports(parse: Parse, token: Token) -> bool:
    """A verb of no list that reports all the same: it governs a that-clause, or a quotation has just closed before it."""
    finding = token.low in ("found", "finds", "ruled", "rules") and any(
        s.low in _FINDERS for s in parse.children(token, "nsubj")
    )
    if (
        (token.low in _UNSPOKEN_FORMS and not finding)
        or token.tag in ("VBN", "NNS")
        or token.dep in ("acl", "xcomp")
        or parse.sentence.heading
    ):
        return False
    speakers = [s for s in parse.children(token, "nsubj") if able_to_speak(parse, s) and s.low not in ("which", "that", "it")]
    if not speakers or inside_quotes(parse, token):
        return False
    clause = next(iter(parse.children(token, "ccomp")), None)
    if clause is not None and clause.number > token.number and any(c.low == "that" for c in parse.children(clause, "mark")):
        return True
    return _quote_before(parse, token) and token.tag in ("VBD", "VBZ") and not parse.children(token, "dobj", "xcomp", "acomp")


def _quote_before(parse: Parse, token: Token) -> bool:
    """True when a quotation of some length closes right before the clause of a verb."""
    subjects = parse.children(token, "nsubj")
    first = min([token.number, *(parse.subtree(s)[0].number for s in subjects)])
    before = [t for t in parse.tokens[max(0, first - 2) : first] if t.text in CLOSING + '"']
    return bool(before) and before[-1].number > 3


def _act(parse: Parse, token: Token, verb: str) -> Act | None:
    """What kind of saying a listed verb makes here; None where it makes none."""
    act = Act(REPORTING[verb])
    negated = bool(parse.children(token, "neg"))
    particles = {c.low for c in parse.children(token, "prep", "prt")}
    if verb in ("decline", "refuse") or (
        negated and verb in ("comment", "respond", "reply", "elaborate", "specify", "say", "identify", "answer")
    ):
        silent = any(c.low in _COMMENTING for c in parse.children(token, "xcomp"))
        would = any(c.low in ("would", "did", "could", "will", "wo") for c in parse.children(token, "aux"))
        return Act.DECLINE if silent or (negated and (verb != "say" or would)) else None
    if negated and verb in _UNSAID:
        return None
    if verb == "call" and not particles & {"for", "on", "upon"}:
        if not parse.children(token, "oprd", "ccomp", "attr") or not (quoted_near(parse, token) or _judges(parse, token)):
            return None
        return Act.DENY if _judges(parse, token) else Act.CONCERN
    if (verb == "pin" and "on" not in particles) or (verb == "attribute" and "to" not in particles):
        return None
    if verb == "charge" and not parse.children(token, "ccomp") and "with" not in particles:
        return None
    if verb == "hold" and any(c.low == "responsible" for c in parse.children(token, "oprd", "acomp", "ccomp", "advcl")):
        return Act.ACCUSE
    if verb in COUNTING and not _weighs(parse, token, verb):
        return None
    if verb == "appeal" and not particles and not parse.children(token, "xcomp"):
        return None
    if verb in ("express", "voice", "reiterate", "repeat"):
        spoken = {o.low for o in parse.children(token, "dobj")}
        return Act.DEMAND if spoken & {"call", "calls", "appeal", "demand", "demands"} else act
    return act


def _judges(parse: Parse, token: Token) -> bool:
    return any(t.low in DENYING or t.low in ("fiction", "fabrication", "propaganda", "nonsense") for t in parse.subtree(token))


def _weighs(parse: Parse, token: Token, verb: str) -> bool:
    """ "holds that ...", "puts the toll at ...", "counted 27 wounded": verbs that report only so."""
    if verb in ("hold", "consider"):
        return any(c.low == "that" for clause in parse.children(token, "ccomp") for c in parse.children(clause, "mark"))
    if verb == "speak":
        spoken = [o for p in parse.children(token, "prep") if p.low == "of" for o in parse.children(p, "pobj")]
        return any(c.tag == "CD" for o in spoken for c in parse.children(o, "nummod"))
    counted = [
        t.low for o in parse.children(token, "dobj", "nsubj", "ccomp") for t in parse.subtree(o) if t.number > token.number
    ]
    harmed = any(w in HARM_NOUNS or w in PERSONS or w in _FIGURES for w in counted)
    prepositions = parse.children(token, "prep") + [
        p for o in parse.children(token, "dobj", "ccomp") for p in parse.children(o, "prep")
    ]
    return harmed and (verb != "put" or any(p.low == "at" for p in prepositions))


def _has_complement(parse: Parse, token: Token, verb: str) -> bool:
    if parse.children(token, *CLAUSES) or token.dep == "parataxis" or verb in COUNTING:
        return True
    if verb == "call" and parse.children(token, "oprd"):
        return True
    if verb in _JUDGING and any(t.text in '“"‘«' for t in parse.subtree(token)):
        return True
    if verb == "press" and any(
        c.low == "for" for clause in parse.children(token, "advcl") for c in parse.children(clause, "mark")
    ):
        return True
    if verb in ("express", "voice", "reiterate", "welcome", "view", "renew"):
        return any(o.low in SPOKEN_NOUNS or verb == "welcome" for o in parse.children(token, "dobj"))
    prepositions = {c.low for c in parse.children(token, "prep")}
    if CLAUSE_PREPOSITIONS.get(verb, frozenset()) & prepositions or verb in ("pin", "attribute"):
        return True
    if verb == "identify":
        return "as" in prepositions
    if verb in SAID_OF_THINGS:
        return bool(parse.children(token, "dobj")) or quoted_near(parse, token)
    return quoted_near(parse, token)


def _according_to(parse: Parse, token: Token) -> Saying | None:
    if token.low != "according" or token.number + 1 >= len(parse.tokens):
        return None
    to = parse[token.number + 1]
    source = next(iter(parse.children(to, "pobj")), None)
    if to.low != "to" or source is None:
        return None
    name, span = speaker_name(parse, source)
    if token.number == 0 or (token.number == 1 and not parse[0].text.isalnum()):
        start = next((t.end for t in parse.tokens[source.number :] if t.text == "," and t.start >= span[1]), span[1])
        end = parse.tokens[-1].end
    else:
        start, end = parse.tokens[0].start, token.start
    content = trimmed(parse, start, end)
    if content is None:
        return None
    return Saying("accord", "according", Act.ASSERT, token.start, token.number, name, span, content, None, "according")


def _in_view(parse: Parse, token: Token) -> Saying | None:
    """ "In her view, ...", "by the Observatory's count, ...", "by the reckoning of a commission"."""
    preposition = parse.head(token)
    if token.low not in _VIEWS or token.dep != "pobj" or preposition is None or preposition.low not in ("in", "by"):
        return None
    of = [o for p in parse.children(token, "prep") if p.low == "of" for o in parse.children(p, "pobj")]
    owner = next(iter([*parse.children(token, "poss"), *of]), None)
    if owner is None or not (able_to_speak(parse, owner) or owner.tag == "PRP$"):
        return None
    name, span = speaker_name(parse, owner)
    if preposition.number <= 1:
        content = trimmed(parse, parse.subtree(preposition)[-1].end, parse.tokens[-1].end)
    else:
        content = trimmed(parse, parse.tokens[0].start, preposition.start)
    if content is None:
        return None
    return Saying("view", token.low, Act.ASSERT, token.start, token.number, name, span, content, None, "according")


def _claimed(parse: Parse, token: Token) -> Saying | None:
    """ "Claims by Omani media that ...": what somebody else is said to have said, also where it is denied."""
    if token.low not in CLAIMS or not token.tag.startswith("N"):
        return None
    maker = claimant(parse, token)
    clauses = [
        c for c in parse.children(token, "acl", "ccomp", "relcl") if any(m.low == "that" for m in parse.children(c, "mark"))
    ]
    if maker is None or not clauses:
        return None
    name, span = speaker_name(parse, maker)
    tree = parse.subtree(clauses[0])
    content = trimmed(parse, tree[0].start, tree[-1].end)
    return (
        Saying("claim", token.low, Act.ASSERT, token.start, token.number, name, span, content, None, "noun")
        if content
        else None
    )


def _attributes(name: str) -> bool:
    """True for a name that a headline can be attributed to: a party, an office, an institution."""
    last = name.split()[-1].lower()
    if last in _NO_HEADLINE:
        return False
    known = last in SPEAKERS or last in ROLES or last in ("mod", "mfa", "pm", "fm", "ngo")
    return bool(parties(name)) or known or (name.isupper() and len(name) > 1)


def _attributed_headline(parse: Parse) -> Saying | None:
    """ "Bridge destroyed overnight – Army", "Bridge destroyed: Army" and "Army: bridge destroyed overnight"."""
    if not parse.sentence.heading:
        return None
    text, base = parse.sentence.text, parse.sentence.start
    for mark in (" – ", " — ", " - ", ": "):
        body, found, name = text.rpartition(mark)
        if found and 0 < len(name.split()) <= 5 and len(body.split()) >= 3 and _attributes(name):
            at = base + len(text) - len(name)
            return Saying("say", "", Act.ASSERT, at, 0, name, (at, at + len(name)), (base, base + len(body)), None, "headline")
    name, found, body = text.partition(": ")
    if body.lower().startswith(("why ", "how ", "what ", "who ", "when ", "where ")):
        return None
    if found and 0 < len(name.split()) <= 4 and len(body.split()) >= 3 and _attributes(name):
        start, span = base + len(name) + 2, (base, base + len(name))
        return Saying("say", "", Act.ASSERT, base, 0, name, span, (start, base + len(text)), None, "headline")
    return None
