"""Which language a text is in: the parser, the lexicons and the readings of numbers and dates know only English.

Where small English words abound, it is English; else py3langid decides, paragraph by paragraph. Names are no evidence of a
language: what is capitalised is left out where the rest says enough.
"""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_WORD = re.compile(r"[^\W\d_]+")
_COMMON = frozenset(
    "the a an and or but of to in on at by for from with as that this these those it its he she they we his her their "
    "is are was were be been has have had will would not no who which when after before over said says more than into "
    "about between".split()
)
_PLAINLY = 0.2  # English news has 0.35 to 0.5 of such words, headlines alone 0.2; other languages below 0.06
_LEAST = 4  # words below which a paragraph is no evidence
_FEW = 8  # words beside names, of which one English word is evidence enough
_SURE = 0.5  # of the library's own estimate, below which a short text in Latin script passes
_ENOUGH = 20  # words below which an article's language is guessed only where the library is sure


def refusal(text: str) -> str | None:
    """Why an article cannot be read ("in Russian; only English is read"), or None for one in English."""
    code = _language(text[:20_000], _ENOUGH)
    if code == "en":
        return None
    if code is None:
        return "not in English, or too little of it is; only English is read"
    return f"in {_name(code)}; only English is read"


def is_english(text: str) -> bool:
    """True for an article that can be read."""
    return refusal(text) is None


def is_foreign(paragraph: str) -> bool:
    """True for a paragraph in another language. Short ones, and those that are names only, are not."""
    return _language(paragraph, _LEAST) not in ("en", None)


def _language(text: str, enough: int) -> str | None:
    """The code of a text's language; None where it says too little."""
    words = _WORD.findall(text)
    if not words:
        return None
    common = sum(w.lower() in _COMMON for w in words)
    if common >= _PLAINLY * len(words):
        return "en"
    latin = sum(max(w) < "\u0250" for w in words)
    if latin * 2 < len(words):
        return str(_identifier().classify(text)[0])
    small = [w for w in words if not w[:1].isupper()]
    if len(small) < min(enough, _LEAST):
        return "en"  # names, and nothing that tells
    if common and len(small) < _FEW:
        return "en"
    code, sure = _identifier().classify(" ".join(small))
    return str(code) if sure >= _SURE or len(words) >= enough else "en"


def _name(code: str) -> str:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(code).english_name or code
    except (UnknownLocaleError, ValueError):
        return f"another language ({code})"


@cache
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
