"""Word problems that compare two people or things: ages, twice as many, so many more."""

from maths.reading.stories import story_task
from maths.reading.story_slots import Skeleton
from maths.reading.story_words import (
    DO,
    NOUN,
    TIMES,
    TOTAL,
    WHO,
    Groups,
    Story,
    n,
    require,
    same_noun,
    story,
    times_of,
    trees,
    worked,
)
from maths.reading.tasks import Task
from maths.tree import Number

_X, _Y = rf"(?P<x>{WHO})", rf"(?P<y>{WHO})"
_TOGETHER = (
    r"(?:(?:together|in total|altogether|both) they (?:are|have|had)|they (?:are|have)|(?:and )?the sum of their "
    r"ages is|their ages add up to"
    r"|the total is|the sum is|in total there are|their total age is|their ages total)"
)
_HOW_MANY = rf"how many(?: (?P<counted>{NOUN}))?"
_OLD_NOW = r"(?: (?:now|today|years))*"
_ASKED = rf"(?P<asked>{WHO})"
_HAVE = r"(?:has|have|had|is|got|collected)"


def _who(groups: Groups) -> str:
    """Which of both is asked about: x, y or both."""
    asked = groups.get("asked") or "they"
    if asked in {"they", "both", "each"}:
        return "both"
    require(asked in {groups["x"], groups["y"]} and groups["x"] != groups["y"])
    return "x" if asked == groups["x"] else "y"


def _parts(skeleton: Skeleton, groups: Groups) -> Task:
    """x is k times y, together they are t."""
    _require_known(groups)
    key = {"x": "larger_part", "y": "smaller_part", "both": "part_and_multiple"}[_who(groups)]
    times = times_of(skeleton, groups)
    require(skeleton_value(times) > 1)
    return worked(key, [*trees(skeleton, groups, "t"), times])


def skeleton_value(tree) -> float:
    """The value of a plain number."""
    return float(tree.value) if isinstance(tree, Number) else 0.0


def _difference(skeleton: Skeleton, groups: Groups) -> Task:
    """x is d more or less than y, together they are t."""
    _require_known(groups)
    who = _who(groups)
    if who != "both" and (groups.get("less") is not None):
        who = "y" if who == "x" else "x"
    key = {"x": "larger_of_two", "y": "smaller_of_two", "both": "both_of_two"}[who]
    total, difference = trees(skeleton, groups, "td")
    require(skeleton_value(total) > skeleton_value(difference))
    return worked(key, [total, difference])


def _require_known(groups: Groups) -> None:
    """The same kind of things throughout."""
    thing = groups.get("thing")
    for name in ("thing2", "counted"):
        require(not groups.get(name) or thing and same_noun(groups[name], thing))


def _compared(skeleton: Skeleton, groups: Groups) -> Task:
    """y has so many, x has twice as many, or some more or fewer."""
    _require_known(groups)
    require(groups["x"] != groups["y"] and groups["has"] == groups["y"])
    (known,) = trees(skeleton, groups, "m")
    if groups.get("d"):
        operation, other = ("lose" if groups.get("less") else "gain"), trees(skeleton, groups, "d")[0]
    else:
        operation, other = "times", times_of(skeleton, groups)
    if groups.get("asked") in {"they", "both"}:
        require(groups.get("total"))
        key = [known, other, known], ["start", operation, "gain"]
        return story_task(*key)
    require(groups.get("asked") == groups["x"] and not groups.get("total"))
    return story_task([known, other], ["start", operation])


COMPARISON_STORIES: tuple[Story, ...] = (
    # ages and twice as many, with a total
    story(
        rf"{_X} is {TIMES} as old as {_Y} {_TOGETHER} {n('t')}(?: years(?: old)?)? how old (?:is|are) "
        rf"{_ASKED}{_OLD_NOW}",
        _parts,
    ),
    story(
        rf"{_X} is {TIMES} as old as {_Y} {_TOGETHER} {n('t', 't')}(?: old)? how old (?:is|are) {_ASKED}{_OLD_NOW}",
        _parts,
    ),
    story(
        rf"{_X} is #[nt](?P<d>\d+)(?: years)? (?:older|(?P<less>younger)) than {_Y} {_TOGETHER} #[nt](?P<t>\d+)(?: "
        rf"years)?(?: old)? "
        rf"how old (?:is|are) {_ASKED}{_OLD_NOW}",
        _difference,
    ),
    story(
        rf"{_X} {_HAVE} {TIMES} as (?:many|much) (?P<thing>{NOUN}) as {_Y} {_TOGETHER} {n('t')}(?: "
        rf"(?P<thing2>{NOUN}))? "
        rf"{_HOW_MANY} {DO} {_ASKED} have",
        _parts,
    ),
    story(
        rf"{_X} {_HAVE} {n('d')} (?:more|(?P<less>fewer|less)) (?P<thing>{NOUN}) than {_Y} {_TOGETHER} {n('t')}(?: "
        rf"(?P<thing2>{NOUN}))? "
        rf"{_HOW_MANY} {DO} {_ASKED} have",
        _difference,
    ),
    # twice as many as a known number
    story(
        rf"{_X} is #[nt](?P<d>\d+)(?: years)? (?:older|(?P<less>younger)) than {_Y} (?:and )?(?P<has>{WHO}) is "
        rf"#[nt](?P<m>\d+)(?: years)?(?: old)? how old is {_ASKED}{_OLD_NOW}",
        _compared,
    ),
    story(
        rf"{_X} is {TIMES} as old as {_Y} (?:and )?(?P<has>{WHO}) is #[nt](?P<m>\d+)(?: years)?(?: old)? how old is "
        rf"{_ASKED}{_OLD_NOW}",
        _compared,
    ),
    story(
        rf"{_X} {_HAVE} (?:{TIMES} as (?:many|much)|{n('d')} (?:more|(?P<less>fewer|less)))(?: (?P<thing>{NOUN}))? "
        rf"(?:as|than) {_Y} "
        rf"(?:and )?(?:if )?(?P<has>{WHO}) {_HAVE} {n('m')}(?: (?P<thing2>{NOUN}))? {_HOW_MANY} {DO} {_ASKED} "
        rf"have(?P<total> {TOTAL})?",
        _compared,
    ),
    story(
        rf"(?P<has>{WHO}) {_HAVE} {n('m')} (?P<thing>{NOUN}) (?:and )?{_X} {_HAVE} (?:{TIMES} as (?:many|much)"
        rf"|{n('d')} "
        rf"(?:more|(?P<less>fewer|less)))(?: (?P<thing2>{NOUN}))?(?: (?:as|than) {_Y})? {_HOW_MANY} {DO} {_ASKED} "
        rf"have(?P<total> {TOTAL})?",
        lambda skeleton, groups: _compared(skeleton, {**groups, "y": groups.get("y") or groups["has"]}),
    ),
)
