"""Swapping the two sides' names leaves the coding the same: which records there are, their actions, acts and categories."""

import re
from collections import Counter
from datetime import date

import pytest

from extractor.grounding.records import ground
from extractor.language.account import Account
from extractor.rules.propose import propose
from schemas.base import Record, RecordType
from tests.corpus import ANNOTATED, Annotated

SIDES = {
    "thai_border_wire": "Thailand/Cambodia Thai/Cambodian Bangkok/Pnompenh",
    "congo_sake_agency": "Rwanda/Congo Rwandan/Congolese Kigali/Kinshasa",
    "odesa_drones_live": "Russia/Ukraine Russian/Ukrainian Moscow/Kyiv",
    "loc_flareup": "India/Pakistan Indian/Pakistani Delhi/Islamabad",
    "kut_border_regional": "Armenia/Azerbaijan Armenian/Azerbaijani Yerevan/Baku",
    "apa_massis_karabakh2020": "Armenia/Azerbaijan Armenian/Azerbaijani Yerevan/Baku",
    "ukraine_daily": "Russia/Ukraine Russian/Ukrainian Moscow/Kyiv",
    "belgorod": "Russia/Ukraine Russian/Ukrainian Moscow/Kyiv",
    "iran_israel_live": "Iran/Israel Iranian/Israeli Tehran/Jerusalem",
    "adzvi_borderization": "Georgia/Russia Georgian/Russian Tbilisi/Moscow",
}
CHOSEN = [a for a in ANNOTATED if a.name in SIDES]
ENOUGH = 0.95


def swapped(text: str, sides: str) -> str:
    """The text with every name of one side in the other's place."""
    other = dict(pair.split("/") for pair in sides.split())
    other |= {two: one for one, two in other.items()}
    return re.sub(r"\b(?:" + "|".join(sorted(other, key=len, reverse=True)) + r")\b", lambda m: other[m.group()], text)


def coding(text: str) -> Counter[tuple[str, int, str]]:
    """Type, number of the sentence, and action, act or category of each record."""
    account = Account(text, (), date(2024, 3, 14))
    found: Counter[tuple[str, int, str]] = Counter()
    for record in ground(account, "a", propose(account, tuple(RecordType))):
        sentence = account.sentence_at(record.start)
        assert sentence is not None
        found[record.type.value, sentence.number, _kind(record)] += 1
    return found


def _kind(record: Record) -> str:
    return str(next((v for name in ("act", "action", "category") if (v := getattr(record, name, None)) is not None), ""))


@pytest.mark.parametrize("article", CHOSEN, ids=lambda a: a.name)
def test_swapping_back_gives_the_article(article: Annotated) -> None:
    once = swapped(article.text, SIDES[article.name])
    assert once != article.text
    assert swapped(once, SIDES[article.name]) == article.text


def test_swapping_sides_leaves_the_coding_the_same() -> None:
    kept = total = 0
    for article in CHOSEN:
        before, after = coding(article.text), coding(swapped(article.text, SIDES[article.name]))
        kept += (before & after).total()
        total += max(before.total(), after.total())
    print(f"\nside swap: {kept} of {total} records keep type, action, act and category ({kept / total:.1%})")
    assert len(CHOSEN) == len(SIDES)
    assert total > 400
    assert kept / total >= ENOUGH
