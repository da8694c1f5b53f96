"""Output that any code page can take.

What it lacks is shown by a plain stand-in of the same width, so that tables keep their shape. Machine formats know no code
page (see `machine`).
"""

import codecs
import sys
import unicodedata

_STANDS_FOR = str.maketrans({
    **dict.fromkeys("→⇒▶►", ">"), **dict.fromkeys("←⇐◀◄", "<"), **dict.fromkeys("–—‐‑‒―−─━", "-"), **dict.fromkeys("│┃|", "|"),
    **dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‘’‚‛‹›ʼ′", "'"), **dict.fromkeys("•‣▪●·", "*"), "…": "~", "×": "x",
    "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i", "ə": "e", "Ə": "E", "æ": "a", "œ": "o",
})  # fmt: skip
_NAME = "communique.standin"


def settle() -> None:
    """Lets standard output and standard error write every text, as far as their code page goes."""
    codecs.register_error(_NAME, _stand_in)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=_NAME)


def _stand_in(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(_one(character) for character in error.object[error.start : error.end]), error.end


def _one(character: str) -> str:
    """A letter without its accents, a sign's likeness, or a `?`; nothing for what takes no room itself."""
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Mn", "Me"):
        return ""
    plain = unicodedata.normalize("NFKD", character.translate(_STANDS_FOR))[:1]
    wide = unicodedata.east_asian_width(character) in ("W", "F")
    return (plain if " " <= plain <= "~" else "?") * (1 + wide)
