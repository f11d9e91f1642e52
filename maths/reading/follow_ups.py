"""Reads what leans on an earlier question: "and its derivative?", "now with 5 instead of 3", "is there another way?".

Such a text is completed to a whole question, which is then read like any other. It never guesses: a number that stands
there twice, or a formula that has no derivative, is not completed.
"""

import re
from collections.abc import Sequence
from dataclasses import replace as replace_field

from maths.notation import plain
from maths.phrases import N_, Phrase
from maths.reading.bounds import TEXT
from maths.reading.other_ways import in_a_way, with_tried
from maths.reading.problems import Problem
from maths.reading.questions import read
from maths.reading.tasks import Reading, Task
from maths.reading.way_wordings import ANOTHER_WAY, BY_NAME, DRAW_IT
from maths.tree import Apply, Node, Number, names

REMEMBERED = 10
"""Earlier questions that a follow-up may lean on, one on the other."""
_LONGEST = 200
_LEAD = re.compile(
    r"(?:(?:and|now|ok|okay|so|then|please|can you|could you|but|great|thanks|no|hm+"
    r"|i (?:do ?n'?t|do not|didn'?t|still don'?t) (?:get|understand)(?: (?:it|this|that))?)\b[\s,.]*)+",
    re.IGNORECASE,
)
_INSTEAD = (
    re.compile(
        r"(?:(?:do|try|use|take|solve|calculate|the|same|thing|it|that|with|put|what|if|is|was|were|we|i|had)\s+)*"
        r"(?P<new>\S+)\s+(?:instead of|rather than|in place of)\s+(?:the\s+)?(?P<old>\S+)",
        re.IGNORECASE,
    ),
    re.compile(r"(?:replace|change)\s+(?:the\s+)?(?P<old>\S+)\s+(?:by|with|to|into)\s+(?P<new>\S+)", re.IGNORECASE),
)
_THAT = r"(?:it|that|this|them|the same (?:function|expression|polynomial))"
_NOUNS = r"(?:(?:first|second|third)\s+)?derivative|integral|antiderivative|graph|plot|roots?|zeros?|inverse|domain"
_ITS = re.compile(
    rf"(?:(?:what is|what's|whats|find|give me|what about|how about|show me)\s+)?"
    rf"(?:its\s+(?P<noun>{_NOUNS})|the\s+(?P<noun1>{_NOUNS})(?:\s+of\s+{_THAT})?)",
    re.IGNORECASE,
)
_DO = re.compile(
    rf"(?P<verb>differentiate|integrate|plot|graph|draw|sketch|factor|factori[sz]e|expand|simplify)\s+{_THAT}"
    r"(?:\s+(?:too|as well|now|again))?",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"(?:(?:what|how) about|(?:the )?same (?:thing |question )?(?:for|with)|also for|for)\s+(?P<new>.+)", re.IGNORECASE
)
_PATTERNS = (*_INSTEAD, _ITS, _DO, _ABOUT, ANOTHER_WAY, BY_NAME, DRAW_IT)
_WHICH = N_("I am not sure which {old} you mean. Please write the whole formula once more.")
_ORDINALS = ("", "second ", "third ", "fourth ", "fifth ")


def read_after(text: str, earlier: Sequence[str]) -> Reading:
    """As `read`, in view of what the same student wrote before, oldest first."""
    reading = read(text)
    if _is_by_a_way(reading):
        return with_tried(reading, _asked(earlier))
    if not (leans(text) and _may_lean(reading)):
        return reading
    asked = _asked(earlier)
    whole = _completed(text, asked)
    if isinstance(whole, Problem):
        return replace_field(reading, remark=None, problem=whole)
    if isinstance(whole, Reading):
        return whole
    completed = read(whole) if whole else reading
    return with_tried(completed, asked) if completed.tasks else reading


def whole_question(text: str, earlier: Sequence[str]) -> str:
    """The question that a text asks: completed where it leans on an earlier one, as `read_after` reads it."""
    if not (leans(text) and _may_lean(read(text))):
        return text
    whole = _completed(text, _asked(earlier))
    return whole if isinstance(whole, str) and read(whole).tasks else text


def _is_by_a_way(reading: Reading) -> bool:
    return len(reading.tasks) == 1 and bool(reading.tasks[0].way)


def _asked(earlier: Sequence[str]) -> list[str]:
    """The questions that were asked, follow-ups completed by those before them."""
    asked: list[str] = []
    for each in earlier[-REMEMBERED:]:
        whole = each if read(each).tasks else _completed(each, asked)
        if isinstance(whole, str) and read(whole).tasks:
            asked.append(whole)
    return asked


def leans(text: str) -> bool:
    """Whether a text has the form of a follow-up."""
    words = _words(text)
    return any(pattern.fullmatch(words) for pattern in _PATTERNS)


def _may_lean(reading: Reading) -> bool:
    return not reading.tasks and reading.remark in {None, "follow_up"}


def _words(text: str) -> str:
    words = " ".join(text[:TEXT].replace("’", "'").split())
    if len(words) > _LONGEST:
        return ""
    return _LEAD.sub("", words, count=1).strip().rstrip("?.! ").strip() if _LEAD.match(words) else words.rstrip("?.! ")


def _completed(text: str, asked: list[str]) -> str | Problem | Reading | None:
    """The whole question that a follow-up of those before it asks; why it is not clear, or what is said instead; None
    when it is no follow-up."""
    question = asked[-1] if asked else ""
    words, tasks = _words(text), read(question).tasks if question else ()
    if len(tasks) != 1:
        return None
    if by_a_way := in_a_way(words, tasks[0], asked):
        return by_a_way
    for pattern in _INSTEAD:
        if match := pattern.fullmatch(words):
            return _exchanged(question, match["old"].strip("`$"), match["new"].strip("`$"))
    if match := _ITS.fullmatch(words):
        return _about_subject(tasks[0], (match["noun"] or match["noun1"]).lower())
    if match := _DO.fullmatch(words):
        subject = _subject(tasks[0])
        return f"{match['verb']} `{plain(subject)}`" if subject else None
    if match := _ABOUT.fullmatch(words):
        return _exchanged(question, tasks[0].source, match["new"]) if tasks[0].source else None
    return None


def _exchanged(question: str, old: str, new: str) -> str | Problem | None:
    """The question with one thing in the place of another, which must stand there once."""
    before, after = (r"[\d.]", r"\d|\.\d") if old[-1:].isdigit() else (r"\w", r"\w")
    places = list(re.finditer(rf"(?<!{before}){re.escape(old)}(?!{after})", question))
    if len(places) == 1:
        return question[: places[0].start()] + new + question[places[0].end() :]
    return Problem("ambiguous", Phrase(_WHICH, {"old": f"`{old[:20].replace('`', '')}`"})) if places else None


def _about_subject(task: Task, noun: str) -> str | None:
    subject = _subject(task)
    if subject is None or task.kind == "integral":
        return None
    if task.kind == "derivative" and "derivative" in noun and task.order < len(_ORDINALS):
        if noun != "derivative":
            return None
        noun = f"{_ORDINALS[task.order]}derivative"
    return f"{noun} of `{plain(subject)}`"


def _subject(task: Task) -> Node | None:
    """The formula with a letter that a task is about: of an equation with zero on the right, its left side."""
    tree = task.expressions[0]
    if isinstance(tree, Apply) and tree.head == "equals":
        left, right = tree.arguments
        tree = left if right == Number("0") else None
    return tree if tree is not None and len(task.expressions) == 1 and names(tree) else None
