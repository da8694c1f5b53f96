"""The word lists: each row one word in its base form, with a class that something uses and a source that is known."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

from extractor.language.lemmas import known_words, lemma
from extractor.language.vocabulary import Row, kinds, rows, words

CODE = "\n".join(p.read_text(encoding="utf-8") for p in (Path(__file__).parents[2] / "extractor").rglob("*.py"))
PARTS = {"n": ("noun", "N"), "p": ("noun", "NNS"), "v": ("verb", "V"), "f": ("verb", "V"), "a": ("adj", "J"), "r": ("adv", "R")}
PREFIXES = frozenset("dis mis non out over pre".split())
WORDNET = frozenset(
    "adj.all adj.pert adj.ppl adv.all noun.Tops noun.act noun.animal noun.artifact noun.attribute noun.body noun.cognition "
    "noun.communication noun.event noun.feeling noun.food noun.group noun.location noun.motive noun.object noun.person "
    "noun.phenomenon noun.plant noun.possession noun.process noun.quantity noun.relation noun.shape noun.state noun.substance "
    "noun.time verb.body verb.change verb.cognition verb.communication verb.competition verb.consumption verb.contact "
    "verb.creation verb.emotion verb.motion verb.perception verb.possession verb.social verb.stative verb.weather".split()
)
"""WordNet's lexicographer files."""
SOURCES = {
    "wordnet": re.compile("|".join(map(re.escape, WORDNET)) + r"|frame-(?:12|15|2[0-8])|verb\.exc"),
    "verbnet": re.compile(r"[a-z_]+-\d+(?:\.\d+)*"),
    "framenet": re.compile(r"[A-Z][a-z_]+"),
    "cameo": re.compile(r"\d{2,4}"),
    "quirk": re.compile(r"modal auxiliaries|determiners"),
    "cldr": re.compile("months"),
    "ap": re.compile("months"),
    "ours": re.compile(r" .{8,}"),
}


def test_there_are_rows_in_every_file() -> None:
    assert {r.file for r in rows()} == {p.name for p in (Path(__file__).parents[2] / "extractor/language/en").glob("*.tsv")}


def test_no_word_has_a_class_twice() -> None:
    assert not [one for one, times in Counter((r.word, r.part, r.kind) for r in rows()).items() if times > 1]


def test_no_word_has_two_kinds_of_a_class() -> None:
    heads = Counter((r.word, r.kind.partition(".")[0]) for r in rows() if "." in r.kind)
    assert not [one for one, times in heads.items() if times > 1]


def test_every_class_is_used() -> None:
    calls = " ".join(re.findall(r"\b(?:words|kinds|phrasal)\(([^()]*)\)", re.sub(r'part="\w"', "", CODE)))
    used = set(re.findall(r'"([^"\s]+)"', calls))
    assert {r.kind.partition(".")[0] for r in rows()} == used


def test_every_source_is_known() -> None:
    def known(row: Row) -> bool:
        name, _, what = row.source.partition(":")
        return name in SOURCES and SOURCES[name].fullmatch(what) is not None

    assert not [r for r in rows() if not known(r)]


def test_parts_of_speech_are_known() -> None:
    assert {r.part for r in rows()} <= set(PARTS)


@cache
def _everything() -> frozenset[str]:
    return frozenset().union(*(known_words(name) for name, _ in PARTS.values()))


def _run_together(word: str, part: str) -> bool:
    """True for what no dictionary has and two words make: a space or a hyphen was lost."""
    parted = ((word[:at], word[at:]) for at in range(3, len(word) - 2) if word[:at] not in PREFIXES)
    known = word in known_words(PARTS[part][0])
    return not known and any(one in _everything() and two in _everything() for one, two in parted)


def test_no_row_is_two_words_run_together() -> None:
    lone = [r for r in rows() if r.part != "f" and not re.search(r"[ -]", r.word) and "as one word" not in r.source]
    assert not [r for r in lone if _run_together(lemma(r.word, "NNS") if r.part == "p" else r.word, r.part)]


def test_words_run_together_are_found() -> None:
    assert all(_run_together(word, "v") for word in ("acknowledgeadmit", "wantcommit", "maimbulldoze", "nearreach"))
    assert not any(_run_together(word, "v") for word in ("withhold", "overrun", "bulldoze", "reoccupy"))


def test_every_word_is_its_own_base_form() -> None:
    def based(row: Row) -> bool:
        name, tag = PARTS[row.part]
        first = row.word.split()[0]
        return first in known_words(name) or lemma(first, tag) == first

    assert not [r for r in rows() if r.part not in "pf" and not based(r)]


def test_a_plural_is_one_of_a_noun() -> None:
    plurals = [r for r in rows() if r.part == "p"]
    assert plurals
    assert not [r for r in plurals if lemma(r.word, "NNS") in (r.word, "")]


def test_an_irregular_form_is_one_of_a_verb_of_its_class() -> None:
    forms = [r for r in rows() if r.part == "f"]
    assert forms
    assert not [r for r in forms if lemma(r.word, "V") not in words(r.kind, part="v") - {r.word}]


def test_a_class_has_the_words_of_its_kinds() -> None:
    assert words("feeling") >= {"appalled", "worried"}
    assert not words("no such class")
    assert not kinds("feeling")
