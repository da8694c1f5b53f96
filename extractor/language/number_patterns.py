"""The English of counts, as patterns: numbers, the words that open or blur them, and the signs that a number counts no people.

Every repetition is bounded, so that a search takes time in proportion to the text, whatever the text is.
"""

import re


def _numbered(line: str, first: int = 1, step: int = 1) -> dict[str, int]:
    return {word: first + step * place for place, word in enumerate(line.split())}


_UNITS = _numbered("one two three four five six seven eight nine")
_TEENS = _numbered("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen", 10)
_TENS = _numbered("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10)
_SCALES = {"thousand": 1000, "million": 10**6, "billion": 10**9}
ALL = _UNITS | _TEENS | _TENS | _SCALES | {"hundred": 100, "dozen": 12}
MANY = {
    "dozens": 24,
    "scores": 40,
    "tens": 20,
    "hundreds": 200,
    "thousands": 2000,
    "millions": 2 * 10**6,
    "billions": 2 * 10**9,
}
LARGEST = 10**10

_ONE_WORD = "(?:" + "|".join(sorted(ALL, key=len, reverse=True)) + ")"
_VAGUE = r"(?:several|multiple|a\s(?:good\s)?few|a\s(?:handful|number)\sof)"
NUMBER = re.compile(
    rf"""(?<![\w.,/:'’+])(?<![^\d\s]-)(?:
    (?P<many>tens|dozens|scores|hundreds|thousands|millions|billions)(?:\s(?:and|upon)\s(?P=many))?
        (?:\sof\s(?P<of>thousands|millions|billions|hundreds))?\b
    | (?P<slip>hundred|ten|thousand|million|dozen)\sof\s(?P<slip_of>thousands|millions|billions)\b
    | {_VAGUE}(?:\s(?P<times>hundred\sthousand|dozen|hundred|thousand|million))?\b
    | (?P<pair>a\s(?:couple|pair)(?:\sof)?|both)\b(?:\s(?P<pair_of>dozen|hundred|thousand)\b)?
    | (?P<none>none|nobody|no[\s-]one|neither|zero|not\s(?:one|an?\ssingle(?:\sone)?)
        |without(?=\s(?:causing\s)?(?:any\s)?(?:casualties|losses|victims|deaths|injuries)\b)|\Awithout\Z
        |no(?=\s(?!longer|more|doubt|way|fewer|less|matter|later|sooner|such|other)[a-z])|\Ano\Z)\b
    | (?P<part>half(?:\san?|-a-|)|(?:a\s)?quarter\sof\sa|(?P<whole>one|two|three|four|five|six|seven|eight|nine)\sand\sa\shalf)
        [\s-]?(?P<part_of>dozen|hundred|thousand|million|billion)\b
    | (?P<words>(?:an?\s(?=dozen|hundred|thousand|million|billion))?{_ONE_WORD}\b(?:(?:\s|-|,?\sand\s){_ONE_WORD}\b){{0,12}})
    | (?P<digits>\d{{1,3}}(?:,\d{{3}}){{1,3}}(?!\d|,\d)|\d{{1,3}}(?:[\u00a0\u2009\u202f\u2019']\d{{3}}){{1,3}}(?!\d)
        |\d{{1,3}},\d{{1,2}}(?=\s(?:million|billion|thousand|mln|bln)\b)
        |\d{{1,3}}(?:\ \d{{3}}){{1,2}}(?![\d,]|\.\d)|\d{{1,3}}(?:\.\d{{3}}){{2,3}}(?!\d)|\d{{1,9}}(?:\.\d{{1,3}})?(?!\d))
        (?P<scale>k\b|m(?=\s(?:people|persons|civilians|refugees|residents|children|displaced)\b)|\s?-?(?:hundred|thousand|million|billion|mln|bln|dozen)\b)?
    )""",
    re.IGNORECASE | re.VERBOSE,
)
FACTORS = {"k": 1000, "hundred": 100, "m": 10**6, "mln": 10**6, "bln": 10**9, "dozen": 12, "hundred thousand": 10**5} | _SCALES

AFTER_NUMBER = re.compile(
    r"""(?:
    [a-z_]|[.,:/]\d|['’]\d|°|%|\s?(?:per\s?cent|percent|pct|percentage)\b|-(?!strong|plus|odd)[a-z\d]
    |-?\s?(?:st|nd|rd|th)\b|-(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)\b
    |\s?(?:[ap]\.?m\b|GMT|UTC|o['’]clock|hrs)
    |(?:\s|-)(?:more\s|consecutive\s|full\s|straight\s|whole\s|long\s|square\s|cubic\s|nautical\s|or\sso\s|other\s|of\s(?=\w+s\b))?
      (?:km|kms|kilomet(?:er|re)s?|miles?|met(?:er|re)s?|m|cm|mm|kg|kilos?|kilograms?|tons?|tonnes?|hectares?|acres?|feet|foot|inch(?:es)?|
      lit(?:er|re)s?|barrels?|degrees?|hours?|minutes?|seconds?|days?|weeks?|weekends?|months?|years?|decades?|centur(?:y|ies)|
      nights?|times|
      mph|kph|mw|gw|megawatts?|calib(?:er|re)|(?:u\.?s\.?\s|american\s|canadian\s)?(?:dollars?|euros?|pounds\ssterling|rubles?|roubles?|drams?|
      manats?|hryvnias?|lari|lira|yuan|yen|cents?|usd|eur|gbp|bn)|thirds?|quarters?|fifths?|halves|tenths?|metric)\b
    |\s?[$€£¥₽₴]
    )""",
    re.IGNORECASE | re.VERBOSE,
)
BEFORE_NUMBER = re.compile(
    r"""(?:[$€£¥₽₴֏#№]\s?|\b(?:USD|EUR|GBP|US\$)\s?
    |\b(?i:resolution|resolutions|article|articles|chapter|no\.|number|highway|route|section|paragraph|page|point|phase|channel|
       decree|order|law|protocol|day|hill|height|boeing|airbus|flight|version|apartment|room|level|annex|brigade|regiment|battalion|unit)\s
    |\b(?:aged?|ages|turned|turning)\s(?:between\s|from\s)?
    |\b(?:Kh|Su|MiG|Il|An|Ka|Mi|S|T|BM|Mk|Mark|Brigade|Regiment|Battalion|Division|Hospital|School|Unit|Checkpoint|Category|Group|Type|
       Grade|Part|Item|Covid|COVID|iPhone|Windows|Part|World\sWar|War|Act|Bill|Station|Reactor|Block|Pier|Gate|Exit|Camp|Sector|Area|Zone)\s
    |\b(?:Leopard|Challenger|Abrams|Shahed|Geran|Iskander|Kinzhal|Javelin|Mirage|Typhoon)[\s-]
    |\b(?i:children|those|anyone|people|m[ae]n|wom[ae]n|boys?|girls?|minors|youths?)\s(?:aged\s)?(?:under|over|above|below)\s
    |\b(?i:one|two|three)\s(?:in|out\sof)\s(?:every\s)?
    |[A-Z]\.\s?|\d\s?[-–]\s?
    |(?P<aged>[A-Z][\w’'-]*,\s|\b(?:wom[ae]n|m[ae]n|boy|girl|son|daughter|mother|father|brother|sister|wife|husband|resident|soldier|
       officer|farmer|driver|journalist|spokesman|spokeswoman|pensioner|student|teacher|child|baby),\s))$""",
    re.VERBOSE,
)
YEAR_LIKE = re.compile(r"(?:1[89]|20)\d\d")
TO = re.compile(r"\s?[-–—]\s?|\sto\s(?:as\smany\sas\s)?|\sand\s|\sor\s(?:even\s)?", re.IGNORECASE)
_AT_LEAST = r"at\s(?:the\svery\s)?least|(?:no|not)\s(?:fewer|less)\sthan|(?:a\s)?minimum(?:\sof)?"
_MORE = (
    r"(?:(?:slightly|just|well|far|many|a\slittle|significantly|much)\s)?(?:more\sthan|over|above|upwards?\sof|in\sexcess\sof)"
    r"|exceed(?:s|ed|ing)?"
)
_UP_TO = r"up\sto|as\s(?:many|much)\sas|(?:no|not)\smore\sthan|at\s(?:the\s)?most|(?:a\s)?maximum(?:\sof)?"
_FEWER = r"(?:(?:slightly|just|well|far)\s)?(?:fewer\sthan|less\sthan|under|below)"
_ABOUT = (
    r"nearly|almost|around|about|some|roughly|approximately|approx\.?|circa|ca\.|(?:an\s)?estimated|close\sto|more\sor\sless|"
    r"in\sthe\sregion\sof|somewhere\s(?:around|near)|perhaps|possibly|probably|~|≈"
)
MODIFIER = re.compile(
    rf"(?<![^\W_])(?:(?P<least>{_AT_LEAST})|(?P<more>{_MORE})|(?P<upto>{_UP_TO})|(?P<fewer>{_FEWER})|(?P<about>{_ABOUT}))\s{{0,2}}$",
    re.IGNORECASE,
)
"""What opens, closes or blurs a count, up to its beginning."""
MODIFIER_AFTER = re.compile(  # source: Huddleston and Pullum, numeratives: -odd, or so, or more, plus, at least
    r"(?P<least>\+|-plus\b|\s(?:(?:or|and|if\snot)\smore(?!\sthan)|plus|at\s(?:the\svery\s)?least)\b)"
    r"|(?P<upto>\s(?:or\s(?:fewer|less)(?!\sthan)|at\s(?:the\s)?most)\b)"
    r"|(?P<about>(?:\s?-?\sor\sso|-odd|\sor\sthereabouts)\b)",
    re.IGNORECASE,
)
"""The same, right after it."""
# What rises and falls from one count to another, which makes no range of them.
RISE = re.compile(  # source: VerbNet, calibratable_cos-45.6 and caused_calibratable_cos-45.6.2
    r"\b(?:ris(?:e|es|en|ing)|rose|gr[eo]w\w{0,3}|fell|(?:increas|climb|jump|surg|soar|swell|balloon|mushroom|skyrocket|rocket|spik|doubl|"
    r"tripl|quadrupl|escalat|declin|decreas|drop|fall|dip|plummet|plung|rais|lower)\w{0,4})\s(?:[a-z]+\s){0,2}from\s$",
    re.IGNORECASE,
)
BETWEEN = re.compile(r"\b(?:between|from)\s$", re.IGNORECASE)
REACH = 32
