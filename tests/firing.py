"""On how many development articles does each expression, list and word of the rules fire? `python -m tests.firing [--all]`.

An expression is a pattern of a module of `extractor/language` or `extractor/rules`, compiled there or written where it is used;
it fires on an article when it finds something while the article is read. A list is a class of a file of `en/*.tsv` or a
constant of such a module that holds words; it fires where one of its words stands, as a token's form, base form, part of
speech or relation, or as letters or signs of the text. A row of `en/*.tsv` fires where the parse has its word in the base form
and part of speech, a phrase where its words follow the first one in the sentence.

What is of a general reference need not fire: a row from VerbNet, FrameNet, WordNet or another work that
`tests/language/test_vocabulary.py` knows, and an expression or constant that bears "# source: " and the name of
one of `REFERENCES`. Printed is what of our own fires on fewer than three articles; `--all` prints the rest as well. It fails
where an expression or a list does; rows are only counted.
"""

import ast
import importlib
import pkgutil
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
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
REFERENCES = (
    "Chicago Manual of Style",
    "CLDR",
    "CommonMark",
    "HTML",
    "ISO 8601",
    "JSON",
    "OWASP LLM01",
    "Penn Treebank",
    "Quirk et al.",
    "Unicode",
    "VerbNet",
    "WordNet",
)
"""General references: standards, grammars, dictionaries and style guides that were written for all texts, not for ours."""
_OWN = ("ours",)
_COMPLETES = "ours: completes the class"
_SOURCE = re.compile(r"#\ssource:\s(?P<work>.+?)\s*$")
_TAGS = {"n": ("N",), "p": ("N",), "v": ("V", "J", "N"), "a": ("J", "V"), "r": ("R", "I")}
_SEARCHES = ("search", "match", "fullmatch", "finditer", "findall", "sub", "split")


def is_general(source: str) -> bool:
    """True for what a reference has: "verbnet:run-51.3.2", "CLDR, months"; false for "ours: verb of headlines" and "".

    A row that only fills up a class ("sail east" beside "sail north") counts with the class.
    """
    if source.startswith(_COMPLETES):
        return True
    return source.startswith(REFERENCES) or (":" in source and not source.startswith(_OWN))


@dataclass
class Firing:
    """What there is, each with its source, and on how many articles it has fired."""

    expressions: dict[str, str] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()
    articles: Counter[Any] = field(default_factory=Counter)

    def few(self, sources: dict[str, str]) -> list[str]:
        """Those of our own that fire on too few articles, of the expressions or the lists with their sources."""
        return sorted(name for name, work in sources.items() if self.articles[name] < FEW and not is_general(work))


class Watched:
    """A pattern that notes its name whenever it finds something."""

    def __init__(self, pattern: "re.Pattern[str]", name: str, fired: set[Any]) -> None:
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


class WatchedRe(ModuleType):
    """The module `re` as one module of ours sees it: patterns written where they are used are watched, named by their line."""

    def __init__(self, name: str, fired: set[Any]) -> None:
        super().__init__("re")
        self._name, self._fired = name, fired

    def __getattr__(self, name: str) -> Any:
        found = getattr(re, name)
        if name not in (*_SEARCHES, "compile"):
            return found
        line = sys._getframe(1).f_lineno

        def noting(pattern: str, *words: Any) -> Any:
            flags = words[-1] if words and isinstance(words[-1], re.RegexFlag) else re.NOFLAG
            watched = Watched(re.compile(pattern, flags), f"{self._name}:{line}", self._fired)
            return watched if name == "compile" else getattr(watched, name)(*(w for w in words if w is not flags))

        return noting


def modules() -> list[ModuleType]:
    """The modules of language and rules."""
    return [
        importlib.import_module(f"{package.__name__}.{info.name}")
        for package in (extractor.language, extractor.rules)
        for info in pkgutil.iter_modules(package.__path__)
    ]


def source_of(lines: list[str], first: int, last: int) -> str:
    """The work that a comment of these lines names as its source, or ""."""
    found = (_SOURCE.search(line) for line in lines[first - 1 : last])
    return next((m["work"] for m in found if m), "")


def _assigned(tree: ast.Module) -> Iterator[tuple[str, ast.expr, tuple[int, int]]]:
    """The constants of a module: name, value, first and last line."""
    for node in tree.body:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                for name in ast.walk(target):
                    if isinstance(name, ast.Name):
                        yield name.id, node.value, (node.lineno, node.end_lineno or node.lineno)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            yield node.target.id, node.value, (node.lineno, node.end_lineno or node.lineno)


def _strings(value: object) -> frozenset[str]:
    """The words of a constant: of a set, tuple or dictionary of them; none of anything else."""
    if isinstance(value, dict):
        value = tuple(value)
    if isinstance(value, (set, frozenset, list, tuple)) and value:
        return frozenset().union(*(frozenset({v}) if isinstance(v, str) else _strings(v) for v in value))
    return frozenset()


def _searches_of(tree: ast.Module) -> Iterator[int]:
    """The lines within functions that search by a pattern written there."""
    for node in (n for f in ast.walk(tree) if isinstance(f, ast.FunctionDef) for n in ast.walk(f)):
        if isinstance(node, ast.Attribute) and node.attr in (*_SEARCHES, "compile") and ast.unparse(node.value) == "re":
            yield node.lineno


def _written(value: ast.AST) -> Iterator[str]:
    """The words that a constant has in the module itself, not those that it reads from a class of `en/*.tsv`."""
    if isinstance(value, ast.Call) and ast.unparse(value.func) in ("words", "kinds", "phrasal", "wordnet"):
        return
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value
    for child in ast.iter_child_nodes(value):
        yield from _written(child)


def watch(fired: set[Any]) -> tuple[Firing, dict[str, frozenset[str]]]:
    """Puts watched patterns into all modules of language and rules; what there is to fire, and the words of the lists."""
    firing, words = Firing(rows=rows()), dict[str, frozenset[str]]()
    patterns: dict[re.Pattern[str], str] = {}
    found = modules()
    for module in found:
        name = module.__name__.removeprefix("extractor.")
        text = Path(str(module.__file__)).read_text(encoding="utf-8")
        lines, tree = text.splitlines(), ast.parse(text)
        for constant, written, span in _assigned(tree):
            value, where = getattr(module, constant), f"{name}.{constant}"
            if isinstance(value, re.Pattern):
                patterns.setdefault(value, where)
                firing.expressions[where] = source_of(lines, *span)
            elif any(_written(written)) and (strings := _strings(value)):
                words[where] = strings
                firing.lists[where] = source_of(lines, *span)
        firing.expressions |= {f"{name}:{line}": source_of(lines, line, line) for line in _searches_of(tree)}
    for module in found:
        for constant, value in list(vars(module).items()):
            if isinstance(value, re.Pattern):
                setattr(module, constant, Watched(value, patterns[value], fired))
            elif value is re:
                setattr(module, constant, WatchedRe(module.__name__.removeprefix("extractor."), fired))
    for row in rows():
        where = f"{row.file} {row.kind}"
        words[where] = words.get(where, frozenset()) | {row.word}
        if is_general(firing.lists.get(where, row.source)):  # a class of several sources is ours where one of them is
            firing.lists[where] = row.source
    return firing, words


def _parsed(account: Account) -> Iterator[tuple[list[Token], dict[str, list[Token]]]]:
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


def _fires(words: frozenset[str], forms: set[str], text: str) -> bool:
    """A word of a list stands in the article, or letters and signs that are no word by themselves."""
    return not words.isdisjoint(forms) or any(w and not (w.isalpha() and w.isascii()) and w in text for w in words)


def counted(paths: Iterable[Path]) -> Firing:
    """Reads the articles and counts on how many of them everything fires."""
    from extractor.rules.propose import propose

    fired: set[Any] = set()
    firing, words = watch(fired)
    by_first: dict[str, list[Row]] = {}
    for row in firing.rows:
        by_first.setdefault(row.word.split()[0], []).append(row)
    for path in paths:
        fired.clear()
        for article in (one for one in read([str(path)]) if isinstance(one, Article)):
            account = account_of(article)
            grounded(article, [(p, None) for p in propose(account, tuple(RecordType))], account)
            forms: set[str] = set()
            for tokens, by_form in _parsed(account):
                here = [row for form in by_form for row in by_first.get(form, ()) if row not in fired]
                fired |= {row for row in here if occurs(row, tokens, by_form)}
                forms |= {*by_form, *(f for t in tokens for f in (t.text, t.tag, t.dep, t.entity))}
            fired |= {f"{row.file} {row.kind}" for row in fired if isinstance(row, Row)}
            fired |= {name for name, own in words.items() if ".tsv" not in name and _fires(own, forms, article.text)}
        firing.articles.update(fired)
    return firing


def main() -> None:
    """Read the articles, count, and print."""
    firing = counted(a.path for a in ANNOTATED)
    everything = "--all" in sys.argv
    for kind, found in (("expressions", firing.expressions), ("lists", firing.lists)):
        few = firing.few(found)
        for name in sorted(found if everything else few, key=lambda n: (firing.articles[n], n)):
            print(f"{firing.articles[name]:3} {name}{found[name] and '  # '}{found[name]}")
        general = sum(firing.articles[n] < FEW for n in found) - len(few)
        print(f"{len(few)} of {len(found)} {kind} fire on fewer than {FEW}, beside {general} of general references\n")
    own = [r for r in firing.rows if not is_general(r.source)]
    scarce = [r for r in own if firing.articles[r] < FEW]
    for row in sorted(firing.rows if everything else scarce, key=lambda r: (r.file, r.kind, firing.articles[r], r.word)):
        print(f"{firing.articles[row]:3} {row.file} {row.kind}: {row.word} ({row.part}; {row.source})")
    print(f"{len(scarce)} of {len(own)} rows of ours fire on fewer than {FEW}")
    sys.exit(1 if firing.few(firing.expressions) or firing.few(firing.lists) else 0)


if __name__ == "__main__":
    main()
