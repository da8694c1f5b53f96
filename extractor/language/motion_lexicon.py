"""The words for movements of forces in English conflict reporting.

Compiled from verb classes of motion, removal and remaining, and from event codebooks; base forms only, `inflection` makes the
rest. A frame says what the object of a verb is: the place, or those who are moved.
"""

from extractor.language.inflection import inflected
from schemas.troop_movement import Action


def _each(words: str, value: Action) -> dict[str, Action]:
    return dict.fromkeys(words.split(), value)


MOTION: dict[str, Action] = {
    **_each(
        "advance enter push invade storm cross penetrate infiltrate breach encircle besiege surround approach land "
        "assault raid march pour surge thrust attack near reach move press sweep fight break head intrude encroach "
        "trespass roll stream swarm converge descend drive slip sneak creep barge progress come go inch close barrel "
        "edge stray",
        Action.ADVANCE,
    ),
    **_each(
        "capture seize occupy overrun retake recapture liberate conquer take secure regain reclaim wrest annex overtake "
        "reoccupy recover clear gain commandeer subdue",
        Action.CAPTURE,
    ),
    **_each(
        "withdraw retreat pull leave evacuate vacate abandon depart exit flee retire quit relinquish cede redeploy "
        "disengage decamp demobilize demobilise turn vanish scamper scatter desert remove",
        Action.WITHDRAW,
    ),
    **_each(
        "deploy station send dispatch reinforce mass amass rotate position install establish set garrison airlift "
        "concentrate gather arrive transfer assemble relocate mobilise mobilize sail bring rush ferry ship helicopter "
        "parachute fly return redirect divert scramble build commit post bolster reposition muster base steam shift assign",
        Action.DEPLOY,
    ),
    **_each(
        "remain stay hold keep maintain patrol control guard entrench dig continue retain linger loiter man defend cling",
        Action.HOLD,
    ),
}
MOTION_FORMS = inflected(MOTION)

SETTLING = frozenset(
    "attack near reach move press sweep fight break head take secure leave return set establish install bring transfer "
    "send hold keep maintain control continue guard dig gather position stay remain pull land cross approach abandon "
    "regain assemble push mass concentrate cede relinquish go come fall drive slip sneak creep roll stream descend "
    "progress charge edge stray turn build commit base fly ship rush recover clear gain retain linger man pour "
    "surge converge steam sail arrive depart exit evacuate divert redirect bolster retire quit defend fight barrel inch "
    "muster trespass desert post remove shift assign climb clamber cling".split()
)
"""Motion verbs that move forces only with a place, a particle or forces beside them."""

CAUSED = frozenset(
    "deploy station send dispatch withdraw pull move mass amass rotate transfer bring redeploy relocate evacuate gather "
    "concentrate position mobilise mobilize airlift push land assemble return reinforce keep rush ferry ship helicopter "
    "parachute fly redirect divert scramble reposition muster base pour commit bolster drive post slip remove shift "
    "assign".split()
)
"""Motion verbs whose object may be the forces that are moved."""

PLACE_OBJECTS = frozenset(
    "ford climb re-enter reenter enter invade cross penetrate infiltrate breach encircle besiege surround approach storm raid "
    "assault attack near"
    "reach capture seize occupy overrun retake recapture liberate conquer take secure regain reclaim wrest annex hold "
    "control patrol guard keep leave vacate abandon evacuate quit exit relinquish cede reinforce garrison overtake "
    "maintain flee reoccupy recover clear gain retain man commandeer subdue defend depart".split()
)
"""Motion verbs whose object may be the place entered, taken, left or held."""

PHRASAL: dict[str, dict[str, Action]] = {}
for _verbs, _particles, _action in (
    ("fall roll go", "back", Action.WITHDRAW),
    ("close", "on", Action.ADVANCE),
    ("sweep", "into through", Action.ADVANCE),
    ("draw", "down", Action.WITHDRAW),
    ("get drive ride pack", "out off", Action.WITHDRAW),
    ("touch", "down", Action.DEPLOY),
    ("give", "up", Action.WITHDRAW),
    ("go head come return", "home", Action.WITHDRAW),
    ("get break", "into", Action.ADVANCE),
    ("fly ferry ship airlift truck", "in", Action.DEPLOY),
    ("melt", "away", Action.WITHDRAW),
    ("put", "up", Action.DEPLOY),
    ("punch break drive", "through", Action.ADVANCE),
    ("swoop bear", "down", Action.ADVANCE),
    ("pull", "into", Action.DEPLOY),
    ("pull move draw march back step slip clear", "out", Action.WITHDRAW),
    ("pull draw move step turn head", "back", Action.WITHDRAW),
    ("turn", "around", Action.WITHDRAW),
    ("back", "off away", Action.WITHDRAW),
    ("pull slip steam sail move", "away", Action.WITHDRAW),
    ("close move roll drive march pour stream surge go come creep burst storm", "in", Action.ADVANCE),
    ("roll go cross move march push drive burst punch make slip spill swoop", "into", Action.ADVANCE),
    ("break push punch burst", "through", Action.ADVANCE),
    ("push move press inch edge creep", "forward ahead deeper closer", Action.ADVANCE),
    ("dig", "in", Action.HOLD),
    ("hold cling hang", "on out onto", Action.HOLD),
    ("take set", "up", Action.DEPLOY),
    ("head sail set steam", "for north south east west northward southward eastward westward", Action.DEPLOY),
    ("move pull bring", "up", Action.DEPLOY),
    ("take", "over", Action.CAPTURE),
):
    for _verb in _verbs.split():
        PHRASAL.setdefault(_verb, {}).update(dict.fromkeys(_particles.split(), _action))
PHRASAL_FORMS = inflected(PHRASAL)
"""Motion that a verb has only with its particle."""

REPELLING = inflected("repel repulse thwart foil rebuff".split())
DRIVING = inflected("drive beat push throw force fight dislodge expel oust evict flush chase fend ward hurl eject".split())
"""Verbs that beat forces back, the second kind with "back", "off", "out" or "from"."""
EXPELLING = frozenset("dislodge expel oust evict flush eject".split())

MOVEMENT_NOUNS: dict[str, Action] = {
    **_each(
        "advance advances incursion incursions invasion offensive push thrust advancement assault assaults "
        "counteroffensive counter-offensive movement movements infiltration infiltrations encirclement raid raids "
        "onslaught entry intrusion intrusions landing landings breakthrough crossing",
        Action.ADVANCE,
    ),
    **_each("capture seizure takeover take-over occupation recapture conquest liberation", Action.CAPTURE),
    **_each(
        "withdrawal withdrawals removal retreat pullout pullback pull-out pull-back departure evacuation exit drawdown "
        "draw-down disengagement",
        Action.WITHDRAW,
    ),
    **_each(
        "deployment deployments redeployment reinforcement dispatch arrival build-up buildup rotation stationing massing "
        "return mobilisation mobilization transfer",
        Action.DEPLOY,
    ),
    **_each("presence", Action.HOLD),
}

NAMED_ONLY = frozenset(
    "removal assault assaults push exit rotation arrival dispatch return entry crossing landing landings raid raids "
    "onslaught advances breakthrough mobilisation mobilization transfer".split()
)
"""Movement nouns that move forces only where a force's own noun or name stands beside them."""

GROUND = frozenset(
    "post posts checkpoint checkpoints base bases position positions outpost outposts camp camps garrison roadblock "
    "roadblocks blockade presence foothold bridgehead trenches".split()
)
"""What forces set up or hold."""

GAINED = frozenset("ground territory control foothold village villages town towns heights positions hold".split())
HELD = frozenset("presence positions position control ground line lines foothold grip sway siege".split())

HARDWARE = frozenset(
    "howitzer howitzers artillery launcher launchers armour armor guns cannon cannons batteries battery vehicles "
    "bulldozers".split()
)
"""What a party moves when it moves its arms: then the party is the one who moves."""

HOMEWARD = frozenset(
    "base bases barracks garrison garrisons home positions position camps camp side territory north quarters".split()
)
MEASURES = frozenset(
    "kilometers kilometres kilometer kilometre km miles mile meters metres metre meter m yards feet distance way".split()
)

TARGETED = frozenset(
    "invasion incursion assault raid storming encirclement capture seizure takeover take-over occupation recapture".split()
)
"""Movement nouns whose "of" names the place, not the force."""

CARRYING_OUT = inflected(
    "carry make begin start complete launch conduct stage mount continue undertake execute finish beat deny announce "
    "order promise postpone delay suspend plan confirm".split()
)
"""Verbs whose subject makes the movement that is their object."""

BARE = frozenset("troops forces army soldiers fighters units".split())
