"""Makes the lists of given names of `extractor/language/given` from the locales of the package Faker.

`python -m tests.given SITE`, SITE the folder in which Faker and Unidecode are unpacked, writes them anew: names in Latin
letters, or in Greek, Cyrillic, Armenian or Georgian ones that Unidecode writes in Latin, that some locale gives to women and
none to men, and the other way round, without words that the lexicons know.
"""

import sys
from importlib import import_module
from pathlib import Path

from extractor.language.names import parties
from extractor.language.persons import names_persons

LISTS = Path(__file__).parent.parent / "extractor" / "language" / "given"
NOTICE = """# Made by `python -m tests.given`: given names of {whom} only in the locales of Faker.
# Faker: Copyright (c) 2012 Daniele Faraglia. Permission is hereby granted, free of charge, to any person obtaining a copy of
# this software and associated documentation files, to deal in the Software without restriction, including without limitation
# the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, provided that
# this notice appears in all copies. THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND.
"""


def given(site: Path) -> tuple[set[str], set[str]]:
    """The given names of women and of men in all locales, as written, in Latin letters."""
    sys.path.insert(0, str(site))
    latin = import_module("unidecode").unidecode
    women: set[str] = set()
    men: set[str] = set()
    for folder in sorted((site / "faker" / "providers" / "person").iterdir()):
        if not (folder / "__init__.py").exists():
            continue
        provider = import_module(f"faker.providers.person.{folder.name}").Provider
        for names, field in ((women, "first_names_female"), (men, "first_names_male")):
            for whole in getattr(provider, field, ()):
                name = str(whole).split()[0]
                name = latin(name) if "\u0370" < min(name) < "\u0590" or min(name) >= "\u10a0" > max(name) else name
                if name.isalpha() and max(name) < "\u0250" and len(name) > 1 and name[:1].isupper():
                    names.add(name.lower())
    return women, men


def main(site: Path) -> None:
    """Writes the two lists."""
    women, men = given(site)
    LISTS.mkdir(exist_ok=True)
    for file, names in (("women", women - men), ("men", men - women)):
        kept = sorted(n for n in names if not parties(n) and not names_persons(n))
        (LISTS / f"{file}.txt").write_text(NOTICE.format(whom=file) + "\n".join(kept) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
