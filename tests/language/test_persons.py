"""Who is a person, in a parsed sentence."""

import pytest

from extractor.language.account import Account
from extractor.language.persons import is_illness, is_person, names_persons


@pytest.mark.parametrize("word", ["heifers", "reactors", "helicopters", "containers", "transformers", "carriers", "tankers"])
def test_animals_and_machines_are_nobody(word: str) -> None:
    assert not names_persons(word)


@pytest.mark.parametrize("word", ["midwives", "beekeepers", "miner", "stevedores", "people", "ex-conscripts", "gunmen"])
def test_nouns_for_people_are_known_in_any_form(word: str) -> None:
    assert names_persons(word)


def test_names_are_told_by_the_parsers_entities() -> None:
    (parse,) = Account("The strike killed Marta Koval and five Afghans in Kharkiv.").parses
    assert {t.text for t in parse if is_person(t)} == {"Marta", "Koval", "Afghans"}


def test_illness_is_nobodys_doing() -> None:
    (parse,) = Account("He died of cholera, she of a heart attack, they of their wounds.").parses
    assert [t.text for t in parse if is_illness(parse, t)] == ["cholera", "attack"]
