"""Word problems: their patterns in order, tried on the skeleton of a story."""

from maths.reading.comparison_stories import COMPARISON_STORIES
from maths.reading.formulas import Pieces
from maths.reading.number_puzzles import PUZZLE_FORMS
from maths.reading.price_stories import PRICE_STORIES
from maths.reading.problems import ReadingError
from maths.reading.rate_stories import RATE_STORIES
from maths.reading.share_stories import SHARE_STORIES
from maths.reading.stories import STORY_FORMS
from maths.reading.story_slots import skeleton_of
from maths.reading.story_words import Groups, elsewhere
from maths.reading.tasks import Task
from maths.reading.wordings import Form, form
from maths.reading.words import unmark

_PATTERNS = (*RATE_STORIES, *PRICE_STORIES, *SHARE_STORIES, *COMPARISON_STORIES)


def told(pieces: Pieces) -> Task:
    """The task of the first pattern that fits the whole story; raises ReadingError."""
    skeleton = skeleton_of(unmark(pieces.groups["f"] or "", pieces.spans).rstrip("?. "))
    for each in _PATTERNS:
        match = each.pattern.fullmatch(skeleton.text) if skeleton.slots else None
        if not match:
            continue
        try:
            return each.build(skeleton, _groups(match.groupdict()))
        except ReadingError as error:
            if error.problem.code != "elsewhere":
                raise
    raise elsewhere()


def _groups(found: Groups) -> Groups:
    """The named groups; asked1 stands in for asked where a pattern has two places for it."""
    return {name: found.get(name) or found.get(f"{name}1") for name in found if not name.endswith("1")}


TOLD_FORMS: tuple[Form, ...] = (
    *PUZZLE_FORMS,
    form(r"(?P<f>(?=.*\b(?:how|what|what's|whats|find|calculate|determine|work)\b)(?=.*[a-z]{3}).{12,})", told),
    *STORY_FORMS,
)
