"""On how many development articles does each expression and each word of the rules fire? `python -m tests.firing [--all]`.

An expression is a compiled pattern of a module of `extractor/language` or `extractor/rules`; it fires on an article when it
finds something while the article is read. A row of `en/*.tsv` fires where the parse has its word in the base form and part of
speech, a phrase where its words follow the first one in the sentence. Printed are those of our own that fire on fewer than
three articles; rows from VerbNet, FrameNet, WordNet or CAMEO and rows that say that they complete a class are general. `--all`
prints these, too.
"""

import importlib
import pkgutil
import re
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

import extractor.language
import extractor.rules
from extractor.language.account import Account
from extractor.language.syntax import Token
from extractor.language.vocabulary import Row, rows
from extractor.reading.inputs import read
from extractor.work import account_of, grounded
from schemas.article import Article
from schemas.base import RecordType
from tests.corpus import ANNOTATED

FEW = 3
COMPLETES = "ours: completes the class"
_TAGS = {"n": ("N",), "p": ("N",), "v": ("V", "J", "N"), "a": ("J", "V"), "r": ("R", "I")}


class Watched:
    """A pattern that notes its name whenever it finds something."""

    def __init__(self, pattern: "re.Pattern[str]", name: str, fired: set[str]) -> None:
        self._pattern, self._name, self._fired = pattern, name, fired

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._pattern, name)
        if not callable(found):
            return found

        def noting(*words: Any) -> Any:
            if name in ("sub", "split"):
                searched = next(self._pattern.finditer(words[-1 if name == "sub" else 0]), None)
            else:
                searched = found(*words)
                searched = next(searched, None) if name == "finditer" else searched
            if searched:
                self._fired.add(self._name)
            return found(*words)

        return noting


def watch(fired: set[str]) -> list[str]:
    """Puts watched patterns into all modules of language and rules; returns their names."""
    modules = [
        importlib.import_module(f"{package.__name__}.{info.name}")
        for package in (extractor.language, extractor.rules)
        for info in pkgutil.iter_modules(package.__path__)
    ]
    names: dict[re.Pattern[str], str] = {}
    for module in modules:
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                names.setdefault(value, f"{module.__name__.removeprefix('extractor.')}.{name}")
    for module in modules:
        for name, value in list(vars(module).items()):
            if isinstance(value, re.Pattern):
                setattr(module, name, Watched(value, names[value], fired))
    return list(names.values())


def words_of(account: Account) -> Iterator[tuple[list[Token], dict[str, list[Token]]]]:
    """The tokens of each sentence, and the same by every form under which a row may know them."""
    for parse in account.parses:
        by_form: dict[str, list[Token]] = {}
        for token in parse:
            for form in {token.low, token.lemma, token.verb}:
                by_form.setdefault(form, []).append(token)
        yield list(parse), by_form


def occurs(row: Row, tokens: list[Token], by_form: dict[str, list[Token]]) -> bool:
    """The row's word, or its phrase, stands in the sentence as its part of speech."""
    first, *more = row.word.split()
    for token in by_form.get(first, ()):
        if row.part in _TAGS and not token.tag.startswith(_TAGS[row.part]):
            continue
        later = [form for after in tokens[token.number + 1 :] for form in (after.low, after.lemma)]
        if all(word in later for word in more):
            return True
    return False


def main() -> None:
    """Read the articles, count, and print."""
    from extractor.rules.propose import propose

    fired: set[str] = set()
    patterns, by_pattern, by_row = watch(fired), Counter[str](), Counter[Row]()
    for annotated in ANNOTATED:
        fired.clear()
        found: set[Row] = set()
        for article in (one for one in read([str(annotated.path)]) if isinstance(one, Article)):
            account = account_of(article)
            grounded(article, [(p, None) for p in propose(account, tuple(RecordType))], account)
            for tokens, by_form in words_of(account):
                found |= {row for row in rows() if row not in found and occurs(row, tokens, by_form)}
        by_pattern.update(fired)
        by_row.update(found)
    everything = "--all" in sys.argv
    for name in sorted(patterns, key=lambda n: (by_pattern[n], n)):
        if by_pattern[name] < FEW or everything:
            print(f"{by_pattern[name]:3} {name}")
    own = [r for r in rows() if everything or (r.source.startswith("ours") and not r.source.startswith(COMPLETES))]
    few = sorted((r for r in own if by_row[r] < FEW or everything), key=lambda r: (r.file, r.kind, by_row[r], r.word))
    for row in few:
        print(f"{by_row[row]:3} {row.file} {row.kind}: {row.word} ({row.part}; {row.source})")
    rare = sum(by_pattern[name] < FEW for name in patterns)
    scarce = sum(by_row[r] < FEW for r in own)
    print(f"{rare} of {len(patterns)} expressions and {scarce} of {len(own)} rows fire on fewer than {FEW}")


if __name__ == "__main__":
    main()
