"""Word problems about prices: what several things cost, discounts and rises, tips, and what is left to pay."""

from maths.reading.stories import story_task
from maths.reading.story_slots import Skeleton
from maths.reading.story_words import (
    CENTS,
    DO,
    NOUN,
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
    story,
    trees,
    worked,
)
from maths.reading.tasks import Task

_ITEM = rf"(?:an?|the|my|one|each|every|this)? ?(?P<thing>{THING})"
_COST = r"(?:costs?|is|cost|was|are|were|sells? for|is sold for|is priced at|go for|goes for)"
_PRICE = rf"(?P<price>#n\d+){CENTS}"
_HOW_MUCH = r"(?:how much|what)"
_PAY = r"(?:pay|cost|spend|owe|need to pay|have to pay)"
_NEW_PRICE = (
    rf"(?:{WHAT_IS} (?:the |its )?(?:new|sale|final|reduced|discounted|total|current|selling)? ?(?:price|cost|amount)"
    rf"(?: (?:now|of the {NOUN}|after the discount|to pay|you pay|after that|to be paid))?"
    rf"|(?:how much|what) (?:{DO}|is|must|should) (?:it|you|i|we|he|she|they|the {THING}|{WHO})(?: (?:{_PAY}))?"
    rf"(?: for (?:it|the {THING}))?(?: (?:now|after the discount|then|in total|altogether|in all))?)"
)
_OFF = (
    rf"(?:(?:is|are|now|it's|it is|which is|and is|gets?|it gets)(?: on sale(?: for| at)?)? {n('r', 'p')} off"
    rf"|(?:and )?(?:is |it is |it's |are )?(?:reduced|discounted|marked down|lowered|cut) by {n('r2', 'p')}"
    rf"|(?:with|there is|there's|you get|he gets|she gets|has|at|on sale with|and has|and there is|gets)(?: an?)? "
    rf"{n('r3', 'p')} "
    rf"(?:discount|off|reduction)(?: on it)?"
    rf"|(?:the |its )?(?:price|it) (?:is |was )?(?:reduced|drops?|falls?|fell|goes down|dropped|decreases"
    rf"|decreased) by {n('r4', 'p')})"
)
_UP = (
    rf"(?:(?:and )?(?:(?:the|its) price|it) (?:goes up|went up|rises|rose|increases|increased|is raised|is "
    rf"increased|was raised)"
    rf" by {n('r', 'p')}|(?:plus|there is|with|and|you add)(?: an?)? {n('r2', 'p')} (?:tax|sales tax|vat)(?: is "
    rf"added)?"
    rf"|(?:is |and is )?increased by {n('r3', 'p')})"
)


def _percent(kind: str):
    """A builder for a price that changes by a percentage."""

    def build(skeleton: Skeleton, groups: Groups) -> Task:
        rate = next(groups[name] for name in ("r", "r2", "r3", "r4") if groups.get(name))
        (price,) = trees(skeleton, {"p": groups["price"].removeprefix("#n")}, "p")
        return Task(kind, (price, skeleton.slot(rate).tree))

    return build


def _recipe(key: str, names: str, money: bool = True):
    """A builder for a recipe from slots in the order of its letters."""

    def build(skeleton: Skeleton, groups: Groups) -> Task:
        require(refers(groups.get("asked"), groups.get("who")))
        return worked(key, trees(skeleton, groups, names), money=money)

    return build


def _several(skeleton: Skeleton, groups: Groups) -> Task:
    """One costs this, so several cost that."""
    require(not groups.get("one") or skeleton.slot(groups["one"]).value == 1)
    require(not groups.get("asked") or same_noun(groups["asked"], groups["thing"]))
    return story_task(trees(skeleton, groups, "pk"), ["start", "times"], money=True)


def _one_of_several(skeleton: Skeleton, groups: Groups) -> Task:
    """What one costs; a number in the place of "one" must be 1."""
    require(not groups.get("one") or skeleton.slot(groups["one"]).value == 1)
    require(not groups.get("asked") or same_noun(groups["asked"], groups["thing"]))
    return story_task(trees(skeleton, groups, "pa"), ["start", "split"], money=True)


def _bought(skeleton: Skeleton, groups: Groups) -> Task:
    require(refers(groups["asked"], groups["who"]))
    return story_task(trees(skeleton, groups, "pk"), ["start", "times"], money=True)


def _others_of_several(skeleton: Skeleton, groups: Groups) -> Task:
    """3 cost this, so 5 cost that."""
    require(not groups.get("asked") or same_noun(groups["asked"], groups["thing"]))
    count, price, wanted = trees(skeleton, groups, "apk")
    return story_task([price, count, wanted], ["start", "split", "times"], money=True)


def _two_kinds(skeleton: Skeleton, groups: Groups) -> Task:
    """Tickets for adults and for children, whichever is asked about first."""
    first, second = (groups["x"], groups["y"])
    order = "apbq" if same_noun(groups["x2"], first) and same_noun(groups["y2"], second) else "bpaq"
    if order == "bpaq":
        require(same_noun(groups["x2"], second) and same_noun(groups["y2"], first))
    return worked("two_costs", trees(skeleton, groups, order), money=True)


_EACH = r"(?:each|apiece|a piece|per piece|per [a-z]+)"
_BUYS = r"(?:buys?|bought|gets?|takes?|orders?|ordered|purchases?)"
_LEFT = (
    rf"(?:how much(?: money)? (?:change )?(?:{DO} (?P<asked>{WHO}) (?:have(?: left)?|get(?: back)?|receive)|is left)"
    rf"(?: left| back| now| in change)?)"
)

PRICE_STORIES: tuple[Story, ...] = (
    # before and after
    story(rf"{OPEN}{_ITEM} {_COST} {_PRICE} (?:but |and |now )?{_OFF} {_NEW_PRICE}", _percent("percent_decrease")),
    story(rf"{OPEN}{_ITEM} {_COST} {_PRICE} (?:but |and |now )?{_UP} {_NEW_PRICE}", _percent("percent_increase")),
    story(
        rf"(?:how much|what) (?:{DO}|is) {_ITEM} (?:that {_COST} )?(?:cost )?{_PRICE}? ?(?:if it {_COST} )?{_OFF}",
        _percent("percent_decrease"),
    ),
    story(
        rf"(?:the |an? |my )?(?:restaurant |dinner |lunch )?bill (?:is|was|comes to) {_PRICE} (?:and )?(?:you|i|we"
        rf"|he|she|they|{WHO}) "
        rf"(?:tips?|leaves?|adds?|gives?|wants? to tip|want to leave)(?: an?)? {n('r', 'p')}(?: (?:tip|gratuity|as "
        rf"a tip))?"
        rf" (?:how much|what) (?:{DO}) (?:you|i|we|he|she|they) pay(?: in total| altogether| in all)?",
        _percent("percent_increase"),
    ),
    story(
        rf"{OPEN}(?:{WHO} (?:pays?|paid) {n('p')} for (?:an?|the|my) {THING} after|after) (?:an? )?{n('r', 'p')} "
        rf"(?:discount|reduction)"
        rf"(?: (?:an?|the|my) {THING} costs {n('p1')})? {WHAT_IS} (?:the |its )?(?:original|old|full|regular"
        rf"|normal|first) price"
        rf"(?: of the {THING})?",
        _recipe("price_before_discount", "pr"),
    ),
    story(
        rf"{OPEN}(?:an?|the|my) {THING} (?:costs?|is) {n('p')} after (?:an? )?{n('r', 'p')} (?:discount|reduction)"
        rf" {WHAT_IS} (?:the |its )?(?:original|old|full|regular|normal|first) price(?: of the {THING})?",
        _recipe("price_before_discount", "pr"),
    ),
    story(
        rf"{OPEN}after (?:an? )?(?:price )?(?:increase|rise|raise) of {n('r', 'p')}(?: (?:an?|the) {THING}| it)? "
        rf"(?:costs|is) {n('p')} "
        rf"{WHAT_IS} (?:the |its )?(?:original|old|first) price(?: of the {THING})?",
        _recipe("price_before_increase", "pr"),
    ),
    story(
        rf"{OPEN}{_ITEM} {_COST} {n('p')}{CENTS} (?:but |and |now )?(?:is |there is an? |with an? |at "
        rf")?{n('r', 'p')} (?:off|discount) "
        rf"how much(?: money)? (?:{DO}) (?:you|i|we|he|she|they|{WHO}) save",
        _recipe("saved", "pr"),
    ),
    story(
        rf"{OPEN}(?:an?|the|my) {_PRICE} {THING} (?:but |and |now )?{_OFF} {_NEW_PRICE}", _percent("percent_decrease")
    ),
    # several of one kind
    story(
        rf"{OPEN}(?:an?|one|each|every|the price of an?|#n(?P<one>\d+))? ?(?P<thing>{NOUN}) (?:costs?|is|are) "
        rf"{n('p')}{CENTS}(?: {_EACH})? "
        rf"(?:how much|what) (?:{DO}|are|is) (?:{WHO} pay for |it cost to buy )?{n('k')} (?:of them"
        rf"|(?P<asked>{NOUN}))?(?: cost)?"
        r"(?: in total| altogether| together| in all)?",
        _several,
    ),
    story(
        rf"(?:how much|what) (?:{DO}|are|is) (?:{WHO} pay for )?{n('k')} (?P<asked>{NOUN})(?: cost)? (?:if|when|at) "
        rf"(?:(?:an?|each|every|#n(?P<one>\d+)) (?:(?P<thing>{NOUN}) )?(?:costs?|is) )?{n('p')}{CENTS}(?: {_EACH})?",
        lambda skeleton, groups: _several(skeleton, {**groups, "thing": groups.get("thing") or groups["asked"]}),
    ),
    story(
        rf"(?P<who>{WHO}) {_BUYS} {n('k')} (?P<thing>{THING}) (?:for|at|that cost|which cost|costing) "
        rf"{n('p')}{CENTS} {_EACH} "
        rf"how much(?: money)? (?:{DO}) (?P<asked>{WHO}) (?:{_PAY})(?: in total| altogether| in all)?",
        _bought,
    ),
    story(
        rf"{OPEN}(?:an? pack of |a box of |{WHO} pays? {n('p2')} for )?{n('a')} (?P<thing>{THING}) (?:costs?|are"
        rf"|is|for|cost) "
        rf"{n('p')}{CENTS} (?:how much|what) (?:{DO}|is|are|was) (?:an?|each|#n(?P<one>\d+)) "
        rf"?(?P<asked>{NOUN})?(?: cost)?",
        _one_of_several,
    ),
    story(
        rf"{OPEN}{n('a')} (?P<thing>{THING}) (?:costs?|are|for|cost) {n('p')}{CENTS} (?:how much|what) (?:{DO}|is"
        rf"|are|for) (?:for )?"
        rf"{n('k')} ?(?P<asked>{NOUN})?(?: cost)?",
        _others_of_several,
    ),
    # two kinds
    story(
        rf"{THING} costs? {n('p')} for (?:an? |each )?(?P<x>{NOUN}) and {n('q')} for (?:an? |each )?(?P<y>{NOUN}) "
        rf"how much "
        rf"(?:{DO}|is it|for|are|is)(?: {WHO} pay)?(?: it cost)?(?: for)? {n('a')} (?P<x2>{NOUN}) and {n('b')} "
        rf"(?P<y2>{NOUN})"
        r"(?: cost| pay)?(?: in total| altogether)?",
        _two_kinds,
    ),
    story(
        rf"(?:an?|one|each) (?P<x>{NOUN})(?: ticket)? costs {n('p')} and (?:an?|one|each) (?P<y>{NOUN})(?: "
        rf"ticket)? costs {n('q')} how much "
        rf"(?:{DO}|is it|for|are|is)(?: {WHO} pay)?(?: it cost)?(?: for)? {n('a')} (?P<x2>{NOUN})(?: tickets)? and "
        rf"{n('b')} "
        rf"(?P<y2>{NOUN})(?: tickets)?(?: cost| pay)?(?: together| in total| altogether)?",
        _two_kinds,
    ),
    story(
        rf"(?P<who>{WHO}) {_BUYS} {n('a')} {THING} (?:for|at) {n('p')} {_EACH} and {n('b')} {THING} (?:for|at) "
        rf"{n('q')} {_EACH} "
        rf"how much(?: money)? {DO} (?P<asked>{WHO}) (?:{_PAY})(?: in total| altogether| in all)?",
        _recipe("two_costs", "apbq"),
    ),
    # change
    story(
        rf"(?P<who>{WHO}) (?:has|have|had) {n('m')}{CENTS} (?:and )?(?:{WHO} )?{_BUYS} {n('n')} {THING} (?:for|at"
        rf"|that cost) "
        rf"{n('p')}{CENTS} {_EACH} {_LEFT}",
        _recipe("change_back", "mnp"),
    ),
    story(
        rf"(?P<who>{WHO}) {_BUYS} {n('n')} {THING} (?:for|at|that cost) {n('p')}{CENTS} {_EACH} and (?:{WHO} "
        rf")?(?:pays?|paid) with "
        rf"(?:an? )?{n('m')}(?: (?:bill|note|dollar bill))? {_LEFT}",
        _recipe("change_back", "mnp"),
    ),
)
