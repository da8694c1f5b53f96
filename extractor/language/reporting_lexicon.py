"""The words by which English news tells that somebody says something.

Compiled from general references on reporting verbs; base forms only, `inflection` makes the rest. The value after a verb is
what kind of saying it is by itself, before what is said has been read.
"""

from extractor.language.inflection import inflected
from schemas.statement import Act


def _each(words: str, value: Act) -> dict[str, Act]:
    return dict.fromkeys(words.split(), value)


REPORTING: dict[str, Act] = {
    **_each(
        "brand dub label doubt say state claim report note add announce tell argue insist explain declare assert maintain "
        "confirm acknowledge"
        "admit reveal disclose estimate suggest remark observe write tweet reiterate stress emphasize emphasise "
        "underline underscore comment recall conclude contend affirm signal indicate inform brief reply respond quip "
        "joke believe testify describe highlight concede caution warn clarify predict hint cite mention repeat counter "
        "retort speculate assess view speak post reckon consider hold put count tally assure remind narrate recount relate "
        "boast proclaim profess posit surmise opine answer document identify recite brag gloat quote reassure notify "
        "attest certify specify determine",
        Act.ASSERT,
    ),
    **_each("rubbish deny reject dismiss refute dispute rebut disavow belie disown repudiate debunk", Act.DENY),
    **_each(
        "accuse blame fault allege denounce charge complain lambast lambaste blast slam criticise criticize castigate "
        "berate document attribute pin implicate rebuke reproach upbraid chide excoriate",
        Act.ACCUSE,
    ),
    **_each(
        "order urge call demand ask request appeal plead implore beg exhort insist expect instruct want press advise propose "
        "recommend beseech entreat petition",
        Act.DEMAND,
    ),
    **_each("condole condemn deplore regret lament decry express voice welcome mourn bemoan object protest", Act.CONCERN),
    **_each("promise pledge vow agree swear undertake threaten guarantee commit", Act.COMMIT),
    **_each("decline refuse refrain", Act.DECLINE),
}
REPORTING_FORMS = inflected(REPORTING)

PHRASAL: dict[tuple[str, str], Act] = {
    ("brush", "aside"): Act.DENY,
    ("brush", "off"): Act.DENY,
    ("wave", "away"): Act.DENY,
    ("wave", "off"): Act.DENY,
    ("wave", "aside"): Act.DENY,
    ("shrug", "off"): Act.DENY,
    ("laugh", "off"): Act.DENY,
    ("play", "down"): Act.DENY,
    ("rule", "out"): Act.DENY,
    ("scoff", "at"): Act.DENY,
    ("shoot", "back"): Act.DENY,
    ("hit", "back"): Act.DENY,
    ("hit", "out"): Act.ACCUSE,
    ("lash", "out"): Act.ACCUSE,
    ("own", "up"): Act.ASSERT,
    ("point", "out"): Act.ASSERT,
    ("point", "finger"): Act.ACCUSE,
    ("put", "blame"): Act.ACCUSE,
    ("lay", "blame"): Act.ACCUSE,
    ("place", "blame"): Act.ACCUSE,
    ("trade", "blame"): Act.ACCUSE,
    ("trade", "accusations"): Act.ACCUSE,
    ("exchange", "accusations"): Act.ACCUSE,
    ("sound", "alarm"): Act.CONCERN,
    ("raise", "alarm"): Act.CONCERN,
    ("make", "clear"): Act.ASSERT,
    ("take", "responsibility"): Act.ASSERT,
    ("accept", "responsibility"): Act.ASSERT,
}
PHRASAL_FORMS = inflected({verb for verb, _ in PHRASAL})
"""Sayings that a verb makes only with its particle."""

NEEDS_COMPLEMENT = frozenset(
    "brand dub label doubt order speak call express voice view describe cite mention decline respond reply signal indicate "
    "maintain observe press want"
    "commit believe expect recall brief suggest highlight counter hint agree undertake repeat reveal conclude contradict "
    "swear reckon consider hold put count tally post welcome instruct advise threaten comment confirm report refuse "
    "charge complain assure remind narrate recount relate identify quote reassure notify attest certify specify "
    "determine object protest document attribute pin implicate propose recommend mourn belie boast posit relay petition "
    "assess press add write tweet insist answer list explain declare".split()
)
"""Reporting verbs that report only with a clause, a quotation or an abstract object after them."""

SAID_OF_THINGS = frozenset(
    "confirm announce report acknowledge expect counter cite highlight predict repeat threaten propose recommend "
    "document belie reveal note estimate mourn recount relate object".split()
)
"""Those of them that also report with any object."""

CLAUSE_PREPOSITIONS: dict[str, frozenset[str]] = {
    verb: frozenset(words.split())
    for verb, words in {
        "call": "for on upon",
        "press": "for",
        "agree": "to on",
        "threaten": "with",
        "warn": "of against about",
        "commit": "to",
        "complain": "of about",
        "object": "to",
        "protest": "against at about",
        "remind": "of",
        "boast": "of",
        "reply": "with",
        "charge": "with",
        "insist": "on",
    }.items()
}

SPOKEN_NOUNS = frozenset(
    "concern concerns regret regrets alarm outrage condemnation support hope hopes dismay worry worries fear fears "
    "indignation warning readiness willingness doubt doubts condolences disappointment solidarity displeasure anger "
    "sorrow grief objection opposition protest confidence frustration commitment intention interest shock sadness "
    "anxiety reservations call calls appeal demand demands claim accusation accusations position".split()
)
"""What one expresses or voices."""

UNSPOKEN = frozenset(
    "ensure know realise realize show prove mean see hear learn find discover think hope fear feel dream wish guess "
    "decide require make imply demonstrate imagine understand forget remember notice care matter wait watch "
    "suspect conclude establish verify check ascertain pretend pray love like turn happen appear seem be have do take "
    "keep help let say".split()
)
"""Verbs with a that-clause that tell what somebody thinks, sees or brings about, not what is said."""

COUNTING = frozenset("hold put count consider tally speak".split())
"""Verbs that report only with a figure or a judgement."""
