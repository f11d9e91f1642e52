"""Word problems about what goes on evenly: distance, speed and time, and so much each hour, day or minute."""

from maths.reading.quantities import named_units
from maths.reading.stories import story_task
from maths.reading.story_slots import Skeleton, in_unit
from maths.reading.story_words import (
    DO,
    OPEN,
    THING,
    WHAT_IS,
    WHO,
    Groups,
    Story,
    n,
    refers,
    require,
    same_noun,
    slots,
    story,
    trees,
    worked,
)
from maths.reading.tasks import Task

_MOVE = r"(?:travel|drive|go|run|walk|ride|cycle|bike|fly|swim|move|jog|hike|sail|cover|row|march|race)"
_MOVES = (
    rf"(?:(?:is |are |was |were |has |have |had )?(?:{_MOVE}(?:e?s|ed|led|ped|ing|ling|ning|ming)?|driving|riding"
    rf"|cycling"
    rf"|moving|drove|driven|went|gone|ran|rode|flew|flies|swam|swum|cycled|biked|moved|hiked|raced|racing|rowed"
    rf"|does|did))"
)
_IT = rf"(?:{WHO})"
_SPEED = r"(?:(?:its|his|her|their|the|my|your|an?)? ?(?:average |mean |constant )?(?:speed|pace|velocity))"
_AT = r"(?:(?:at|with) (?:an? |the )?(?:constant |average |steady )?(?:speed |rate |pace )?(?:of )?)?"
_ASK_SPEED = (
    rf"(?:(?:and )?(?:{WHAT_IS} )?{_SPEED}(?: of (?P<asked>{WHO}))?(?: in (?P<goal>[a-z/ ]+))?"
    rf"|how fast (?:{DO}|is|was|are|were) (?P<asked1>{_IT})(?: (?:{_MOVES}))?(?: on average)?)"
)
_ASK_DISTANCE = (
    rf"(?:how far|what distance|how many (?P<goal>[a-z]+)) (?:{DO}|has|have|had) (?P<asked>{_IT}) {_MOVES}"
    rf"|{WHAT_IS} the distance(?: (?:covered|traveled|travelled))?|how far is (?:it|that)"
)
_ASK_TIME = r"(?:how long|how much time|how many (?P<goal>[a-z]+))"
_UNIT = r"(?:per|an?|each|every) (?P<per>[a-z]+)"
_LAST = r"(?:in|for|during|over|after|within)"
_VERB = r"(?P<verb>[a-z]+)"
_VERB2 = r"(?P<verb2>[a-z]+)"


_GOALS = {
    **dict.fromkeys(("km/h", "kmh", "kph", "kilometers per hour", "km per hour"), ("km", "h")),
    **dict.fromkeys(("mph", "miles per hour"), ("mi", "h")),
    **dict.fromkeys(("m/s", "meters per second", "metres per second"), ("m", "s")),
}


def _speed(skeleton: Skeleton, groups: Groups) -> Task:
    distance, time = slots(skeleton, groups, "st")
    require(refers(groups.get("asked"), groups.get("who")))
    over, under = distance.unit, time.unit
    if goal := groups.get("goal"):
        wanted = _GOALS.get(goal.strip())
        require(wanted)
        over, under = (named_units(each)[0] for each in wanted)
    expressions = [in_unit(distance, over), in_unit(time, under)]
    return worked("speed", expressions, f"s:{over.key}", f"t:{under.key}", f"v:{over.key}/{under.key}")


def _distance(skeleton: Skeleton, groups: Groups) -> Task:
    speed, time = slots(skeleton, groups, "vt")
    require(refers(groups.get("asked"), groups.get("who")))
    _require_goal(groups, speed.unit)
    over, under = speed.unit.key, speed.over
    return worked(
        "distance_traveled",
        [speed.tree, in_unit(time, under)],
        f"v:{over}/{under.key}",
        f"t:{under.key}",
        f"s:{over}",
    )


def _require_goal(groups: Groups, unit) -> None:
    """Leave a story to others if its answer is wanted in another unit than the one that comes out."""
    if goal := groups.get("goal"):
        require(any(each.key == unit.key for each in named_units(goal)))


def _duration(skeleton: Skeleton, groups: Groups) -> Task:
    distance, speed = slots(skeleton, groups, "sv")
    require(refers(groups.get("asked"), groups.get("who")))
    _require_goal(groups, speed.over)
    over, under = speed.unit, speed.over.key
    return worked(
        "travel_time", [in_unit(distance, over), speed.tree], f"s:{over.key}", f"v:{over.key}/{under}", f"t:{under}"
    )


def _so_many_each_time(skeleton: Skeleton, groups: Groups) -> Task:
    """12 pages a day, for 5 days."""
    (time,) = slots(skeleton, groups, "t")
    (rate,) = trees(skeleton, groups, "r")
    unit = named_units(groups["per"])
    require(unit and refers(groups.get("asked"), groups["who"]))
    if groups.get("thing"):
        require(same_noun(groups["thing"], groups["counted"]) and same_noun(groups["verb"], groups["verb2"]))
    return story_task([rate, in_unit(time, unit[0])], ["start", "times"], money=not groups.get("thing"))


def _until(skeleton: Skeleton, groups: Groups) -> Task:
    """How many weeks of $5 make $60, if that comes out even."""
    amount, rate = slots(skeleton, groups, "ar")
    unit = named_units(groups["per"])
    require(unit and rate.value and amount.value % rate.value == 0 and refers(groups.get("asked"), groups["who"]))
    _require_goal(groups, unit[0])
    return worked("rate_time", [amount.tree, rate.tree], f"t:{unit[0].key}", "count")


def _filled(skeleton: Skeleton, groups: Groups) -> Task:
    amount, rate = slots(skeleton, groups, "ar")
    _require_goal(groups, rate.over)
    key, under = rate.unit.key, rate.over.key
    return worked("rate_time", [in_unit(amount, rate.unit), rate.tree], f"a:{key}", f"r:{key}/{under}", f"t:{under}")


def _flowed(skeleton: Skeleton, groups: Groups) -> Task:
    rate, time = slots(skeleton, groups, "rt")
    _require_goal(groups, rate.unit)
    key, under = rate.unit.key, rate.over
    return worked(
        "rate_amount", [rate.tree, in_unit(time, under)], f"r:{key}/{under.key}", f"t:{under.key}", f"a:{key}"
    )


_WHOM = rf"(?P<who>{WHO})"
_EARNS = r"(?:earns?|makes?|gets?|is paid|charges?|costs?|saves?|puts aside|receives?)"
_EARN = r"(?:earn|make|get|charge|cost|save|receive|be paid|have(?: saved)?|has saved|owe|pay)"
_FLOWS = (
    r"(?:is filled|fills(?: up)?|empties|drains|is emptied|loses(?: water)?|leaks|is drained|flows?(?: in| "
    r"out)?)"
)

RATE_STORIES: tuple[Story, ...] = (
    # speed
    story(
        rf"{OPEN}{_WHOM} {_MOVES} (?:a distance of )?{n('s', 'l')} in {n('t', 't')} (?:then "
        rf")?{_ASK_SPEED}",
        _speed,
    ),
    story(
        rf"(?:{WHAT_IS} {_SPEED} of |what speed does |how fast (?:{DO}|is|was) )(?P<who>{WHO}) (?:that |which |who "
        rf"|if it |when it )?"
        rf"{_MOVES}(?: if (?:it|he|she|they) {_MOVES})? {n('s', 'l')} in {n('t', 't')}",
        _speed,
    ),
    story(rf"{WHAT_IS} {_SPEED} (?:if|when|for|of) (?:{WHO} {_MOVES} )?{n('s', 'l')} in {n('t', 't')}", _speed),
    story(rf"{n('s', 'l')} in {n('t', 't')} {_ASK_SPEED}", _speed),
    # distance
    story(rf"{OPEN}{_WHOM} {_MOVES} {_AT}{n('v', 'v')} for {n('t', 't')} (?:then )?(?:{_ASK_DISTANCE})", _distance),
    story(rf"{OPEN}{_WHOM} {_MOVES} for {n('t', 't')} {_AT}{n('v', 'v')} (?:then )?(?:{_ASK_DISTANCE})", _distance),
    story(
        rf"{OPEN}{_WHOM} {_MOVES} {_AT}{n('v', 'v')} (?:{_ASK_DISTANCE}) {_LAST} {n('t', 't')}",
        _distance,
    ),
    story(
        rf"(?:how far|what distance|how many (?P<goal>[a-z]+)) {DO} {_WHOM} {_MOVES} {_LAST} {n('t', 't')} "
        rf"(?:(?:if|when) (?P<asked>{_IT}) {_MOVES} )?{_AT}{n('v', 'v')}",
        _distance,
    ),
    story(
        rf"(?:how far|what distance|how many (?P<goal>[a-z]+)) {DO} {_WHOM} {_MOVES} {_AT}{n('v', 'v')} "
        rf"{_LAST} {n('t', 't')}",
        _distance,
    ),
    # time
    story(
        rf"{_ASK_TIME} {DO} (?:it take (?:(?:for )?(?P<who>{WHO}) )?to {_MOVES}|(?P<who1>{WHO}) (?:need|take)(?: "
        rf"to {_MOVES})?"
        rf"(?: for)?) {n('s', 'l')} (?:(?:if|when) (?P<asked>{_IT}) {_MOVES} )?{_AT}{n('v', 'v')}",
        _duration,
    ),
    story(
        rf"{OPEN}{_WHOM} {_MOVES} {_AT}{n('v', 'v')} {_ASK_TIME} {DO} (?:it take(?: (?P<asked>{_IT}))?"
        rf"|(?P<asked1>{_IT}) (?:need|take))(?: to {_MOVES}| for)? {n('s', 'l')}",
        _duration,
    ),
    story(
        rf"{OPEN}{_WHOM} {_MOVES} {n('s', 'l')} {_AT}{n('v', 'v')} {_ASK_TIME} {DO} (?:it take(?: (?P<asked>{_IT}))?"
        rf"|(?P<asked1>{_IT}) (?:need|take)|the (?:trip|journey|ride|walk) take)",
        _duration,
    ),
    # so much each hour
    story(
        rf"{_WHOM} {_VERB} #n(?P<r>\d+) (?P<thing>{THING}) {_UNIT} how many (?P<counted>{THING}) {DO} "
        rf"(?P<asked>{_IT}) "
        rf"{_VERB2}(?: in total)? {_LAST} {n('t', 't')}",
        _so_many_each_time,
    ),
    story(
        rf"how many (?P<counted>{THING}) {DO} {_WHOM} {_VERB2} {_LAST} {n('t', 't')} if (?P<asked>{_IT}) {_VERB} "
        rf"#n(?P<r>\d+) (?P<thing>{THING}) {_UNIT}",
        _so_many_each_time,
    ),
    story(
        rf"{OPEN}{_WHOM} {_EARNS} #n(?P<r>\d+) {_UNIT} how much(?: money)? {DO} (?P<asked>{_IT}) {_EARN} {_LAST} "
        rf"{n('t', 't')}",
        _so_many_each_time,
    ),
    story(
        rf"{_WHOM} (?:saves|puts aside|earns) #n(?P<r>\d+) {_UNIT} (?:how long|how many (?P<goal>[a-z]+)) "
        rf"(?:(?:does|will) it take )?(?:until|till|before|to|for) (?:(?P<asked>{_IT}) )?(?:(?:has|have|save|get"
        rf"|to save|saves|had) )?"
        rf"(?:saved )?#n(?P<a>\d+)",
        _until,
    ),
    story(
        rf"{_WHOM} (?:holds|contains|has) {n('a', 'u')}(?: of [a-z]+)? (?:and )?(?:it |{WHO} )?{_FLOWS} (?:at "
        rf"|with )?(?:a rate of )?"
        rf"{n('r', 'r')}(?: of [a-z]+)? {_ASK_TIME} {DO} it take(?: (?:to (?:fill|empty|drain)|for)(?: up)?(?: it| "
        rf"the [a-z]+)?)?"
        r"(?: to (?:be|become) (?:full|empty))?",
        _filled,
    ),
    story(
        rf"{_WHOM} {_FLOWS} (?:at |with )?(?:a rate of )?{n('r', 'r')}(?: of [a-z]+)? how (?:much|many "
        rf"(?P<goal>[a-z]+))"
        rf"(?: [a-z]+)? (?:is|are|{DO})(?: there| it| in it)?(?: lose| leak| flow| fill)? {_LAST} {n('t', 't')}",
        _flowed,
    ),
)
