"""Whose voice an article's own sentences are, and whom the people in it speak for.

Ten outlets that carry one agency's story are one source: an article that credits an agency for its text speaks with the
agency's voice, any other with its outlet's. A person speaks for whom the article says: "the Karabakh state minister, Artak
Beglarian" makes what Beglarian says Karabakh's word.
"""

import re
from functools import lru_cache
from pathlib import PurePath

from extractor.facts.parties import UNKNOWN, Party, party
from extractor.language.names import parties

_AGENCIES = (
    "Reuters|AFP|Agence France-Presse|AP|Associated Press|TASS|RIA Novosti|RIA|Interfax|Xinhua|Anadolu|DPA|dpa|EFE|ANSA|PTI|"
    "ANI|Ukrinform|SANA|NNA|WAFA|IRNA|Kyodo|Yonhap|UPI|Bernama|Petra|MENA|APA|Azertac|Armenpress|Interpressnews|SUNA|KUNA|WAM|"
    "QNA|AKIpress|Kabar|Khovar|Trend|AIB|RFE/RL|Radio Free Europe|AKP|TNA|ANHA|ACP|Belga|APS|IANS|APP"
)
_BEFORE = (
    r"(?:[-–—]|©|\bSource:|\bvia|\bBy|\bFrom|\bcourtesy of|\bpermission (?:from|of)|\bRe(?:printed|published) from|"
    r"\bCopyright(?: \(c\))?(?: \d{4})?)"
)
_CREDITS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\(\s*(?P<a>{_AGENCIES})\s*\)\s*(?:[-–—]|$)",
        rf"\b(?:[A-Z][A-Z .'’\-]+|[A-Z]\w+),?[^\n]{{0,30}}?[(/]\s*(?P<a>{_AGENCIES})\s*[)/]\s*[-–—]",
        rf"^[A-Z][^\n(]{{2,40}}\(\s*(?P<a>{_AGENCIES})\s*\)\s+(?=[A-Z])",
        rf"\b\d{{4}}\s*(?:/\s*(?:[A-Z]+\s+)?[“\"]?(?P<a>{_AGENCIES})[”\"]?\s*/|\.\s+(?P<b>{_AGENCIES})\s+[-–—])",
        rf"{_BEFORE}\s+(?:the\s+)?(?P<a>{_AGENCIES})\b",
        rf"^\s*(?P<a>{_AGENCIES})\s*(?:[-–—|/]|$)",
        rf"\(\s*(?P<a>{_AGENCIES})\s*\)\s*$",
    )
)
_SAME = {
    "Agence France-Presse": "AFP",
    "Associated Press": "AP",
    "RIA": "RIA Novosti",
    "dpa": "DPA",
    "Radio Free Europe": "RFE/RL",
}
_OFFICIAL = re.compile(r"\b(?:Government|Ministry|President|Presidency|Army|General Staff|Armed Forces|Embassy|Directorate)\b")
_HOMES = {  # agencies of a state that may be at war, by the code of the state
    "TASS": "RU", "RIA Novosti": "RU", "Interfax": "RU", "Xinhua": "CN", "Anadolu": "TR", "PTI": "IN", "ANI": "IN",
    "IANS": "IN",
    "APP": "PK", "Ukrinform": "UA", "SANA": "SY", "NNA": "LB", "WAFA": "PS", "IRNA": "IR", "Azertac": "AZ", "APA": "AZ",
    "Armenpress": "AM", "Interpressnews": "GE", "SUNA": "SD", "MENA": "EG", "AKP": "KH", "TNA": "TH",
    "Belga": "BE", "AKIpress": "KG", "Kabar": "KG", "Khovar": "TJ", "Trend": "AZ", "AIB": "BF",
}  # fmt: skip
_ORGANS = {  # of armed groups
    "furqaan": "SHABAAB", "andalus": "SHABAAB", "shahada": "SHABAAB", "amaq": "DAESH", "masirah": "HOUTHI",
    "manar": "HEZBOLLAH", "hawar": "SDF", "anha": "SDF", "zallaqa": "JNIM",
}  # fmt: skip
_HEAD, _FOOT = 400, 400  # characters in which a credit stands


@lru_cache(maxsize=16384)
def agency(text: str) -> str | None:
    """The agency that an article credits for its text, in its dateline or at its end."""
    for part in (text[:_HEAD], text[-_FOOT:]):
        for line in part.splitlines():
            for credit in _CREDITS:
                if found := credit.search(line):
                    name = found["a"] or found["b"]
                    return _SAME.get(name, name)
    return None


def voice(text: str, publisher: str | None, path: str, footer: str = "") -> str:
    """Who speaks where an article names nobody: the agency it credits, else its outlet, else its file.

    `footer` is the end of a file that holds more articles: a notice there speaks for those that name no outlet of their own.
    """
    return agency(text) or publisher or agency(footer) or PurePath(path).stem


def official(voice: str) -> bool:
    """The outlet is a government's or an army's own: what it says is that party's word."""
    return bool(parties(voice)) and _OFFICIAL.search(voice) is not None


@lru_cache(maxsize=16384)
def home(voice: str) -> Party:
    """The party whose outlet this is: that of a state's agency, or one that its name names."""
    code = _HOMES.get(voice) or next((of for organ, of in _ORGANS.items() if organ in voice.lower()), None)
    if code is None and BODY.search(voice):
        return UNKNOWN  # an observatory is no side's
    return Party(frozenset({code})) if code else Party(parties(voice))


_ROLE = (
    r"(?:spokes\w+|minister|secretary|president|head|chief|commander|governor|official|director|ambassador|mayor|adviser|envoy)"
)
_TITLE = re.compile(
    r"((?:[A-Z][\w’'.\-]*|of|the|for|state|deputy|prime|foreign|defen[cs]e|interior|army|military|press|vice|acting|police|"
    r"regional|local|principal|senior|[a-z]*" + _ROLE + r"),?\s+){1,10}$"
)
_ITS_SPOKESMAN = re.compile(rf"\b(?:[Ii]ts|[Tt]heir)\s+(?:\w+\s+){{0,2}}{_ROLE}\b")
_LATER = re.compile(r"\b(?:in|near|from|at|around|inside)\s+(?:the\s+)?[A-Z][\w’'\-]*(?:\s[A-Z][\w’'\-]*)*")
_AFTER = re.compile(
    r"[’'\w]*,?\s*(?:\(|,)?\s*(?:an?|the|who is|its)?\s*([^.;!?\n“”\"]{4,90}?)(?:[,.;)]|\s(?:said|told|wrote|added)\b)"
)
_INSTITUTION = re.compile(
    r"(?:(?:defen[cs]e|foreign|interior|health) ministry|ministry|general staff|army|military|navy|police|government|"
    r"presidency|air force|border guard|coast guard)\b",
    re.IGNORECASE,
)
_OF_OFFICE = (
    r"(?:national|federal|regular|armed|state|central|general|interim|transitional|public|defen[cs]e|foreign|interior|health)"
)
_DOTTED = re.compile(
    r"\b(?:Lt|Col|Gen|Maj|Brig|Capt|Sgt|Cpl|Adm|Dr|Mr|Mrs|Ms|Prof|Sen|Rep|Gov|Lt\.-Col|Lt\.-Gen|U\.S|U\.N|U\.K)\."
)
_MEDIA = ("media", "newspapers", "channels", "bloggers", "activists", "residents", "journalists")
BODY = re.compile(  # of a country, but not its government
    r"\b(?:Observatory|Network|Cent(?:er|re)|Union|Association|Committee|Organi[sz]ation|Institute|Society|Crescent|Cross|Foundation|"
    r"Monitor|League|Watch|Lawyers|Doctors|Church|University|Syndicate|media|newspapers?|channels?|bloggers?|activists?|residents?|"
    r"journalists?|medics|witnesses)\b"
)
_BAND = re.compile(r"\b([A-Z][\w’'\-]+)\s+(?:fighters|forces|troops|militia(?:men)?|rebels|militants|gunmen)\b")
_STOP = re.compile(r"[.;:!?\n“”\"]|\bthat\b|\band\b")


def speaks_for(text: str, name: str) -> Party:
    """The party that the article says this person or body belongs to; unknown where it does not say."""
    own = party(name)
    if own.codes and BODY.search(name) and not _INSTITUTION.search(name) and not re.search(_ROLE, name):
        return Party(
            proper=frozenset(w.lower() for w in re.findall(r"\w+", name) if w[:1].isupper() or w in _MEDIA), last=name.lower()
        )
    if own.codes:
        return own
    if not own.last:
        return _institution(text, name)
    surname = next(
        (w for w in re.findall(r"(?:(?:Al|El|As|Ash|Ad|Ar|An)-)?([\w’'\-]+)", name) if w.lower().strip("’'") == own.last), ""
    )
    text = undotted(text)
    for found in re.finditer(rf"\b{re.escape(surname)}\b", text) if surname else ():
        before = re.sub(r"\b\w{2,3}-$", "", _STOP.split(text[max(0, found.start() - 110) : found.start()])[-1])
        titled = _TITLE.search(before)
        if titled and (codes := parties(titled.group())):
            return Party(codes, own.proper, own.last)
        if of := _ITS_SPOKESMAN.search(before):
            said = _LATER.sub("", sentence_before(text, found.start(), of))
            if not said.strip():
                said = _LATER.sub("", last_sentence(text[: found.start() - len(before)]))
            if (band := _BAND.search(said)) and (first := party(band.group(1))).proper and not first.codes:
                return Party(proper=own.proper | first.proper, last=own.last)  # "Fano fighters took it, their commander said"
            if len(codes := parties(said)) == 1:
                return Party(codes, own.proper, own.last)  # "the Congolese army, affirms its spokesman, Colonel Doe"
        after = _AFTER.match(text, found.end())
        if after and re.search(rf"\b{_ROLE}\b", after.group(1), re.IGNORECASE) and (codes := parties(after.group(1))):
            return Party(codes, own.proper, own.last)
        # "at a US State Department briefing, deputy spokesperson Jane Doe"
        if titled and re.search(rf"\b{_ROLE}\b", titled.group()) and len(codes := parties(before)) == 1:
            return Party(codes, own.proper, own.last)
    return own if own.known else UNKNOWN


def sentence_before(text: str, end: int, cut: re.Match[str]) -> str:
    """What stands in the sentence of `end` before the matched part of its last words."""
    start = max(text.rfind(mark, 0, end) for mark in (". ", "\n", "” ", '" '))
    return text[start + 1 : end - (len(cut.string) - cut.start())]


def last_sentence(text: str) -> str:
    """The last whole sentence of a text."""
    return re.split(r"(?<=[.!?”\"])\s+", text.strip())[-1]


@lru_cache(maxsize=1024)
def undotted(text: str) -> str:
    """A text in which the point after a rank or title, and in U.S., ends no sentence."""
    text = _DOTTED.sub(lambda found: found.group().replace(".", ""), text)
    return re.sub(r"(?<![\w.])([A-Z])\.(?=\s[A-Z][a-z])", r"\1", text)


def _institution(text: str, name: str) -> Party:
    """The party whose ministry, army or staff a bare "the ministry" is, where the article names just one such."""
    noun = _INSTITUTION.search(name)
    if noun is None:
        return UNKNOWN
    told = re.compile(rf"\b([\w.’'\-]+(?:\s[\w.’'\-]+)?)\s+(?:{_OF_OFFICE}\s+){{0,2}}?{noun.group()}\b", re.IGNORECASE)
    of = re.compile(rf"\b{noun.group()}\s+(?:of\s+\w+\s+)?(?:of|in)\s+(?:the\s+)?(\w+(?:\s\w+)?)", re.IGNORECASE)
    codes = {c for pattern in (told, of) for found in pattern.finditer(text) for c in parties(found.group(1))}
    return Party(frozenset(codes)) if len(codes) == 1 else UNKNOWN
