"""Reporting clauses: who says, urges, denies or accuses.

A saying is read from the parse of one sentence: a reporting verb with a speaker, "according to", or a headline's attribution.
Also a verb that is in no list reports, when somebody able to speak governs a that-clause with it, or when a quotation has just
closed before it. Pronouns stay pronouns here; the account resolves them.
"""

from extractor.language.attribution import (
    according_to,
    attributed_headline,
    held_by,
    in_view,
    labelled,
    put_so,
)
from extractor.language.content import (
    CLAUSES,
    CLOSING,
    Saying,
    content_before,
    content_of,
    inside_quotes,
    introduces,
    only_addressed,
    quoted_near,
    strayed,
    trimmed,
)
from extractor.language.lexicon import CALENDAR, DENIAL, HARM_NOUNS, PERSONS, SPEAKERS
from extractor.language.noun_sayings import told_by_noun
from extractor.language.persons import is_body, is_person
from extractor.language.phrases import Span, able_to_speak, may_speak, phrase, speaker_name
from extractor.language.reporting_lexicon import (
    CLAUSE_PREPOSITIONS,
    COUNTING,
    NEEDS_COMPLEMENT,
    PHRASAL,
    REPORTING,
    SAID_OF_THINGS,
    SPOKEN_NOUNS,
    UNSPOKEN,
)
from extractor.language.speaking import is_loose, speaker_of
from extractor.language.syntax import Parse, Token, once
from extractor.language.vocabulary import words
from schemas.statement import Act

_COMMENTING = words("commenting")
_BLAMING = words("blaming")
_UNSAID = words("unsaid")
_JUDGING = words("judging")
_FINDERS = words("finder") | frozenset({"they"})
_FEELING = words("feeling")
_REPLIES = words("reply")
_ANSWERING = words("answering")
_FIGURES = words("figure")
_FICTION = DENIAL | words("fiction")
_SELDOM = frozenset("rarely seldom hardly never".split())
_RESPONSIVE = frozenset("comment respond reply elaborate specify say identify answer".split())


@once
def sayings(parse: Parse) -> list[Saying]:
    """The reporting clauses of one sentence, in text order."""
    found = [s for t in parse if (s := _by_verb(parse, t)) is not None]
    found += [s for t in parse if (s := _concerned(parse, t)) is not None and not any(f.token == t.number for f in found)]
    found += [s for t in parse for read in _WITHOUT_VERB if (s := read(parse, t)) is not None]
    if not found and (headline := attributed_headline(parse)):
        found.append(headline)
    return sorted(found, key=lambda s: s.at)


_WITHOUT_VERB = (according_to, in_view, put_so, held_by, labelled, told_by_noun)


def _by_verb(parse: Parse, token: Token) -> Saying | None:
    if token.dep in ("amod", "compound", "aux", "auxpass") or not (token.tag.startswith("V") or _mistaken(parse, token)):
        return None
    particles = {w for c in parse.children(token, "prep", "prt", "advmod", "dobj", "acomp", "oprd") for w in (c.low, c.lemma)}
    verb = token.verb
    act = next((a for p, a in PHRASAL.get(verb, {}).items() if p in particles), None)
    if act is None and _declines(parse, token):
        act = Act.DECLINE
    phrased = act is not None
    generic = not phrased and verb not in REPORTING
    refused = verb in _COMMENTING and bool(parse.children(token, "neg")) and bool(parse.children(token, "auxpass"))
    if generic and not refused and not _reports(parse, token):
        return None
    if not _finite(parse, token):
        return None
    speaker: Token | None
    name: str | None
    span: Span | None
    if token.tag == "NNS":
        speaker, joined = parse[token.number - 1], False
    elif parse.children(token, "nsubjpass", "auxpass"):
        by = next((p for a in parse.children(token, "agent") for p in parse.children(a, "pobj")), None)
        drawn = by is None and refused and not phrased
        speaker, joined = (next(iter(parse.children(token, "nsubjpass")), None) if drawn else by), False
        if speaker is None:
            return None
        act = Act.DECLINE if drawn else act
    else:
        speaker, joined = speaker_of(parse, token)
    if speaker is None and token.dep not in ("ROOT", "parataxis", "ccomp"):
        return None
    able = able_to_speak if generic or verb in COUNTING else may_speak
    if speaker is not None and not able(parse, speaker) and not (generic and is_body(speaker)):
        return None
    if act is None:
        act = Act.ASSERT if generic else _act(parse, token, verb)
    if act is None:
        return None
    if speaker is not None and introduces(parse, token):
        name, span = speaker_name(parse, speaker)
        end = parse.sentence.end
        return Saying(verb, token.low, act, token.start, token.number, name, span, (end, end), None, "colon")
    content, addressee = content_of(parse, token, verb, speaker, after_quotation=not joined)
    if speaker is not None and speaker.number > token.number and not parse.children(token, "ccomp", "xcomp"):
        content = content_before(parse, token) if not _quote_before(parse, token) else content
    if not parse.children(token, "nsubj", *CLAUSES) and (undergone := parse.children(token, "nsubjpass")):
        tree = parse.subtree(undergone[0])  # "the claim was rejected by the army"
        content = trimmed(parse, tree[0].start, tree[-1].end) if verb not in _BLAMING else content
    if content is not None and parse.text(*content).lower().startswith(("not to be ", "anonymity", "to remain anonymous")):
        return None
    if content is None and act is Act.DECLINE:
        helped = parse.children(token, "aux", "neg")
        content = trimmed(parse, min([token, *helped], key=lambda t: t.number).start, token.end)
    if content is None and token.dep == "relcl" and act in (Act.DENY, Act.ACCUSE) and (what := parse.head(token)) is not None:
        content = phrase(parse, what)[1]  # "an allegation the army has always denied"
    if content is None or (addressee is not None and only_addressed(parse, content, addressee)):
        return None
    if verb in NEEDS_COMPLEMENT and act is not Act.DECLINE and not phrased and not _has_complement(parse, token, verb):
        return None
    if verb == "claim" and {o.lemma for o in parse.children(token, "dobj")} & {"life", "victim"}:
        return None
    name, span = speaker_name(parse, speaker) if speaker is not None else (None, None)
    return Saying(
        verb,
        token.low,
        act,
        token.start,
        token.number,
        name,
        span,
        content,
        addressee,
        coordinated=joined or token.dep == "relcl",
    )


def _mistaken(parse: Parse, token: Token) -> bool:
    """A verb in the present that the tagger took for a plural: "The Ministry rejects the claim", "..., Bucharest announces"."""
    if token.tag != "NNS" or token.verb not in REPORTING or token.lemma in ("report", "claim", "demand", "call", "note"):
        return False
    if token.among(SPEAKERS) or token.dep in ("nsubj", "nsubjpass", "pobj"):
        return False  # "NATO states"
    before = parse.tokens[token.number - 1] if token.number else None
    return before is not None and before.tag.startswith("NNP") and before.dep == "compound"


def _concerned(parse: Parse, token: Token) -> Saying | None:
    """ "I am appalled by the scale of the bloodshed", "the mission remains gravely concerned at ..."."""
    feeling = token.low in _FEELING and (token.tag in ("JJ", "VBN")) and not inside_quotes(parse, token)
    verb = parse.head(token) if token.dep == "acomp" else token
    if not feeling or verb is None or not (token.dep == "acomp" or parse.children(token, "auxpass")):
        return None
    who = next(iter(parse.children(verb, "nsubj", "nsubjpass")), None)
    about = [p for t in {token.number: token, verb.number: verb}.values() for p in parse.children(t, "prep", "agent", "ccomp")]
    about = [p for p in about if p.number > token.number]
    if who is None or not about or not able_to_speak(parse, who):
        return None
    name, span = speaker_name(parse, who)
    tree = parse.subtree(about[0])
    content = trimmed(parse, tree[0].start, tree[-1].end)
    return Saying("concern", token.low, Act.CONCERN, token.start, token.number, name, span, content) if content else None


def _finite(parse: Parse, token: Token) -> bool:
    """A verb that tells of a saying, not of one that is only wanted, or a participle that describes a noun."""
    after = [t.low for t in parse.tokens[token.number + 1 : token.number + 3]]
    if token.tag in ("VBN", "VBD") and token.verb in ("believe", "say", "report") and after in (["to", "be"], ["to", "have"]):
        return False  # "a man believed to be the courier"
    if token.dep == "acl" and token.tag in ("VBN", "VBD"):
        return is_loose(parse, token) or bool(parse.children(token, "nsubj"))
    if token.dep == "pcomp":
        preposition = parse.head(token)
        told = parse.children(
            token, "ccomp", "xcomp", *(() if preposition and preposition.low in ("after", "before") else ("dobj",))
        )
        if preposition is None or preposition.low == "without" or not told:
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
    if head is not None and (
        head.lemma in ("quick", "careful", "keen", "able") or head.verb in ("go", "continue", "fail", "force")
    ):
        return head.lemma == "able" or head.verb in ("fail", "force")
    return (
        token.dep in ("xcomp", "advcl", "ccomp", "acl", "relcl", "conj")
        and any(c.tag in ("TO", "MD") and c.low not in ("would", "did") for c in parse.children(token, "aux"))
        and not (head is not None and token.dep == "conj" and head.dep == "ROOT")
    )


def _reports(parse: Parse, token: Token) -> bool:
    """A verb of no list that reports all the same: it governs a that-clause, or a quotation has just closed before it."""
    finding = token.verb in ("find", "rule") and any(s.among(_FINDERS) or is_body(s) for s in parse.children(token, "nsubj"))
    if (
        (token.verb in UNSPOKEN and not finding)
        or token.tag in ("VBN", "NNS")
        or token.dep in ("acl", "xcomp")
        or parse.sentence.heading
    ):
        return False
    speakers = [s for s in parse.children(token, "nsubj") if able_to_speak(parse, s) or is_body(s)]
    speakers = [s for s in speakers if s.low not in ("which", "that", "it")]
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
    last = first - 1 if first and parse[first - 1].text != "," else first - 2
    return last > 3 and parse[last].text in CLOSING + '"'


def _act(parse: Parse, token: Token, verb: str) -> Act | None:
    """What kind of saying a listed verb makes here; None where it makes none."""
    act = Act(REPORTING[verb])
    negated = bool(parse.children(token, "neg")) or any(c.low in _SELDOM for c in parse.children(token, "advmod"))
    particles = {c.low for c in parse.children(token, "prep", "prt")}
    if verb in ("brand", "dub", "label"):
        judged = parse.children(token, "oprd", "ccomp", "attr", "prep", "dobj")
        if _judges(parse, token):
            return Act.DENY
        return Act.CONCERN if judged and quoted_near(parse, token) else None
    if verb in ("decline", "refuse", "refrain") or (negated and verb in _RESPONSIVE):
        kept = [
            *parse.children(token, "xcomp"),
            *[c for p in parse.children(token, "prep") for c in parse.children(p, "pcomp")],
        ]
        silent = any(c.verb in _COMMENTING for c in kept)
        would = any(c.low in ("would", "did", "could", "will", "wo") for c in parse.children(token, "aux"))
        return Act.DECLINE if silent or (negated and (verb != "say" or would)) else None
    if negated and verb in _UNSAID:
        return None
    if verb == "quote" and any(parse.children(p, "pcomp") for p in parse.children(token, "prep")):
        return None  # who is quoted speaks, not who quotes
    if (
        act is Act.ASSERT
        and any(c.low in _SELDOM for c in parse.children(token, "advmod"))
        and not parse.children(token, *CLAUSES)
    ):
        return None
    if verb == "call" and not particles & {"for", "on", "upon"} and not _for_clause(parse, token):
        named = parse.children(token, "oprd", "ccomp", "attr")
        if not named or not (quoted_near(parse, token) or _judges(parse, token) or any(_is_judgement(parse, n) for n in named)):
            return None
        return Act.DENY if _judges(parse, token) else Act.CONCERN
    of_objects = {c.low for o in parse.children(token, "dobj") for c in parse.children(o, "prep")}
    if (verb == "pin" and "on" not in particles) or (verb == "attribute" and "to" not in particles | of_objects):
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
        spoken = {o.lemma for o in parse.children(token, "dobj")}
        return Act.DEMAND if spoken & {"call", "appeal", "demand"} else act
    return act


def _declines(parse: Parse, token: Token) -> bool:
    """ "withheld comment", "gave no details", "had no immediate reply": nothing is said, and that is told."""
    kept = [o for o in parse.children(token, "dobj") if o.among(_REPLIES)]
    if token.verb == "withhold":
        return bool(kept)
    none = any(c.low == "no" for o in kept for c in parse.children(o, "det"))
    negated = any(c.low in ("any", "further") for o in kept for c in parse.children(o)) and parse.children(token, "neg")
    return token.verb in _ANSWERING and bool(none or negated)


def _judges(parse: Parse, token: Token) -> bool:
    return any(t.among(_FICTION) for t in parse.subtree(token))


def _for_clause(parse: Parse, token: Token) -> bool:
    """ "called for its leaders to be tried"."""
    return any(c.low == "for" for clause in parse.children(token, "advcl") for c in parse.children(clause, "mark"))


def _is_judgement(parse: Parse, token: Token) -> bool:
    """ "called it a crime", "called the vote illegal": no name is given."""
    article = any(c.low in ("a", "an") for c in parse.children(token, "det"))
    return token.tag == "JJ" or (token.tag in ("NN", "NNS") and (article or bool(parse.children(token, "amod"))))


def _weighs(parse: Parse, token: Token, verb: str) -> bool:
    """ "holds that ...", "puts the toll at ...", "counted 27 wounded": verbs that report only so."""
    if verb in ("hold", "consider"):
        return any(c.low == "that" for clause in parse.children(token, "ccomp") for c in parse.children(clause, "mark"))
    if verb == "speak":
        spoken = [o for p in parse.children(token, "prep") if p.low == "of" for o in parse.children(p, "pobj")]
        return any(c.tag == "CD" for o in spoken for c in parse.subtree(o)) or bool(spoken and quoted_near(parse, token))
    counted = [t for o in parse.children(token, "dobj", "nsubj", "ccomp") for t in parse.subtree(o) if t.number > token.number]
    harmed = any(w.among(HARM_NOUNS) or w.among(PERSONS) or w.among(_FIGURES) for w in counted)
    prepositions = parse.children(token, "prep") + [
        p for o in parse.children(token, "dobj", "ccomp") for p in parse.subtree(o) if p.dep == "prep"
    ]
    return harmed and (verb != "put" or any(p.low == "at" for p in prepositions))


def _credits(parse: Parse, token: Token) -> bool:
    """ "..., Reuters reports.": a verb and its subject that close a sentence after a comma."""
    own = parse.children(token, "nsubj")
    after = [t for t in parse.tokens[token.number + 1 :] if t.text.isalnum() and not t.among(CALENDAR) and t.low != "on"]
    return (
        bool(own)
        and own[0].number == token.number - 1
        and own[0].number > 3
        and not after
        and parse[parse.subtree(own[0])[0].number - 1].text in CLOSING + ","
    )


def _has_complement(parse: Parse, token: Token, verb: str) -> bool:
    if _credits(parse, token):
        return True
    if parse.children(token, *CLAUSES) or token.dep == "parataxis" or verb in COUNTING:
        return True
    if strayed(parse, token) is not None or _quote_before(parse, token):
        return True
    if verb == "call" and parse.children(token, "oprd"):
        return True
    if verb in _JUDGING and any(t.text in '“"‘«' for t in parse.subtree(token)):
        return True
    if verb in ("press", "call", "appeal", "plead") and _for_clause(parse, token):
        return True
    if verb in ("express", "voice", "reiterate", "reaffirm", "welcome", "view", "renew"):
        return any(o.among(SPOKEN_NOUNS) or verb == "welcome" for o in parse.children(token, "dobj"))
    prepositions = {c.low for c in parse.children(token, "prep")}
    if CLAUSE_PREPOSITIONS.get(verb, frozenset()) & prepositions or verb in ("pin", "attribute"):
        return True
    if verb == "identify":
        return "as" in prepositions
    if verb == "admit" and any(is_person(o) and not o.among(HARM_NOUNS) for o in parse.children(token, "dobj")):
        return False  # to a hospital or a country
    if verb in SAID_OF_THINGS:
        return bool(parse.children(token, "dobj")) or quoted_near(parse, token)
    return quoted_near(parse, token)
