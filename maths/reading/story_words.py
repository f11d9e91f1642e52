"""What the patterns of word problems share: actors, nouns, questions, and whether two words mean the same."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from maths.reading.patterns import Pattern
from maths.reading.problems import ReadingError
from maths.reading.story_slots import Skeleton, Slot
from maths.reading.tasks import Task
from maths.tree import Node, Number, word_set

NOUN = r"(?!more\b|of\b|each\b|and\b|is\b|are\b|how\b|what\b|in\b|for\b|per\b|at\b)[a-z]+"
THING = rf"(?:{NOUN})(?: (?:of )?{NOUN})?"
_OTHER = r"(?!is\b|are\b|has\b|have\b|not\b|never\b|no\b|nobody\b)"
WHO = (
    r"(?:(?:an?|the|my|his|her|our|their|this|one|mr|mrs|ms|miss|dr|your) )?"
    rf"(?:{_OTHER}[a-z']+ )??{_OTHER}[a-z']+"
)
PRONOUNS = word_set("he she they it him her them i we you")
DO = r"(?:do|does|did|will|would|can|could|should|must)"
IS = r"(?:is|was|are|were|will be|would be|'s)"
WHAT_IS = rf"(?:and )?(?:what {IS}|what's|whats|find|calculate|work out|determine|give|compute)"
TOTAL = r"(?:now|in total|altogether|all together|in all|together|in the end|there|all in all|total)"
OPEN = r"(?:if |suppose |given that |when )?"
TIMES = r"(?:(?P<twice>twice|double)|(?P<thrice>thrice|triple)|#n(?P<k>\d+) times)"
CENTS = r"(?: dollars?| euros?| pounds?)?"

Groups = dict[str, str | None]


@dataclass(frozen=True)
class Story:
    """A pattern for the skeletons of one kind of word problem, and what makes a task of one that matches."""

    pattern: Pattern
    build: Callable[[Skeleton, Groups], Task]


def story(pattern: str, build: Callable[[Skeleton, Groups], Task]) -> Story:
    return Story(Pattern(pattern), build)


def n(name: str, kind: str = "n") -> str:
    """A slot that is caught by name."""
    return rf"#{kind}(?P<{name}>\d+)"


def elsewhere() -> ReadingError:
    """What is raised where a pattern fits and its words do not."""
    return ReadingError("elsewhere", "")


def require(condition: object) -> None:
    """Leave a story to others unless its words fit together."""
    if not condition:
        raise elsewhere()


def trees(skeleton: Skeleton, groups: Groups, names: str) -> list[Node]:
    """The numbers of the slots with these one-letter names, in order."""
    return [skeleton.slot(groups[name]).tree for name in names]


def slots(skeleton: Skeleton, groups: Groups, names: str) -> list[Slot]:
    return [skeleton.slot(groups[name]) for name in names]


def times_of(skeleton: Skeleton, groups: Groups) -> Node:
    """2 for "twice", 3 for "3 times"."""
    if groups.get("twice"):
        return Number("2")
    return Number("3") if groups.get("thrice") else skeleton.slot(groups["k"]).tree


def worked(key: str, expressions: list[Node], *units: str, money: bool = False) -> Task:
    """A task for one of the recipes."""
    return Task("worked", tuple(expressions), details=(key, *units, *(["money"] if money else [])))


def refers(asked: str | None, actor: str | None) -> bool:
    """Whether a question is about the actor of a story: by name, with another article, or by a pronoun."""
    if not asked or not actor:
        return asked is None
    first, second = (_bare(each) for each in (asked, actor))
    return first in PRONOUNS or first == second or first.split()[-1] == second.split()[-1]


def _bare(actor: str) -> str:
    return re.sub(r"^(?:an?|the|my|his|her|our|their|this|one|your) ", "", actor)


def same_noun(first: str, second: str) -> bool:
    """Whether two nouns are the same but for the plural."""
    return singular(first) == singular(second)


def singular(noun: str) -> str:
    noun = noun.lower()
    for end, instead in (("ies", "y"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"), ("sses", "ss")):
        if noun.endswith(end):
            return noun.removesuffix(end) + instead
    return noun.removesuffix("s")
