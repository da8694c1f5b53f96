"""Makes the word lists of `extractor/language/wordnet` from WordNet 3.0, as Debian's `wordnet-base` installs it.

`python -m tests.wordnet /usr/share/wordnet` writes them anew. The rules, which the head of each list repeats:

- persons: single words whose most frequent noun sense is in noun.person and no proper name, unless a sense of them is an
  animal or an artifact and WordNet's tagged texts do not mean the person more often ("torpedo", "carrier");
- also-persons: other single words with a sense in noun.person and none in noun.animal, which are people where the verb says
  so ("wounded two stokers");
- groups: single words with a sense in noun.group, which is not a proper name: bodies of people can speak;
- illnesses: single words whose most frequent sense is a kind of illness of people;
- sites: single words whose most frequent sense is a kind of structure, way, tract of land, landform or waters, and no proper
  name;
- fights: single words of whose two most frequent senses one is a kind of attack, fight, explosion, killing or violence, and no
  proper name.
"""

import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

LISTS = Path(__file__).parent.parent / "extractor" / "language" / "wordnet"
NOTICE = """WordNet 3.0 Copyright 2006 by Princeton University. All rights reserved. Permission to use, copy, modify and
# distribute this database for any purpose and without fee or royalty is granted, provided that this notice appears on all
# copies. IT IS PROVIDED "AS IS" WITHOUT ANY WARRANTY. The name of Princeton University may not be used in advertising."""
_PERSON, _ANIMAL, _ARTIFACT, _GROUP, _LOCATION, _OBJECT = 18, 5, 6, 14, 15, 17


@dataclass
class Synset:
    """A meaning: its lexicographer file, the meanings above it, whether it is a proper name, its words."""

    file: int
    words: list[str]
    above: list[str] = field(default_factory=list)
    name: bool = False


def synsets(folder: Path) -> dict[str, Synset]:
    """The noun meanings by their offset."""
    found = {}
    for line in (folder / "data.noun").read_text(encoding="latin-1").splitlines():
        if line.startswith("  "):
            continue
        cells = line.split("|")[0].split()
        count = int(cells[3], 16)
        pointers = cells[5 + 2 * count :]
        synset = Synset(int(cells[1]), cells[4 : 4 + 2 * count : 2])
        for symbol, offset, part in zip(pointers[0::4], pointers[1::4], pointers[2::4], strict=False):
            if symbol in ("@", "@i") and part == "n":
                synset.above.append(offset)
                synset.name = synset.name or symbol == "@i"
        found[cells[0]] = synset
    return found


def senses(folder: Path) -> dict[str, list[str]]:
    """The meanings of each noun in lower case, the most frequent first, as offsets."""
    lines = (folder / "index.noun").read_text(encoding="latin-1").splitlines()
    cells = (line.split() for line in lines if not line.startswith("  "))
    return {row[0]: row[-int(row[2]) :] for row in cells}


def tagged(folder: Path) -> dict[str, dict[int, int]]:
    """How often each meaning of a noun, counted from 1, stands in WordNet's tagged texts."""
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for line in (folder / "cntlist.rev").read_text(encoding="latin-1").splitlines():
        key, number, count = line.split()
        word, _, rest = key.partition("%")
        if rest.startswith("1:"):
            found[word][int(number)] = int(count)
    return found


def _plain(word: str) -> bool:
    return word.replace("-", "").isalpha()


def lists(folder: Path) -> dict[str, list[str]]:
    """The words of each list, in order."""
    meanings, nouns, often = synsets(folder), senses(folder), tagged(folder)

    def under(offset: str, roots: set[str]) -> bool:
        waiting, seen = [offset], set()
        while waiting:
            one = waiting.pop()
            if one in roots:
                return True
            if one not in seen:
                seen.add(one)
                waiting += meanings[one].above
        return False

    def person(word: str) -> bool:
        files = [meanings[o].file for o in nouns[word]]
        if not _plain(word) or files[0] != _PERSON or meanings[nouns[word][0]].name:
            return False
        counted = [(files[at - 1], n) for at, n in often.get(word, {}).items() if at <= len(files)]
        meant = sum(n for file, n in counted if file == _PERSON)
        thing = sum(n for file, n in counted if file in (_ANIMAL, _ARTIFACT))
        return meant > thing or not {_ANIMAL, _ARTIFACT} & set(files)

    def also(word: str) -> bool:
        files = {meanings[o].file for o in nouns[word] if not meanings[o].name}
        return _PERSON in files and _ANIMAL not in files and not person(word)

    illness, other = {nouns["illness"][0]}, {nouns["plant_disease"][0], nouns["animal_disease"][0], nouns["injury"][0]}
    built = {nouns[w][0] for w in ("structure", "facility", "tract", "geological_formation", "body_of_water")} | {
        nouns["way"][5]
    }
    fought = {nouns[w][0] for w in ("attack", "explosion", "military_action", "violence", "conflict", "shooting")}
    fought |= {*nouns["fight"][:2], *nouns["killing"][:2]}

    def kind(word: str, roots: set[str], within: int) -> bool:
        return _plain(word) and any(not meanings[o].name and under(o, roots) for o in nouns[word][:within])

    return {
        "persons": sorted(w for w in nouns if person(w)),
        "also-persons": sorted(w for w in nouns if _plain(w) and also(w)),
        "groups": sorted(
            w for w in nouns if _plain(w) and any(meanings[o].file == _GROUP and not meanings[o].name for o in nouns[w])
        ),
        "illnesses": sorted(w for w in nouns if _plain(w) and under(nouns[w][0], illness) and not under(nouns[w][0], other)),
        "sites": sorted(
            w for w in nouns if kind(w, built, 1) and meanings[nouns[w][0]].file in (_ARTIFACT, _LOCATION, _OBJECT)
        ),
        "fights": sorted(w for w in nouns if kind(w, fought, 2)),
    }


def main(folder: Path) -> None:
    """Writes the lists."""
    rules = [" ".join(p.split()) for p in (__doc__ or "").split("\n- ")[1:]]
    for (name, words), rule in zip(lists(folder).items(), rules, strict=True):
        head = f"# Made by `python -m tests.wordnet`. {rule}\n# {NOTICE}\n"
        (LISTS / f"{name}.txt").write_text(head + "\n".join(words) + "\n", encoding="utf-8")
        print(f"{name}: {len(words)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
