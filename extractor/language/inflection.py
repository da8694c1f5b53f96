"""The inflected forms of English verbs, so that a lexicon can list base forms only."""

from collections.abc import Iterable
from functools import cache

_IRREGULAR = {
    "say": ("said", "said"),
    "tell": ("told", "told"),
    "write": ("wrote", "written"),
    "take": ("took", "taken"),
    "retake": ("retook", "retaken"),
    "overtake": ("overtook", "overtaken"),
    "seize": ("seized", "seized"),
    "leave": ("left", "left"),
    "go": ("went", "gone"),
    "come": ("came", "come"),
    "overrun": ("overran", "overrun"),
    "send": ("sent", "sent"),
    "hold": ("held", "held"),
    "fall": ("fell", "fallen"),
    "drive": ("drove", "driven"),
    "break": ("broke", "broken"),
    "win": ("won", "won"),
    "sweep": ("swept", "swept"),
    "cut": ("cut", "cut"),
    "set": ("set", "set"),
    "shoot": ("shot", "shot"),
    "hit": ("hit", "hit"),
    "strike": ("struck", "struck"),
    "fire": ("fired", "fired"),
    "kill": ("killed", "killed"),
    "lose": ("lost", "lost"),
    "die": ("died", "died"),
    "bring": ("brought", "brought"),
    "pull": ("pulled", "pulled"),
    "fly": ("flew", "flown"),
    "put": ("put", "put"),
    "stand": ("stood", "stood"),
    "keep": ("kept", "kept"),
    "begin": ("began", "begun"),
    "withdraw": ("withdrew", "withdrawn"),
    "flee": ("fled", "fled"),
    "get": ("got", "got"),
    "make": ("made", "made"),
    "give": ("gave", "given"),
    "lead": ("led", "led"),
    "mislead": ("misled", "misled"),
    "swear": ("swore", "sworn"),
    "forbid": ("forbade", "forbidden"),
    "blow": ("blew", "blown"),
    "ride": ("rode", "ridden"),
    "slip": ("slipped", "slipped"),
    "hide": ("hid", "hidden"),
    "meet": ("met", "met"),
    "move": ("moved", "moved"),
    "storm": ("stormed", "stormed"),
    "admit": ("admitted", "admitted"),
    "commit": ("committed", "committed"),
    "rebut": ("rebutted", "rebutted"),
    "regret": ("regretted", "regretted"),
    "relay": ("relayed", "relayed"),
    "shell": ("shelled", "shelled"),
    "enter": ("entered", "entered"),
    "gather": ("gathered", "gathered"),
    "target": ("targeted", "targeted"),
    "penetrate": ("penetrated", "penetrated"),
    "recover": ("recovered", "recovered"),
    "order": ("ordered", "ordered"),
    "suffer": ("suffered", "suffered"),
    "murder": ("murdered", "murdered"),
    "answer": ("answered", "answered"),
    "remember": ("remembered", "remembered"),
    "offer": ("offered", "offered"),
    "threaten": ("threatened", "threatened"),
    "station": ("stationed", "stationed"),
    "happen": ("happened", "happened"),
    "reopen": ("reopened", "reopened"),
    "occupy": ("occupied", "occupied"),
    "deny": ("denied", "denied"),
    "post": ("posted", "posted"),
    "repel": ("repelled", "repelled"),
    "patrol": ("patrolled", "patrolled"),
    "stop": ("stopped", "stopped"),
    "bomb": ("bombed", "bombed"),
    "press": ("pressed", "pressed"),
    "find": ("found", "found"),
    "think": ("thought", "thought"),
    "fight": ("fought", "fought"),
    "dig": ("dug", "dug"),
    "creep": ("crept", "crept"),
    "build": ("built", "built"),
    "run": ("ran", "run"),
    "catch": ("caught", "caught"),
    "seek": ("sought", "sought"),
    "sink": ("sank", "sunk"),
    "spread": ("spread", "spread"),
    "steal": ("stole", "stolen"),
    "lay": ("laid", "laid"),
    "feed": ("fed", "fed"),
    "see": ("saw", "seen"),
    "know": ("knew", "known"),
    "undertake": ("undertook", "undertaken"),
    "beat": ("beat", "beaten"),
    "throw": ("threw", "thrown"),
    "understand": ("understood", "understood"),
    "quit": ("quit", "quit"),
    "bid": ("bid", "bid"),
    "thrust": ("thrust", "thrust"),
    "burst": ("burst", "burst"),
    "cling": ("clung", "clung"),
    "hang": ("hung", "hung"),
    "expel": ("expelled", "expelled"),
    "control": ("controlled", "controlled"),
    "compel": ("compelled", "compelled"),
    "transfer": ("transferred", "transferred"),
    "pin": ("pinned", "pinned"),
    "sneak": ("sneaked", "sneaked"),
    "slay": ("slew", "slain"),
    "behead": ("beheaded", "beheaded"),
    "bear": ("bore", "borne"),
    "rise": ("rose", "risen"),
    "grow": ("grew", "grown"),
    "bleed": ("bled", "bled"),
    "burn": ("burned", "burned"),
    "tear": ("tore", "torn"),
    "airlift": ("airlifted", "airlifted"),
    "deter": ("deterred", "deterred"),
    "mob": ("mobbed", "mobbed"),
    "loot": ("looted", "looted"),
    "rebuff": ("rebuffed", "rebuffed"),
    "plead": ("pleaded", "pleaded"),
    "reveal": ("revealed", "revealed"),
    "foresee": ("foresaw", "foreseen"),
    "sell": ("sold", "sold"),
    "speak": ("spoke", "spoken"),
    "foment": ("fomented", "fomented"),
}


@cache
def forms(verb: str) -> frozenset[str]:
    """The inflected forms of a base verb: base, third person, past, participle, -ing."""
    if verb in _IRREGULAR:
        past, participle = _IRREGULAR[verb]
    else:
        past = participle = _past(verb)
    return frozenset({verb, _third(verb), past, participle, gerund(verb)})


def _third(verb: str) -> str:
    if verb.endswith(("s", "x", "z", "ch", "sh", "o")):
        return verb + "es"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ies"
    return verb + "s"


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ied"
    return (verb + verb[-1] if _doubles(verb) else verb) + "ed"


def gerund(verb: str) -> str:
    """The -ing form of a base verb."""
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith(("ee", "ye", "oe")):
        return verb[:-1] + "ing"
    past = _IRREGULAR.get(verb, ("", ""))[0]
    doubled = past.startswith(verb + verb[-1]) and past.endswith("ed")
    return (verb + verb[-1] if doubled or (not past and _doubles(verb)) or verb in _DOUBLING else verb) + "ing"


_DOUBLING = frozenset("overrun cut set hit win put get begin run dig quit bid".split())


def _doubles(verb: str) -> bool:
    """A short verb that ends consonant-vowel-consonant doubles its last letter."""
    return (
        len(verb) <= 4
        and len(verb) >= 3
        and verb[-1] not in "aeiouwxy"
        and verb[-2] in "aeiou"
        and verb[-3] not in "aeiou"
        and sum(c in "aeiou" for c in verb) == 1
    )


def inflected(verbs: Iterable[str]) -> dict[str, str]:
    """Every form of each base verb, mapped to the base verb."""
    return {form: verb for verb in verbs for form in forms(verb)}
