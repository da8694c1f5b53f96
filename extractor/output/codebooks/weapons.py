"""The weapon that a fact's sentences name, as ACLED's and PLOVER's categories; none where they name none or several."""

import re
from dataclasses import dataclass

from extractor.output.codebooks.events import counted
from schemas.fact import Fact


@dataclass(frozen=True, slots=True)
class Weapon:
    """Words, ACLED's sub-event type (none for weapons that are not remote) and PLOVER's mode of ASSAULT."""

    words: str
    acled: str | None
    plover: str


WEAPONS = (
    Weapon(r"suicide (?:bomb\w*|attack\w*|vest\w*)", "Suicide bomb", "suicide-attack"),
    Weapon(
        r"air ?strikes?|air-strikes?|air raids?|drone\w*|UAVs?|warplanes?|fighter jets?|helicopter gunships?",
        "Air/drone strike",
        "heavy-weapons",
    ),
    Weapon(
        r"shell(?:s|ed|ing|fire)|artillery|mortars?|rockets?|missiles?|howitzers?",
        "Shelling/artillery/missile attack",
        "heavy-weapons",
    ),
    Weapon(
        r"land[ -]?mines?|anti-?tank mines?|(?:on|hit|struck) a mine|IEDs?|improvised explosive\w*|(?:roadside|car) bombs?",
        "Remote explosive/landmine/IED",
        "explosives",
    ),
    Weapon(r"(?:hand )?grenades?", "Grenade", "explosives"),
    Weapon(r"gunmen|gunman|gunfire|snipers?|shot dead|shot and killed|small arms|rifles?|machine[- ]guns?", None, "firearms"),
)
_PATTERNS = tuple((weapon, re.compile(rf"\b(?:{weapon.words})\b", re.IGNORECASE)) for weapon in WEAPONS)


def weapon(fact: Fact) -> Weapon | None:
    """The one weapon that the evidence of the counted reports names."""
    text = "\n".join(r.record.evidence for r in counted(fact))
    named = [found for found, pattern in _PATTERNS if pattern.search(text)]
    return named[0] if len(named) == 1 else None
