"""The English of dates, as patterns: what `dates` looks for, and the words around a date that change its meaning.

Every repetition is bounded, so that a search takes time in proportion to the text, whatever the text is.
"""

import re


def _words(line: str) -> list[str]:
    return line.split()


MONTHS = dict(zip(_words("jan feb mar apr may jun jul aug sep oct nov dec"), range(1, 13), strict=True))
WEEKDAYS = dict(zip(_words("mon tue wed thu fri sat sun"), range(7), strict=True))  # source: CLDR
NUMBERS = dict(zip(_words("one two three four five six seven eight nine ten"), range(1, 11), strict=True)) | {
    "a": 1,
    "an": 1,
}

_LONG_MONTH = "January February March April May June July August September October November December"
_LONG_WEEKDAY = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"


def _either(words: str) -> str:
    return "|".join(w for name in words.split() for w in (name, name.upper()))


_MONTH = rf"(?:(?:{_either(_LONG_MONTH)})\b|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
_WEEKDAY = rf"(?:{_either(_LONG_WEEKDAY)})\b"
_ANY_WEEKDAY = rf"(?:{_WEEKDAY}|(?:Mon|Tues?|Wed|Thur?s?|Fri|Sat|Sun)\b\.?)"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\w%]|[:.]\d|-[A-Za-z]|,\d{3}(?!\d))"
_YEAR = r"(?:1[5-9]|20)\d\d(?![\w%]|[:.]\d|,\d{3}(?!\d)|-[A-Za-z])"
_TO = r"(?:\s?[-–—]\s?|,?\s(?:and|to|or|through)\s|\s?&\s?|,\s)"
_PEOPLE = (
    r"(?:more\s|other\s|\w+(?:ian|an|ish|ese|ic)\s|armed\s|enemy\s|ethnic\s)?(?:people|persons?|soldiers?|troops|civilians?|servicem[ae]n|"
    r"fighters?|militants?|rebels?|residents?|m[ae]n|wom[ae]n|child(?:ren)?|peacekeepers?|officers?|prisoners?|captives|hostages|"
    r"refugees|victims?|others|dead|killed|wounded|injured|casualties|deaths|lives|bodies|personnel|policem[ae]n|medics|"
    r"villagers|inhabitants|combatants|insurgents|conscripts|recruits|reservists|students|workers|patients|families)\b"
)
_NOT_PEOPLE = rf"(?!\s{_PEOPLE})"
_NOT_COUNTED = rf"(?!\s(?!killed|wounded|injured){_PEOPLE})"  # "the blast of November 2010 killed two"

WRITTEN = re.compile(
    rf"(?<![\w.,/-])(?P<iso>\d{{4}}-\d\d-\d\d|\d{{4}}/\d\d/\d\d)(?![\w/-]|[.,]\d)"
    rf"|(?<![\w.,/-])(?P<iso_time>\d{{4}}-\d\d-\d\d)(?=T\d\d:)"
    rf"|(?<![\w.,/-])(?P<numeric>\d{{1,2}}\.\d{{1,2}}\.(?:19|20)\d\d|\d{{1,2}}/\d{{1,2}}/(?:19|20)\d\d)(?![\w/-]|[.,]\d)"
    rf"|\b(?:(?P<wd1>{_ANY_WEEKDAY}),?\s\(?)?(?P<m1>{_MONTH})\s(?:the\s)?(?P<d1>{_DAY}){_NOT_PEOPLE}"
    rf"(?:{_TO}(?P<u1>{_DAY}){_NOT_PEOPLE}(?:{_TO}(?P<u2>{_DAY}){_NOT_PEOPLE})?)?(?:(?:,?\s{{1,2}}(?:of\s)?|,)(?P<y1>{_YEAR}){_NOT_COUNTED})?"
    rf"|\b(?:(?P<wd2>{_ANY_WEEKDAY}),?\s\(?(?:the\s)?)?(?<![\d.,:–-])(?P<d2>{_DAY})(?:{_TO}(?P<u3>{_DAY}))?\s(?:of\s)?(?P<m2>{_MONTH})"
    rf"(?:,?\s{{1,2}}(?:of\s)?(?P<y2>{_YEAR}){_NOT_COUNTED})?"
    rf"|\b(?P<m3>{_MONTH}),?\s(?:of\s)?(?P<y3>{_YEAR}){_NOT_COUNTED}"
    rf"|\b(?:(?P<how>[Ll]ast|[Nn]ext|[Tt]his|[Cc]oming|[Pp]ast|[Pp]revious|[Ff]ollowing|[Ee]very|[Ee]ach)\s(?:coming\s|past\s)?)?"
    rf"(?P<wd>{_WEEKDAY})(?:\s(?P<week>last|this|next)\sweek\b)?"
    rf"|\b(?:(?P<mhow>[Ll]ast|[Nn]ext|[Tt]his)\s)?(?P<m4>{_MONTH})"
    rf"|(?<![\w.,:/$€£–])(?<![^a-z]-)(?P<y5>{_YEAR})(?:\s?[-–—]\s?(?P<y6>\d{{4}}|\d\d)(?![\w%]|[.,:]\d))?"
)
SPOKEN = re.compile(
    r"\b(?:(?P<word>the\sday\sbefore\syesterday|the\sday\safter\stomorrow|yesterday|today|tonight|tomorrow|last\snight|"
    r"this\s(?:morning|afternoon|evening))"
    r"|(?P<count>\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten)\s(?P<unit>day|week|month|year)s?\s(?P<side>ago|earlier|later|before)"
    r"|(?<!the\s)(?P<which>last|this|next)\s(?P<span>week(?:end)?|month|year)"
    r"|the\s(?:previous|following|next|same)\s(?:day|morning|afternoon|evening|night)|the\sday\s(?:before|after))\b",
    re.IGNORECASE,
)
WORD_DAYS = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1, "last night": -1}
NAMED_DAYS = frozenset(  # source: WordNet, days; Wikipedia, lists of Black and Bloody days
    "Advent Ash Black Bloody Easter Fat Good Holy Low Man Maundy Palm Passion Remembrance Shrove Trinity Whit".split()
)
MONTH_BEFORE = re.compile(
    r"\b(?:(?P<deadline>by|until|till|before|ahead\sof|deadline\sof|no\slater\sthan)"
    r"|in|since|during|of|from|through|between|early|late|mid|end\sof|beginning\sof)"
    r"[\s-]{1,2}(?:the\s)?(?:(?:end|middle|beginning|start)\sof\s)?$",
    re.IGNORECASE,
)
YEAR_BEFORE = re.compile(
    r"\b(?:in|since|until|till|by|during|of|from|through|between|early|late|mid|after|before|around|circa|year|spring|"
    r"summer|autumn|fall|winter|to)[\s-]{1,2}(?:(?:about|around|at\sleast)\s)?$|\b(?:in|between|from)\s(?:19|20)\d\d\s(?:and|or|to)\s$",
    re.IGNORECASE,
)
NAME_BEFORE = re.compile(
    r"(?:\b(?:the|a|an|this|that|their|his|her|its|our|Russian|Ukrainian)|[’']s|s[’']|\b\w+-\w+)\s$", re.IGNORECASE
)
NOUN_AFTER = re.compile(
    r"\s(?!(?:and|or|but|to|in|on|at|by|for|from|when|while|that|which|with|as|after|before|until|was|were|is|has|had|will|"
    r"would|where|who)\b)[^\W\d_]"
)
EVENT_AFTER = re.compile(
    r"\s(?:war|ceasefire|truce|conflict|deal|agreement|accord|offensive|invasion|annexation|coup|uprising|revolution|statement|"
    r"declaration|elections?)\b"
)
CLAUSE = re.compile(r"[.;:!?“”\"\n]")
TENSE = re.compile(
    r"\b(?:(?P<future>will|shall|won[’']t|(?:is|are)\s(?:due|set|scheduled|expected|planned|planning|going|to)|scheduled\sfor|due\s(?:to|on)|"
    r"plans?\sto|planned\sfor|deadline(?:\sof)?|as\s(?:early|soon)\sas|(?:may|might|would)(?!\s(?:not|have|be\s\w+ed)\b))"
    r"|(?P<past>\w{2,}ed|said|told|was|were|had|has|have|took|began|went|came|left|fell|struck|shot|wrote|made|says|met|held))\b"
)
