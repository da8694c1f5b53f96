"""The words for wrongs that one party lays at another's door, by the kind of wrong.

Compiled from general references on violations of agreements and of the laws of war, and from event codebooks; base forms only.
"""

from extractor.language.inflection import inflected
from schemas.accusation import Category


def _each(words: str, value: Category) -> dict[str, Category]:
    return dict.fromkeys(words.split(), value)


WRONGS: dict[str, Category] = {
    **_each("violate breach break infringe contravene flout trample renege dishonour dishonor", Category.CEASEFIRE_VIOLATION),
    **_each(
        "invade enter occupy cross intrude encroach seize trespass infiltrate annex advance overrun capture penetrate",
        Category.INCURSION,
    ),
    **_each(
        "attack shell strike bomb bombard fire kill murder wound injure target hit destroy sabotage execute massacre "
        "torture ambush assault launch use rape loot shoot drop slaughter burn raze pound abduct kidnap mine plant ram "
        "lay detonate torch behead assassinate ransack demolish vandalise vandalize desecrate beat mutilate strafe rake "
        "pepper blast hammer riddle batter pummel firebomb gas poison pillage sack hack lynch flog maim"
        "bulldoze deface steal rob confiscate",
        Category.ATTACK,
    ),
    **_each("fail neglect ignore refuse shirk", Category.FAILURE_TO_ACT),
    **_each("mislead fabricate distort falsify deceive invent misrepresent spread lie", Category.FALSEHOOD),
    **_each(
        "starve block blockade besiege deprive obstruct deny withhold expel deport cut divert prevent hinder displace "
        "impede detain press-gang conscript evict extort plunder",
        Category.HUMANITARIAN,
    ),
    **_each(
        "provoke escalate threaten incite destabilise destabilize stage inflame undermine endanger jeopardise jeopardize "
        "instigate harass intimidate",
        Category.PROVOCATION,
    ),
    **_each(
        "arm fund finance support back harbour harbor shelter supply smuggle train sponsor hide exploit contradict "
        "manipulate interfere meddle recruit spy orchestrate mastermind abet collude conspire bankroll equip persecute "
        "oppress",
        Category.OTHER,
    ),
}
WRONG_FORMS = inflected(WRONGS)

ACTS_OF_WAR = frozenset("advance enter cross occupy seize capture overrun invade penetrate infiltrate".split())
"""Wrongs only in the mouth of the side that suffers them; anybody else just reports a movement."""

NEEDS_HARM = frozenset(
    "use launch support back spread cut hide block supply train drop arm prevent mine lay plant stage equip refuse fail "
    "break deny ignore back beat detain".split()
)
"""Verbs that are wrongs only with something harmful as their object."""

HARMFUL = frozenset(
    "weapons munitions drones missiles rockets shells artillery phosphorus attack attacks strike strikes shields gas "
    "bombs mines assault offensive raid lies disinformation rumours rumors food water aid supplies electricity rebels "
    "militias terrorists behind hospitals grenades fire force howitzers militants gunmen rules obligations commitments "
    "agreement ceasefire truce civilians farmers villagers convoys journalists children provocation provocations "
    "airstrikes bombers mortars".split()
)

COMMITTING = frozenset(
    "commit carry conduct launch stage perpetrate make mount resort engage open continue pursue wage".split()
)
COMMITTING_FORMS = inflected(COMMITTING)
"""Verbs that do a wrong with the noun of wrong that is their object ("committed violations", "opened fire")."""

OWED = inflected("honour honor comply respect observe fulfil fulfill implement stop act protect enforce keep abide".split())
"""What one is blamed for not doing."""

WRONG_NOUNS: dict[str, Category] = {
    **_each("violation violations breach breaches", Category.CEASEFIRE_VIOLATION),
    **_each("invasion incursion incursions occupation intrusion encroachment", Category.INCURSION),
    **_each(
        "attack attacks shelling strike strikes bombing bombings bombardment airstrike airstrikes killing killings "
        "massacre sabotage massacres murder atrocities drones shootings execution executions raid raids terror crime "
        "crimes fire abuses abduction abductions onslaught ambush demolition",
        Category.ATTACK,
    ),
    **_each("failure inaction negligence complicity", Category.FAILURE_TO_ACT),
    **_each(
        "lie lies falsehood falsehoods disinformation propaganda fabrication fabrications misinformation", Category.FALSEHOOD
    ),
    **_each("blockade siege starvation deportation famine genocide obstruction extortion persecution", Category.HUMANITARIAN),
    **_each("provocation provocations escalation aggression aggressions threats", Category.PROVOCATION),
    **_each("collaboration collusion interference meddling treason", Category.OTHER),
}

PROVOKING = frozenset(
    "provocative provocation provocations irresponsible escalatory escalation aggression aggressive destabilising "
    "destabilizing reckless unprovoked illegal unlawful flagrant barbaric heinous cowardly".split()
)

CLAIMS = frozenset(
    "claim claims allegation allegations accusation accusations charge charges report reports assertion assertions "
    "suggestion suggestions rumour rumours".split()
)
"""Nouns for what somebody else has alleged."""
