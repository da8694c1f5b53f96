"""The words that carry the four record types in English conflict reporting.

Compiled from general references on reporting verbs, verb classes of motion and harm, and event codebooks; base forms only,
`inflection` makes the rest. The value after a verb is what it does by itself, before the sentence around it is read.
"""

from extractor.language.inflection import inflected


def _each(words: str, value: str) -> dict[str, str]:
    return dict.fromkeys(words.split(), value)


SPEAKERS = frozenset(
    "ministry ministries government governments president spokesperson spokeswoman spokesman spokespersons official "
    "officials authorities authority minister premier chief ambassador envoy diplomat diplomats office administration "
    "agency agencies council committee commission parliament party movement group groups leadership leader leaders "
    "witness witnesses source sources media newspaper outlet outlets channel broadcaster television radio staff "
    "headquarters command army military police navy department secretary general residents activists analysts experts "
    "observatory organisation organization charity hospital hospitals medics mayor governor prosecutor prosecutors court "
    "union bloc alliance coalition mission side sides country countries nation state capital king emir sultan emperor "
    "pope kremlin pentagon embassy delegation negotiators mediators monitors observers intelligence junta regime rebels "
    "militants separatists all both many some others he she it they we i head deputy director coordinator representative "
    "representatives company operator service services center centre team sheikdom kingdom emirate republic enclave "
    "monarchy drivers bodies secretariat monitor".split()
)
"""Common nouns that can be the subject of a reporting verb."""

DOCUMENTS = frozenset(
    "statement communique communiqué report transcript bulletin note document release text letter message post dispatch "
    "update announcement resolution declaration summary briefing information data advisory account video recording "
    "dossier memo press-release".split()
)
"""Texts that speak for whoever issued them."""

_FORCES = (
    "troop troops force forces army armies soldier soldiers peacekeeper peacekeepers unit units military navy fighter "
    "fighters militant militants rebel rebels insurgent insurgents battalion battalions brigade brigades regiment "
    "division divisions convoy convoys warship warships vessel vessels destroyer destroyers frigate frigates ship ships "
    "boat boats tank tanks armour armor contingent contingents militia militias militiamen paramilitary paramilitaries "
    "gunman gunmen guard guards marines commandos commando column columns detachment detachments company companies "
    "platoon personnel servicemen serviceman infantry paratroopers guerrillas guerrilla jihadists jihadist separatists "
    "separatist formations formation squadron fleet observers reservists reinforcements patrol patrols garrison mission "
    "blue-helmets helmets police policemen border-guards mercenaries combatants defenders attackers armada carrier "
    "artillery corps coalition junta side gendarmes group groups armoured-vehicles vehicles remnants cell cells "
    "air-force airforce submarine submarines corvette enemy terrorists terrorist bandits gangs gang vigilantes reserves "
    "marine trooper troopers rangers legionnaires conscripts invaders occupiers aggressor assailants insurgency "
    "resistance cadres operatives sentries crews subunits subunit tankmen cavalry border-guards saboteurs raiders "
    "intruders mujahideen adversary adversaries peshmerga instructors mercenary flotilla subdivisions elements "
    "infiltrators jawans jihadis legion escorts minesweeper minesweepers dhow speedboat speedboats skiff skiffs cutter "
    "cutters gunboat gunboats trawlers militias intervention-brigade".split()
)
FORCES = frozenset(_FORCES) | frozenset(f"{f}s" for f in _FORCES if not f.endswith(("s", "men")))
"""Head nouns of those who move under arms."""

BANDS = frozenset(
    "rebel rebels militia militias militiamen insurgent insurgents guerrilla guerrillas fighter fighters militant "
    "militants jihadists jihadist separatists separatist gunmen gang gangs group faction factions terrorists terrorist "
    "paramilitary paramilitaries cartel mercenaries movement insurgency junta".split()
)
"""Nouns that make the proper name before them that of an armed party."""

FORMATIONS = frozenset(
    "army front brigade brigades battalion battalions regiment division corps militia militias movement forces force "
    "command guard guards navy fleet legion squadron mission contingent organisation organization group party union "
    "alliance coalition taskforce".split()
)
"""What the proper name of an armed body ends in."""

CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december jan jan. feb feb. mar apr jun jul aug aug. sep sept sept. oct oct. nov nov. dec "
    "dec. today yesterday week".split()
)

PERSONS = frozenset(
    "people person persons locals man men woman women child children boy boys girl girls civilian civilians resident "
    "residents villager villagers soldier soldiers troop troops officer officers fighter fighters militant militants "
    "rebel rebels insurgent insurgents policeman policemen police peacekeeper peacekeepers guard guards gunman gunmen "
    "serviceman servicemen servicewoman personnel worker workers journalist journalists reporter medic medics doctor "
    "doctors nurse patient patients passenger passengers refugee refugees student students teacher teachers worshipper "
    "worshippers shopper shoppers farmer farmers fisherman fishermen sailor sailors crew crewman crewmen member members "
    "pilot pilots commander commanders victim victims others other prisoner prisoners hostage hostages captive captives "
    "marine marines conscript conscripts volunteer volunteers life lives casualty casualties death deaths fatality "
    "fatalities infant infants baby toddler teenager teenagers family families combatant combatants paramilitaries "
    "militiamen jihadists separatists defender defenders attacker attackers evacuees displaced elders elder herder "
    "herders miner miners driver drivers mourners pupils pensioner pensioners body bodies dead wounded injured citizen "
    "citizens national nationals staff employee employees aid-workers reservists recruit recruits operative operatives "
    "adult adults seafarer seafarers wounds inhabitants relatives brothers sisters sons daughters son daughter cousin "
    "cousins mother father sister brother wife husband uncle aunt nephew niece pilot comrades comrade militiaman "
    "commando helmet helmets corporal sergeant private privates deacons commandos mujahideen members bandits terrorist "
    "terrorists vigilante vigilantes guerrilla guerrillas intruders infiltrators jawans cops inspector inspectors "
    "sub-inspector constable constables ranger "
    "rangers baker firefighter firefighters schoolteacher monk monks nun nuns priest priests imam teacher plumber "
    "neighbour neighbor cook shepherd shepherds trader traders bystander bystanders human humans souls "
    "auxiliary auxiliaries passer passers passerby passersby".split()
)
"""Nouns that can be counted as victims."""

MILITARY = frozenset(
    "soldier soldiers troop troops officer officers fighter fighters militant militants rebel rebels insurgent "
    "insurgents peacekeeper peacekeepers guard guards gunman gunmen serviceman servicemen servicewoman personnel pilot "
    "pilots commander commanders marine marines conscript conscripts combatant combatants paramilitaries militiamen "
    "jihadists separatists defender defenders attacker attackers army military reservists recruit recruits operative "
    "operatives terrorists terrorist commandos infantry crewmen sailors forces".split()
)
CIVILIAN = frozenset(
    "civilian civilians resident residents villager villagers woman women child children boy boys girl girls worker "
    "workers journalist journalists reporter medic medics doctor doctors nurse patient patients passenger passengers "
    "refugee refugees student students teacher teachers worshipper worshippers shopper shoppers farmer farmers fisherman "
    "fishermen infant infants baby toddler teenager teenagers family families evacuees displaced elders elder herder "
    "herders miner miners mourners pupils pensioner pensioners citizen citizens staff employee employees seafarer "
    "seafarers inhabitants trader traders bystander bystanders shepherd shepherds driver drivers man men".split()
)

_PLACES = (
    "village villages town towns city cities area areas region regions district districts province provinces border "
    "borders frontier territory territories zone zones position positions height heights hill hills ridge mountain "
    "mountains valley river bank bridge road highway junction crossing airport airfield airbase base bases camp camps "
    "port harbour harbor coast island islands sea strait gulf waters front frontline line lines outskirts suburb suburbs "
    "neighbourhood neighborhood capital centre center compound plant site sites location locations checkpoint post posts "
    "outpost outposts station enclave exclave corridor buffer land soil country state interior west east north south "
    "northwest northeast southwest southeast settlement settlements farm farms forest desert plateau peninsula barracks "
    "garrison headquarters stronghold strongholds trenches street streets square complex quarter quarters prison "
    "hospital dam mine refinery ground side part parts point points stretch sector sectors pass gate perimeter buildings "
    "building localities locality hamlet hamlets cantons county counties governorate oblast municipality commune "
    "communes refuge waterway canal canals field fields schoolyard courtyard houses barracks factory bush mosque church "
    "school schools axis direction flank belt slope slopes hillside outcrop crest saddle bend bridges highways roads "
    "railway square market depot armoury armory jungle forests woods woodland wadi oasis delta dam crossing crossings "
    "sanctuary hideout hideouts hinterland heartland periphery countryside edge edges entrance gates wall walls fence "
    "salient pocket trench line contact perimeter facility facilities precinct ward roundabout intersection checkpoint "
    "checkpoints pier quay jetty anchorage basin shoal reef atoll cove airspace skies demarcation ceasefire-line "
    "buffer-zone exclusion-zone villages-area plain plains lands mine ward towns frontlines farmhouse farmhouses hall "
    "police-station stations waterfront wharf islet islets sandbank strip belt peaks lair den redoubts airbases "
    "warehouse market-town junctions embankment premises seat watchtower watchtowers tower towers bunker bunkers fort "
    "fortress redoubt citadel palace residence mansion mainland grounds enclaves airstrip hilltop shore lake channel "
    "homes home bridgehead foothold".split()
)
PLACES = frozenset(_PLACES) | frozenset(f"{p}s" for p in _PLACES if not p.endswith("s"))
"""Nouns of place that forces go to, hold or leave."""

HARM: dict[str, str] = {
    **_each(
        "kill slay murder execute massacre assassinate behead slaughter die perish bury martyr neutralise neutralize "
        "eliminate liquidate drown lynch",
        "killed",
    ),
    **_each("wound injure hurt harm maim hospitalise hospitalize graze concuss", "wounded"),
    **_each("capture detain kidnap abduct imprison arrest surrender", "captured"),
}
HARM_FORMS = inflected(HARM)
HARM_NOUNS: dict[str, str] = {
    **_each(
        "death deaths fatality fatalities dead killing killings bodies corpses corpse body execution executions murder "
        "murders loss martyrdom",
        "killed",
    ),
    **_each("wounded injured injuries wounds injury burns", "wounded"),
    **_each("missing disappeared unaccounted untraced", "missing"),
    **_each(
        "captive captives prisoner prisoners hostage hostages kidnapping kidnappings abduction abductions arrest arrests",
        "captured",
    ),
}

CONCERNED = frozenset(
    "concerned concern concerns regret regrets regretted regrettable condemn condemns condemned deplore deplores alarmed "
    "alarm worried appalled dismayed outraged deplorable unacceptable saddened horrified shocked disturbing troubling "
    "unjustified reprehensible abhorrent outrageous provocative irresponsible".split()
)
DEMANDING = frozenset("must should ought urge urges urged call calls called demand demands demanded appeal".split())
DENYING = frozenset("deny denies denied false untrue baseless groundless unfounded lie lies fabricated fabrication".split())
FAILING = frozenset(
    "thwart repel repulse foil fail attempt try halt stop repulsed beat stall prevent block unsuccessful attempted "
    "abortive failed botched bid attempt attempts".split()
)
FAILING_FORMS = inflected("thwart repel repulse foil fail attempt try halt stall block stop".split())
BELLIGERENTS = frozenset(
    "army military forces troops soldiers rebels rebel militants insurgents militia militias junta government "
    "separatists jihadists police paramilitaries paramilitary gunmen fighters navy guards regime air-force command "
    "authorities side group units servicemen guerrillas terrorists mercenaries movement front coalition peacekeepers "
    "force infantry officers policemen settlers gunmen aircraft warplanes warplane jets bombers commanders bandits gang "
    "gangs artillery leadership administration groups faction factions warlords observers".split()
)
"""Head nouns of those who can be blamed by their kind alone."""

ROLES = frozenset(
    "spokesman spokeswoman spokesperson minister president premier governor mayor commander general colonel officer "
    "official officials doctor nurse monk priest imam teacher resident residents witness witnesses ambassador envoy "
    "diplomat diplomats chief leader secretary director activist journalist lawyer prosecutor judge deputy head "
    "councillor councilor senator lawmaker farmer woman man soldier fighter analyst expert coordinator chairman "
    "chairwoman captain admiral major lieutenant sergeant brigadier negotiator member chair speaker undersecretary "
    "chairperson adviser advisor representative".split()
)
"""Nouns for one person by office or trade."""

PLANNED = frozenset(
    "will shall would plan plans planned intend intends going prepare prepares preparing ready agree agreed set".split()
)

FREEING = frozenset("free release liberate exchange swap repatriate pardon acquit rescue".split())
"""Verbs of letting captives go, and their nouns (VerbNet free-80, exchange-13.6)."""
CAPTIVES = frozenset("captive prisoner hostage alive".split())
TAKING = frozenset("claim cost take lose leave".split())
"""Verbs that tell of deaths where lives are their object."""
SUFFERING = frozenset("sustain suffer receive".split())
HURT = frozenset("injury wound burn".split())
GIVING_UP = frozenset("lay pay embrace give".split())
CHANGING = frozenset(
    "rise climb increase grow jump surge soar swell balloon mushroom skyrocket rocket spike double triple escalate reach "
    "hit exceed surpass top total pass near approach stand decline decrease drop fall dip plummet plunge sink slump tumble "
    "raise revise lower put update".split()
)
"""Verbs that tell what a figure became (VerbNet calibratable_cos-45.6, calibrate)."""
