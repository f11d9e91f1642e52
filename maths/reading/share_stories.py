"""Word problems about parts of a whole, equal shares, twice as many, and ages."""

from maths.reading.stories import story_task
from maths.reading.story_slots import Skeleton
from maths.reading.story_words import (
    DO,
    NOUN,
    OPEN,
    THING,
    TOTAL,
    WHO,
    Groups,
    Story,
    n,
    refers,
    require,
    same_noun,
    story,
    trees,
    worked,
)
from maths.reading.tasks import Task

_GROUP = (
    rf"(?:there are |(?:an?|the|my) {NOUN} (?:of|has|have|with) |{WHO} (?:has|have) |in (?:an?|the|my) {NOUN} "
    r"(?:of|there are) |of )"
)
_OPPOSITES = {"boy": "girl", "girl": "boy", "man": "woman", "woman": "man", "men": "women", "women": "men"}


def _product(skeleton: Skeleton, groups: Groups) -> Task:
    """Boxes with so many in each."""
    require(same_noun(groups["asked"], groups["thing"]))
    require(not groups.get("one") or skeleton.slot(groups["one"]).value == 1)
    require(not groups.get("box2") or same_noun(groups["box"], groups["box2"]))
    return story_task(trees(skeleton, groups, "nm"), ["start", "times"])


def _product_changed(operation: str):
    """Boxes with so many in each, and then some more or fewer."""

    def build(skeleton: Skeleton, groups: Groups) -> Task:
        require(not groups.get("asked") or same_noun(groups["asked"], groups["thing"]))
        require(not groups.get("thing2") or same_noun(groups["thing2"], groups["thing"]))
        return story_task(trees(skeleton, groups, "nmk"), ["start", "times", operation])

    return build


def _shared(skeleton: Skeleton, groups: Groups) -> Task:
    require(not groups.get("asked") or same_noun(groups["asked"], groups["thing"]))
    require(not groups.get("child") or same_noun(groups["child"], groups["children"]))
    return story_task(trees(skeleton, groups, "nm"), ["start", "split"])


def _packed(skeleton: Skeleton, groups: Groups) -> Task:
    require(same_noun(groups["boxes"], groups["boxes2"]))
    return story_task(trees(skeleton, groups, "nm"), ["start", "split"])


def _others(skeleton: Skeleton, groups: Groups) -> Task:
    """How many are not of the kind that was named; with boys the others are girls."""
    opposite = _OPPOSITES.get(groups["kind"]) or _OPPOSITES.get(groups["kind"].removesuffix("s"))
    asked = groups["other"]
    require(
        groups.get("rest") == asked or asked == f"not {groups['kind']}" or opposite in {asked, asked.removesuffix("s")}
    )
    return story_task(trees(skeleton, groups, "nm"), ["start", "lose"])


def _percent_of(skeleton: Skeleton, groups: Groups) -> Task:
    require(same_noun(groups["kind"], groups["asked"]))
    return Task("percent_of", tuple(trees(skeleton, groups, "pn")))


def _percent_share(skeleton: Skeleton, groups: Groups) -> Task:
    require(not groups.get("asked") or same_noun(groups["asked"], groups["kind"]))
    return Task("percent_share", tuple(trees(skeleton, groups, "mn")))


def _percent_others(skeleton: Skeleton, groups: Groups) -> Task:
    opposite = _OPPOSITES.get(groups["kind"]) or _OPPOSITES.get(groups["kind"].removesuffix("s"))
    asked = groups["asked"]
    require(asked == f"not {groups['kind']}" or opposite in {asked, asked.removesuffix("s")})
    return worked("rest_percent", trees(skeleton, groups, "np"))


def _fraction(key: str):
    def build(skeleton: Skeleton, groups: Groups) -> Task:
        require(refers(groups.get("asked"), groups.get("who")))
        return worked(key, trees(skeleton, groups, "nm"))

    return build


def _fraction_of_kind(skeleton: Skeleton, groups: Groups) -> Task:
    opposite = _OPPOSITES.get(groups["kind"]) or _OPPOSITES.get(groups["kind"].removesuffix("s"))
    asked = groups["asked"]
    if same_noun(asked, groups["kind"]):
        return worked("fraction_taken", trees(skeleton, groups, "nm"))
    require(opposite in {asked, asked.removesuffix("s")})
    return worked("fraction_left", trees(skeleton, groups, "nm"))


def _in_proportion(skeleton: Skeleton, groups: Groups) -> Task:
    """For 4 people 300 g, for 6 people how much."""
    require(same_noun(groups["thing"], groups["thing2"]))
    amount = skeleton.slot(groups["a"])
    key = amount.unit.key if amount.unit else ""
    units = [f"{letter}:{key}" for letter in "aub"] if key else []
    return worked("in_proportion", trees(skeleton, groups, "nak"), *units)


def _workers(skeleton: Skeleton, groups: Groups) -> Task:
    require(same_noun(groups["thing"], groups["thing2"]))
    time = skeleton.slot(groups["a"])
    key = time.unit.key
    return worked("in_inverse_proportion", trees(skeleton, groups, "nak"), f"a:{key}", f"w:{key}", f"b:{key}")


_HOLD = r"(?:holds?|contains?|has|have|with|of|that hold|with|each with|each (?:has|have|holds?|contains?))"
_SHARE = r"(?:are |is |were )?(?:shared|divided|split|distributed|handed out|given)(?: equally| evenly| fairly)?"
_GET = r"(?:get|receive|have|be given|end up with)"
_ASKED = rf"(?P<asked>{WHO})"

SHARE_STORIES: tuple[Story, ...] = (
    # boxes with so many in each
    story(
        rf"(?:there are |{WHO} (?:has|have|buys|bought) )?{n('n')} (?P<box>{THING}) {_HOLD} {n('m')} "
        rf"(?P<thing>{THING})(?: (?:in )?each)? "
        rf"how many (?P<asked>{THING})(?: (?:are there|is that|do they (?:hold|have|contain)|{DO} {WHO} have|are "
        rf"in them))?(?: {TOTAL})?",
        _product,
    ),
    story(
        rf"(?:each|every|an?|#n(?P<one>\d+)) (?P<box>{NOUN}) (?:has|holds|contains) {n('m')} (?P<thing>{THING}) "
        rf"how many (?P<asked>{THING}) "
        rf"(?:are (?:there )?(?:in|on)|{DO}|are) {n('n')} (?P<box2>{NOUN})(?: have| hold| contain)?",
        _product,
    ),
    story(
        rf"(?:there are |{WHO} (?:has|have|buys|bought) )?{n('n')} {THING} (?:with|of|that hold) {n('m')} "
        rf"(?P<thing>{NOUN})(?: (?:in )?each)? "
        rf"(?:and )?(?:{WHO} )?(?:loses?|eats?|gives? away|sells?|breaks?|uses?|lost|ate|gave away|sold|used) "
        rf"{n('k')}(?: of them)?"
        rf"(?: (?P<thing2>{NOUN}))? how many(?: (?P<asked>{NOUN}))? (?:are left|{DO} {WHO} have left|{DO} {WHO} "
        rf"still have|remain)",
        _product_changed("lose"),
    ),
    story(
        rf"(?:there are |{WHO} (?:has|have|buys|bought) )?{n('n')} {THING} (?:with|of|that hold) {n('m')} "
        rf"(?P<thing>{NOUN})(?: (?:in )?each)? "
        rf"(?:and )?(?:{WHO} )?(?:finds?|gets?|buys?|adds?|found|got|bought) {n('k')} more(?: (?P<thing2>{NOUN}))? "
        rf"how many(?: (?P<asked>{NOUN}))? (?:are there|{DO} {WHO} have)(?: {TOTAL})?",
        _product_changed("gain"),
    ),
    # a percentage of the whole
    story(
        rf"(?:in )?{_GROUP}{n('n')}(?: {THING})?(?: and)? {n('m')} (?:of them )?are (?P<kind>{NOUN}) what "
        rf"percent(?:age)?"
        rf"(?: of (?:them|the {NOUN}|it))? (?:is|are) (?P<asked>{NOUN})",
        _percent_share,
    ),
    story(
        rf"{WHO} (?:scored|scores|got|gets|answered|had) {n('m')} (?:{NOUN} )?(?:right )?out of {n('n')}(?: "
        rf"{NOUN})?(?: (?:right|correct|correctly"
        rf"|points|questions))* what percent(?:age)? (?:is (?:that|this|it)|did {WHO} (?:get|score)|was that)",
        _percent_share,
    ),
    # equal shares
    story(
        rf"{OPEN}(?:{WHO} (?:shares|divides|splits|shared|divided) )?{n('n')} (?P<thing>{THING}) (?:{_SHARE} "
        rf")?(?:equally |evenly )?"
        rf"(?:by|among|between|with|amongst) {n('m')} (?P<children>{NOUN}) how many(?: (?P<asked>{NOUN}))? {DO} "
        rf"each(?: (?:of them|one|(?P<child>{NOUN})))? {_GET}",
        _shared,
    ),
    story(
        rf"{OPEN}(?:{WHO} (?:puts|packs) )?{n('n')} (?P<thing>{THING}) (?:are |is )?(?:(?:put|packed|placed"
        rf"|divided|sorted) )?(?:equally )?(?:in|into) "
        rf"(?P<boxes>{NOUN}) of {n('m')} how many (?P<boxes2>{NOUN}) (?:are (?:there|needed)|{DO} (?:{WHO} "
        rf")?(?:need|get|fill|have))",
        _packed,
    ),
    # some of them
    story(
        rf"{_GROUP}{n('n')} {THING}(?: in {THING})?(?: and)? {n('m')} (?:of them |of the {NOUN} )?are "
        rf"(?P<kind>{NOUN})"
        rf"(?: (?:and )?(?:the )?(?:rest|others?) are (?P<rest>{NOUN}))? (?:so )?how many (?:of them )?are "
        rf"(?P<other>(?:not )?{NOUN})",
        _others,
    ),
    story(
        rf"{_GROUP}{n('n')} {THING}(?: in {THING})?(?: and)? {n('p', 'p')}(?: of (?:them|the {NOUN}))? are "
        rf"(?P<kind>{NOUN})"
        rf" how many (?:(?P<asked>{NOUN})(?: are there)?|(?:of them )?are (?P<asked1>{NOUN}))",
        _percent_of,
    ),
    story(
        rf"{_GROUP}{n('n')} {THING}(?: in {THING})?(?: and)? {n('p', 'p')}(?: of (?:them|the {NOUN}))? are "
        rf"(?P<kind>{NOUN})"
        rf" how many (?:(?P<asked>{NOUN})(?: are there)?|(?:of them )?are (?P<asked1>(?:not )?{NOUN}))",
        _percent_others,
    ),
    story(
        rf"(?:an?|the|my) {NOUN} (?:is|was) (?:cut|divided|sliced|split) into {n('n')} (?:equal )?(?:{NOUN})(?: "
        rf"and)? {WHO} "
        rf"(?:eats?|ate|takes?|took|gets?|has) {n('m')}(?: of them| (?:slices|pieces|parts))? what (?:fraction"
        rf"|part)(?: of (?:it|the {NOUN}))? "
        r"(?:is|was|are) (?:left|remaining)(?: over)?",
        _fraction("fraction_left"),
    ),
    story(
        rf"(?:an?|the|my) {NOUN} (?:is|was) (?:cut|divided|sliced|split) into {n('n')} (?:equal )?(?:{NOUN})(?: "
        rf"and)? (?P<who>{WHO}) "
        rf"(?:eats?|ate|takes?|took|gets?) {n('m')}(?: of them| (?:slices|pieces|parts))? what (?:fraction"
        rf"|part)(?: of (?:it|the {NOUN}))? "
        rf"(?:{DO}) {_ASKED} (?:eat|take|get)",
        _fraction("fraction_taken"),
    ),
    story(
        rf"{_GROUP}{n('n')}(?: {THING})? (?:has|have|and|there are) {n('m')} (?:of them )?(?:are "
        rf")?(?P<kind>{NOUN}) what (?:fraction|part)"
        rf"(?: of (?:them|the {NOUN}|it))? (?:is|are) (?P<asked>{NOUN})",
        _fraction_of_kind,
    ),
    # in proportion
    story(
        rf"(?:an?|the|my) {NOUN} for {n('n')} (?P<thing>{NOUN}) (?:needs?|takes?|uses?|requires?) "
        rf"#[nu](?P<a>\d+)(?: (?:of )?{NOUN})? "
        rf"how (?:much|many)(?: {NOUN})? (?:(?:{DO}|is|are)(?: {WHO})?(?: needed)?(?: need)? )?for {n('k')} "
        rf"(?P<thing2>{NOUN})(?: need(?:ed)?)?",
        _in_proportion,
    ),
    story(
        rf"{n('n')} (?P<thing>{NOUN}) (?:need|take|can (?:do|build|finish|paint) (?:a|the) {NOUN} in|finish (?:a"
        rf"|the) {NOUN} in) {n('a', 't')}"
        rf"(?: (?:to|for) [a-z]+(?: (?:an?|the) [a-z]+)?)? how long (?:{DO} it take )?(?:(?:{DO}|for) )?{n('k')} "
        rf"(?P<thing2>{NOUN})(?: "
        rf"need| take)?",
        _workers,
    ),
)
