"""Which party a name belongs to, and whether two names can be one party's.

Countries, demonyms and capitals are a plain table: "Moscow", "the Russian army" and "Russia's foreign ministry" belong to one
party. A name that names no country has no party, and nothing is guessed for it.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

_COUNTRIES = """
RU Russia Russian Russians Russia's Moscow Kremlin
UA Ukraine Ukrainian Ukrainians Kyiv Kiev
BY Belarus Belarusian Minsk
US United-States American Americans Washington U.S US USA Pentagon
GB Britain British UK U.K London United-Kingdom
FR France French Paris Elysee
DE Germany German Germans Berlin
IT Italy Italian Italians Rome
ES Spain Spanish Madrid
PL Poland Polish Poles Warsaw
RO Romania Romanian Bucharest
HU Hungary Hungarian Budapest
MD Moldova Moldovan Chisinau
GE Georgia Georgian Georgians Tbilisi
AM Armenia Armenian Armenians Yerevan
AZ Azerbaijan Azerbaijani Azerbaijanis Azeri Azeris Baku
NKR Karabakh Nagorno-Karabakh Artsakh Stepanakert
TR Turkey Türkiye Turkish Turks Ankara
GR Greece Greek Greeks Athens
CY Cyprus Cypriot Nicosia
RS Serbia Serbian Serbs Belgrade
XK Kosovo Kosovar Pristina
BA Bosnia Bosnian Sarajevo
IL Israel Israeli Israelis IDF Jerusalem
PS Palestine Palestinian Palestinians Gaza Gazan Ramallah
HAMAS Hamas Qassam
LB Lebanon Lebanese Beirut
HEZBOLLAH Hezbollah Hizbullah Hizbollah
SY Syria Syrian Syrians Damascus
IQ Iraq Iraqi Iraqis Baghdad
IR Iran Iranian Iranians Tehran IRGC
YE Yemen Yemeni Yemenis Sanaa Aden
HOUTHI Houthi Houthis Huthi Huthis Ansar-Allah Ansarullah
SA Saudi Saudis Riyadh Saudi-Arabia
AE Emirati Emirates UAE Abu-Dhabi
QA Qatar Qatari Doha
JO Jordan Jordanian Amman
EG Egypt Egyptian Egyptians Cairo
LY Libya Libyan Tripoli Benghazi
TN Tunisia Tunisian Tunis
DZ Algeria Algerian Algiers
MA Morocco Moroccan Rabat
POLISARIO Polisario Sahrawi
SD Sudan Sudanese Khartoum
RSF RSF Rapid-Support
SS South-Sudan South-Sudanese Juba
ET Ethiopia Ethiopian Ethiopians ENDF Addis-Ababa Addis-Abeba
TIGRAY Tigray Tigrayan Tigrayans TPLF Mekelle
ER Eritrea Eritrean Asmara
SO Somalia Somali Mogadishu
SHABAAB Shabaab al-Shabaab Shabab al-Shabab
KE Kenya Kenyan Nairobi
UG Uganda Ugandan Kampala
RW Rwanda Rwandan Kigali
BI Burundi Burundian Gitega Bujumbura
CD Congo Congolese Kinshasa DRC FARDC
M23 M23
CF Central-African Bangui
TD Chad Chadian N'Djamena
CM Cameroon Cameroonian Yaoundé
NG Nigeria Nigerian Abuja
NE Niger Nigerien Niamey
ML Mali Malian Malians Bamako FAMa
BF Burkina Burkinabe Burkinabé Ouagadougou
MZ Mozambique Mozambican Maputo
AF Afghanistan Afghan Afghans Kabul Taliban
PK Pakistan Pakistani Pakistanis Islamabad ISPR
IN India Indian Indians Delhi BSF
BD Bangladesh Bangladeshi Dhaka
LK Lanka Lankan Colombo
CN China Chinese Beijing
TW Taiwan Taiwanese Taipei
JP Japan Japanese Tokyo
KP Pyongyang North-Korea North-Korean North-Koreans
KR Seoul South-Korea South-Korean South-Koreans
PH Philippines Philippine Filipino Manila
VN Vietnam Vietnamese Hanoi
TH Thailand Thai Bangkok
KH Cambodia Cambodian Cambodians Phnom-Penh
MM Myanmar Burma Burmese Naypyidaw Naypyitaw Tatmadaw
ID Indonesia Indonesian Jakarta
KG Kyrgyzstan Kyrgyz Bishkek
TJ Tajikistan Tajik Dushanbe
UZ Uzbekistan Uzbek Tashkent
KZ Kazakhstan Kazakh Astana
CO Colombia Colombian Bogota Bogotá
VE Venezuela Venezuelan Caracas
GY Guyana Guyanese Georgetown
MX Mexico Mexican
HT Haiti Haitian
SDF SDF Syrian-Democratic-Forces YPG YPJ
SNA SNA Syrian-National-Army
LNA LNA Libyan-National-Army Libyan-Arab-Armed-Forces Haftar
GNA GNA Government-National-Accord Accord-government Government-Accord
HTS HTS
PKK PKK Kurdistan-Workers-Party
KRG Kurdistan Peshmerga KRG Erbil
DAESH Islamic-State Daesh ISIS ISIL ISGS
ISWAP ISWAP Islamic-State-West-Africa
CJTF Civilian-JTF CJTF Civilian-Joint-Task-Force
MNJTF MNJTF Multinational-Joint-Task-Force
QAEDA Qaeda Al-Qaeda
JNIM JNIM
BOKO Boko-Haram
TTP TTP Pakistani-Taliban Pakistan-Taliban Tehreek-e-Taliban Tehrik-i-Taliban
BLA BLA Baloch-Liberation-Army
PIJ Islamic-Jihad PIJ Quds-Brigades
NUSRA Nusra Nusra-Front
FSA Free-Syrian-Army
ADF Allied-Democratic-Forces
FDLR FDLR
CODECO CODECO
WAZALENDO Wazalendo
VDP VDP VDPs
OLA Oromo-Liberation-Army
LRA Lord-Resistance-Army
NPA NPA New-People-Army
ABUSAYYAF Abu-Sayyaf
MAUTE Maute Mautes
BIFF BIFF Bangsamoro-Islamic-Freedom
MILF MILF Moro-Islamic-Liberation
MAOIST Maoists Maoist Naxalites Naxalite Naxals Naxal
ULFA ULFA
KACHIN Kachin-Independence-Army
KAREN KNLA Karen-National-Liberation
DPR Donetsk-People-Republic DPR DNR
LPR Luhansk-People-Republic Lugansk-People-Republic LPR LNR
NRF National-Resistance-Front
RENAMO Renamo
AMBAZONIA Ambazonia Ambazonian Ambazonians
SENDERO Shining-Path
KLA Kosovo-Liberation-Army
LTTE LTTE Tigers Tamil-Tigers Sea-Tigers
FARC FARC
ELN ELN National-Liberation-Army Ejército-de-Liberación-Nacional
FANO Fano
WAGNER Wagner
HASHD Hashd Hashed Popular-Mobilization Popular-Mobilisation PMF PMU
TZ Tanzania Tanzanian Tanzanians Dodoma
ZA South-Africa South-African South-Africans Pretoria
MW Malawi Malawian Lilongwe
ZM Zambia Zambian Lusaka
ZW Zimbabwe Zimbabwean Harare
AO Angola Angolan Luanda
NA Namibia Namibian Windhoek
BW Botswana Gaborone
GH Ghana Ghanaian Accra
SN Senegal Senegalese Dakar
TG Togo Togolese Lomé
BJ Benin Beninese Cotonou
CI Ivory-Coast Ivorian Ivorians Abidjan Côte-d'Ivoire
LR Liberia Liberian Monrovia
SL Sierra-Leone Freetown
GA Gabon Gabonese Libreville
MR Mauritania Mauritanian Nouakchott
DJ Djibouti
NP Nepal Nepalese Nepali Kathmandu
MN Mongolia Mongolian Ulaanbaatar
CA Canada Canadian Canadians Ottawa
AU Australia Australian Australians Canberra
NZ New-Zealand
NL Netherlands Dutch
BE Belgium Belgian
SE Sweden Swedish Swedes Stockholm
NO Norway Norwegian Norwegians Oslo
DK Denmark Danish Danes Copenhagen
FI Finland Finnish Finns Helsinki
AT Austria Austrian Austrians
CH Switzerland Swiss Bern
PT Portugal Portuguese Lisbon
IE Ireland Irish Dublin
CZ Czechia Czech Czechs Prague
SK Slovakia Slovak Bratislava
BG Bulgaria Bulgarian Bulgarians
HR Croatia Croatian Croats Zagreb
SI Slovenia Slovenian Slovenes Ljubljana
MK North-Macedonia Skopje
AL Albania Albanian Tirana
ME Montenegro Montenegrin Podgorica
LV Latvia Latvian Riga
LT Lithuania Lithuanian Vilnius
EE Estonia Estonian Tallinn
KW Kuwait Kuwaiti
BH Bahrain Bahraini Manama
OM Oman Omani Muscat
MY Malaysia Malaysian Kuala-Lumpur
LA Laos Laotian Vientiane
BR Brazil Brazilian Brasilia
AR Argentina Argentine Argentinian Buenos-Aires
CL Chile Chilean Chileans
PE Peru Peruvian Peruvians Lima
EC Ecuador Ecuadorian Quito
CU Cuba Cuban Cubans Havana
NI Nicaragua Nicaraguan Managua
HN Honduras Honduran Tegucigalpa
GT Guatemala Guatemalan
SV Salvador Salvadoran
TM Turkmenistan Turkmen Ashgabat
UY Uruguay Uruguayan Montevideo
BO Bolivia Bolivian La-Paz
PY Paraguay Paraguayan Asunción
SR Suriname Surinamese Paramaribo
PA Panama Panamanian
CR Costa-Rica Costa-Rican
DO Dominican-Republic Dominican
JM Jamaica Jamaican
TT Trinidad
BZ Belize
FJ Fiji Fijian Suva
PG Papua-New-Guinea Port-Moresby
SB Solomon-Islands Honiara
TO Tonga Tongan
VU Vanuatu
WS Samoa Samoan
SG Singapore Singaporean
BN Brunei
TL Timor-Leste East-Timor Timorese Dili
BT Bhutan Bhutanese Thimphu
MV Maldives Maldivian
GN Guinea Guinean Conakry
GW Guinea-Bissau
GM Gambia Gambian Banjul
GQ Equatorial-Guinea Malabo
CG Brazzaville
KM Comoros Comorian
MG Madagascar Malagasy Antananarivo
LS Lesotho Maseru
SZ Eswatini Swaziland
IS Iceland Icelandic Reykjavik
LU Luxembourg
MT Malta Maltese Valletta
EU European-Union EU Brussels
UN United-Nations UN U.N MONUSCO MINUSMA MINUSCA UNIFIL UNMISS UNAMID UNISFA UNDOF UNOMIG UNAMI UNAMA
UN WFP World-Food-Programme UNHCR UNICEF UNRWA OCHA
NATO NATO
AFU African-Union AU ATMIS AMISOM AUSSOM
"""
_PARTY_OF: dict[str, str] = {}
_PHRASES: dict[tuple[str, ...], str] = {}
_NAMED: dict[str, str] = {}
for _line in _COUNTRIES.strip().splitlines():
    _code, *_names = _line.split()
    _NAMED.setdefault(_code, _names[0] if _names[0] == "Nagorno-Karabakh" else _names[0].replace("-", " "))
    for _name in _names:
        _parts = _name.lower().split("-")
        if len(_parts) > 1 and _name not in ("Nagorno-Karabakh", "al-Shabaab"):
            _PHRASES[tuple(_parts)] = _code
        _PARTY_OF[_name.lower()] = _code

_OPENING = frozenset(phrase[0] for phrase in _PHRASES)
_TOKEN = re.compile(r"[^\W_]+(?:[.\-‐‑'’][^\W_]+)*")
_FUNCTION_WORDS = frozenset("the a an of for in and 's its his her their our on at by to from this that these those".split())

PRONOUNS = frozenset("he she it they we i you who which that this these those".split())
PERSONAL = frozenset("he she".split())


@lru_cache(maxsize=4096)
def name_words(name: str) -> tuple[str, ...]:
    """The words of a name in lower case, without articles, prepositions and possessive endings."""
    found = (_bare(w.lower()) for w in _TOKEN.findall(name))
    return tuple(w for w in found if w and w not in _FUNCTION_WORDS)


@lru_cache(maxsize=4096)
def parties(name: str) -> frozenset[str]:
    """Codes of the countries and armed movements that a name names: "the Russian army" gives RU; often none."""
    found: set[str] = set()
    parts = name_words(name)
    at = 0
    while at < len(parts):
        code, length = _phrase_at(parts, at)
        if code is None:
            word = parts[at]
            code = _PARTY_OF.get(word) or (_PARTY_OF.get(word[:-1]) if word.endswith("s") and len(word) > 4 else None)
            code = code or next((_PARTY_OF[h] for h in reversed(word.split("-")) if h in _PARTY_OF), None)
        if code:
            found.add(code)
        at += length
    return frozenset(found)


def _phrase_at(parts: Sequence[str], at: int) -> tuple[str | None, int]:
    """The code of a name of several words that begins here, and how many words it has; else None and 1."""
    if parts[at].removeprefix("al-") not in _OPENING:
        return None, 1
    for length in (4, 3, 2):
        if code := _PHRASES.get((parts[at].removeprefix("al-"), *parts[at + 1 : at + length])):
            return code, length
    return None, 1


def name_of_code(code: str) -> str | None:
    """The name of a country or movement under its code."""
    return _NAMED.get(code)


def party_words(text: str) -> Iterator[str]:
    """The code of each country and armed movement that a text names, as often as it does."""
    found = [_bare(w.lower()) for w in _TOKEN.findall(text)]
    at = 0
    while at < len(found):
        code, length = _phrase_at(found, at)
        if code := code or _PARTY_OF.get(found[at]):
            yield code
        at += length


def _bare(word: str) -> str:
    """A word without the ending of a possessive."""
    return word[:-2] if word.endswith(("'s", "’s")) else word[:-1] if word.endswith(("'", "’")) else word


def same_party(one: str, other: str) -> bool:
    """True when the two names share a country, or share words and name no different country."""
    left, right = parties(one), parties(other)
    if left and right:
        return bool(left & right)
    return agree(one, other)


def agree(one: str, other: str) -> bool:
    """True when two names share half of the shorter one's words and name no different country."""
    left, right = set(name_words(one)), set(name_words(other))
    if not left or not right:
        return False
    one_parties, other_parties = parties(one), parties(other)
    if one_parties and other_parties and not one_parties & other_parties:
        return False
    return len(left & right) * 2 >= min(len(left), len(right))


def is_pronoun(name: str) -> bool:
    """True for a bare pronoun."""
    return name.lower().strip() in PRONOUNS
