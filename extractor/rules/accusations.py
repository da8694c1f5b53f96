"""Accusations that the article's syntax shows: a blame in somebody's mouth that falls on another side than the speaker's."""

from collections.abc import Sequence
from dataclasses import replace

from extractor.language.account import Account
from extractor.language.blame import blames
from extractor.language.blame_clauses import alleged, denounced
from extractor.language.blame_lexicon import CHARGES
from extractor.language.blame_mutual import MUTUAL, mutual
from extractor.language.blame_nouns import Claim, claimed
from extractor.language.blame_sides import same_side
from extractor.language.content import Saying, Utterance
from extractor.language.lemmas import noun_among
from extractor.language.lexicon import CALENDAR
from extractor.language.names import PRONOUNS, name_words, parties, same_party
from extractor.language.phrases import may_speak, speaker_name
from extractor.language.reporting_lexicon import REPORTING
from extractor.language.speaking import speaker_of
from extractor.language.syntax import Parse, Token
from extractor.language.vocabulary import words
from extractor.language.wrongs import Blame
from extractor.rules.accused import OWN, STATE, Named, accused_of, described, is_own, party_of, told_just_before
from extractor.rules.places import of_blame
from extractor.rules.untruths import untruths
from schemas.accusation import AccusationProposal
from schemas.base import Status
from schemas.statement import Act

_FIGURES = words("figure")
_ABOVE = parties("UN")
_OFFICIAL = frozenset("official officials authorities spokesman spokeswoman spokesperson".split())
_NOT_BLAMING = (Act.DENY, Act.COMMIT, Act.DEMAND, Act.DECLINE)


def accusations(account: Account, parse: Parse) -> list[AccusationProposal]:
    """The accusations of one sentence."""
    number = parse.sentence.number
    here = [u for u in account.utterances if u.sentence == number]
    blamed = blames(parse)
    several = sum(b.explicit for b in blamed) > 1
    blamed = [b for b in blamed if not (several and b.allegation[0] == b.at)]  # "blamed Y", and then said for what
    blamed = [b for b in blamed if not _told_again(account, parse, b)]
    each = [claim for t in parse for claim in mutual(parse, t)]
    blamed = [b for b in blamed if not any(c.blame.at == b.at for c in each)]
    found = [a for blame in blamed if (a := _accusation(account, parse, blame)) is not None]
    each += [claim for t in parse for claim in claimed(parse, t)]
    found += [a for claim in each if (a := _of_claim(account, parse, claim)) is not None]
    for u in here:
        if u.speaker is None or any(b.explicit for b in blamed) or u.saying.frame != "verb":
            continue
        charge = _denied_charge(parse, u)
        accuses = u.saying.act is Act.ACCUSE or charge is not None
        more = alleged(parse, parse[u.saying.token]) if accuses else []
        if charge is not None:
            more = [replace(b, allegation=(b.allegation[0], min(b.allegation[1], parse[charge.number - 3].end))) for b in more]
        if u.saying.act is Act.CONCERN:
            more = more or denounced(parse, parse.sentence.start, parse.sentence.end)
        elif u.saying.act not in _NOT_BLAMING:
            more = more or denounced(parse, *u.saying.content)
        for blame in more:
            other = not same_party(blame.accused, u.speaker) and (accuses or _adverse(account, parse, u, blame.accused, blame))
            found = [f for f in found if f.accused == blame.accused or not _inside(f, blame)]
            if other and not any(f.accused == blame.accused for f in found):
                accused = accused_of(account, parse, blame, u.speaker)
                found += [_proposal(account, number, u, blame, accused)] if accused is not None else []
    found += untruths(account, parse, here)
    return _one_each(found)


def _denied_charge(parse: Parse, u: Utterance) -> Token | None:
    """What is said is called a charge that another denies: "X says Y's men are there, an allegation that Y denies"."""
    verb = parse[u.saying.token]
    after = [t for t in parse.tokens[verb.number + 1 :] if t.number >= 2]
    called = [t for t in after if t.among(CHARGES) and t.tag == "NN" and parse[t.number - 2].text == ","]
    called = [t for t in called if parse[t.number - 1].low in ("a", "an") and parse.children(verb, "ccomp")]
    denied = [v.number for v in parse if v.tag.startswith("V") and REPORTING.get(v.verb) == Act.DENY]
    return next((t for t in called if any(n > t.number for n in denied)), None)


def _accusation(account: Account, parse: Parse, blame: Blame) -> AccusationProposal | None:
    around = _speaking(account, parse, blame)
    if around is None or around.speaker is None or around.speaker.lower() in PRONOUNS | MUTUAL or _is_figure(around.speaker):
        return None
    if not blame.explicit and around.saying.act in _NOT_BLAMING and around.saying.verb != "insist":
        return None
    unnamed = not blame.explicit and blame.accused.lower() in PRONOUNS and account.quoted(blame.at) is None
    if unnamed and (blame.soft or not told_just_before(account, parse, blame, around.speaker)):
        return None  # what a speaker tells of "it" or "they" is most often his own side
    accused = accused_of(account, parse, blame, around.speaker)
    if accused is None or (not blame.explicit and not _adverse(account, parse, around, accused[0], blame)):
        return None
    return _proposal(account, parse.sentence.number, around, blame, accused)


def _inside(found: AccusationProposal, blame: Blame) -> bool:
    """True for what only says who somebody in an allegation is: "armed the gang which ambushed the patrol"."""
    start, end = found.spans["allegation"]
    return blame.allegation[0] < start and end <= blame.allegation[1]


def _told_again(account: Account, parse: Parse, blame: Blame) -> bool:
    """True for what a quotation of several sentences has said of the same party: "The soldiers fired. They shot at anyone"."""
    around = None if blame.explicit else account.source_of(parse.sentence, blame.at, blame.at + 1)
    if around is None:
        return False
    earlier = (e for p in account.parses[around.first - 1 : parse.sentence.number - 1] for e in blames(p) if not e.explicit)
    low = blame.accused.lower()
    return any(e.category is blame.category and (low in PRONOUNS or e.accused.lower() == low) for e in earlier)


def _speaking(account: Account, parse: Parse, blame: Blame) -> Utterance | None:
    """In whose mouth an allegation is: the subject of a verb of blame, else whoever says the clause."""
    here = [u for u in account.utterances if u.sentence == parse.sentence.number]
    if not blame.explicit:
        aside = next((u for u in here if u.saying.frame == "according"), None)  # "the army, according to Y, shelled ..."
        return account.source_of(parse.sentence, blame.at, blame.at + 1) or _going_on(parse, blame, here) or aside
    own = next((u for u in here if u.saying.at == blame.at), None)
    if own is not None:
        return own
    verb = next(t for t in parse if t.start == blame.at)
    speaker, _ = speaker_of(parse, verb)
    if parse.children(verb, "nsubjpass", "auxpass"):
        by = [p for p in parse.subtree(verb) if p.low == "by" and p.number > verb.number]
        speaker = next((o for p in by for o in parse.children(p, "pobj") if may_speak(parse, o)), None)
    before = parse[verb.number - 1] if verb.number else None
    mistaken = before is not None and before is parse.head(verb) and before.number == 0 and before.text[:1].isupper()
    speaker = before if mistaken else speaker  # a name at the head of its sentence that was taken for a verb
    able = speaker is not None and (may_speak(parse, speaker) or speaker.text[:1].isupper())
    if speaker is None or not able or speaker.among(CALENDAR):
        return None
    name, span = speaker_name(parse, speaker) if not mistaken else (speaker.text, (speaker.start, speaker.end))
    known = next((u for u in here if u.saying.speaker and u.saying.speaker.lower() == name.lower()), None)
    rule = known.speaker_rule if known else None
    saying = Saying(verb.verb, verb.low, Act.ACCUSE, verb.start, verb.number, name, span, blame.allegation)
    number = parse.sentence.number
    return Utterance(saying, number, number, number, known.speaker if known else name, rule, None)


def _going_on(parse: Parse, blame: Blame, here: Sequence[Utterance]) -> Utterance | None:
    """The saying that ", and that Y ..." goes on with, however far the parse takes its content."""
    below = next(t for t in parse if t.start == blame.at)
    for head in parse.ancestors(below):
        if any(c.low == "that" for c in parse.children(below, "mark")):
            return next((u for u in here if u.saying.token == head.number), None)
        below = head
    return None


def _of_claim(account: Account, parse: Parse, claim: Claim) -> AccusationProposal | None:
    """A claim's accusation; "it" and "its men" in it are those who answer it."""
    blame, number = claim.blame, parse.sentence.number
    accused: Named | None = (blame.accused, blame.accused_at)
    if blame.accused.lower() in PRONOUNS or is_own(blame.accused):
        accused = claim.answering
    if accused is not None and accused[0].lower() in PRONOUNS:
        known = [u for u in account.utterances if u.sentence == number and u.saying.speaker_at == accused[1] and u.speaker]
        accused = (known[0].speaker or "", None) if known else None
    accuser: Named | None = (claim.accuser, claim.accuser_at)
    if claim.adjectival:
        adjective = next(t for t in parse if t.start == claim.accuser_at[0])
        accuser = party_of(account, parse, adjective) or (accuser if adjective.tag == "NN" else None)
    if accused is None or accuser is None or same_party(accused[0], accuser[0]):
        return None
    return _made(account, [number], accuser, accused, blame, Status.ASSERTED)


def _is_figure(name: str) -> bool:
    """True for data that tell, where nobody speaks: "according to U.N. figures"."""
    heads = name_words(name)
    return bool(heads) and noun_among(heads[-1], _FIGURES)


def _adverse(account: Account, parse: Parse, around: Utterance, accused: str, blame: Blame) -> bool:
    """True when the speaker is of another side than a party told to have done wrong, and has reason to call it one."""
    speaker = around.speaker or ""
    if same_party(accused, speaker) or is_own(accused):
        return False
    ours, theirs = set(name_words(speaker)), set(name_words(accused))
    if (ours & STATE or ours <= _OFFICIAL) and theirs <= STATE | {"security", "state"} and not parties(accused):
        return False
    full = described(account, around)
    if same_side(full, accused):
        return False
    named = (bool(parties(full)) and parties(full) != _ABOVE) or bool(ours & parse.armed)
    if blame.armed and not _suffered(full, named, accused, blame.struck):
        return False
    return not blame.soft or (named and (bool(parties(accused)) or bool(theirs & parse.armed)))


def _suffered(speaker: str, named: bool, accused: str, struck: str) -> bool:
    """True when armed men that were struck are the speaker's; that others were is news, and no charge."""
    if OWN & set(struck.lower().split()) or same_side(speaker, struck):
        return True
    return named and bool(parties(accused)) and not parties(struck)


def _proposal(account: Account, number: int, around: Utterance, blame: Blame, accused: Named) -> AccusationProposal:
    running = range(around.first, around.last + 1)
    status = Status.CONFIRMED if around.saying.verb == "confirm" else Status.ASSERTED
    speaker = (around.speaker or "").removesuffix("'s").removesuffix("’s")
    at = around.saying.speaker_at if around.speaker_rule is None else None
    at = (at[0], at[1] - len(around.speaker or "") + len(speaker)) if at is not None else None
    return _made(account, list(running) if number in running else [number], (speaker, at), accused, blame, status)


def _made(
    account: Account, sentences: list[int], accuser: Named, accused: Named, blame: Blame, status: Status
) -> AccusationProposal:
    told = account.sentence_at(blame.at)
    found = AccusationProposal(
        sentences=sentences,
        accuser=accuser[0],
        accused=accused[0],
        allegation=account.text[slice(*blame.allegation)],
        category=blame.category,
        status=status,
    ).at(accuser=accuser[1], accused=accused[1], allegation=blame.allegation)
    return found.happened(of_blame(account.parses[told.number - 1], blame)) if told else found


def _one_each(found: list[AccusationProposal]) -> list[AccusationProposal]:
    """Of allegations against one party that contain each other, the first."""
    kept: list[AccusationProposal] = []
    for proposal in found:
        if not any(k.accused == proposal.accused and _within(k.allegation or "", proposal.allegation or "") for k in kept):
            kept.append(proposal)
    return kept


def _within(one: str, other: str) -> bool:
    return one in other or other in one
