"""What surrounds a question: invisible characters, formulas in delimiters, courtesies, greetings and thanks."""

import re
import unicodedata
from dataclasses import dataclass

from maths.phrases import N_
from maths.reading import bounds
from maths.reading.chatter import AFTER, BEFORE
from maths.reading.problems import ReadingError
from maths.reading.tokens import prescan

_FIRST_MARK = 0xE000
MARK = "[\ue000-\ue0ff]"
_INVISIBLE = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0x00AD, 0xFE0E, 0xFE0F])
_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'"})
_FORBIDDEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
_SPANS = re.compile(
    r"```(?:[a-z]*\n)?(?P<fence>.+?)```|``(?P<double>.+?)``|`(?P<single>[^`]+)`|\$\$(?P<display>.+?)\$\$"
    r"|\\\((?P<round>.+?)\\\)|\\\[(?P<square>.+?)\\\]|\$(?P<dollar>[^$\s](?:[^$]*[^$\s])?)\$(?!\d)",
    re.DOTALL,
)
_SMILE = r"[\s,.!?:;)(\-^D🙂😀😊😃😄👍🙏❤️]*"
_GREETING = re.compile(
    r"\s*(?:hi|hello|hey|hiya|howdy|hallo|greetings|good (?:morning|afternoon|evening|day)|yo)"
    r"(?: there| again| everyone| all| tutor| teacher| math tutor| sir| "
    r"miss)?(?![A-Za-z'])(?:\s*[,.!:;)(-]+)?\s*(?:[🙂😀😊👋]\s*)*",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^\s*(?:(?:[a-hA-H]|\d{1,2})\)\s+(?=\S)|\d{1,2}\.\s+(?=[A-Za-z0-9(\\|√\ue000-\ue0ff]))")
_THANKS = (
    r"(?:many |ok(?:ay)?,? |great,? |perfect,? |cool,? )*"
    r"(?:thanks|thank you|thank u|thankyou|thx|tysm|ty|cheers|much appreciated)"
    r"(?: so much| very much| a lot| a million| lots| again| in advance| for (?:your|the|all your) (?:help"
    r"|time|answer)| tutor| for helping(?: me)?)*"
)
_THANKS_BEFORE = re.compile(r"\s*" + _THANKS + r"(?![A-Za-z])[\s,.!:;)]*", re.IGNORECASE)
_THANKS_AFTER = re.compile(r"(?:^|[\s,.!?;])\s*" + _THANKS + _SMILE + "$", re.IGNORECASE)
_BEFORE = re.compile(
    r"\s*(?:please|pls|plz|so|ok(?:ay)?|well|now|and|then|also"
    rf"|{BEFORE}"
    r"|(?:can|could|would|will) (?:you|u|i|we|someone|anyone)(?: please)?(?: kindly)?"
    r"|(?:please )?help(?: me)?(?: please)?(?: to| with| out with| in| on)?"
    r"|i (?:really )?(?:need|have|want|would like|am trying|am asked|was asked|try)(?: you)?(?: some)?(?: "
    r"help)?(?: to| with| in)"
    r"|i'd like(?: you)? to|i'?m (?:trying|asked) to"
    r"|my "
    r"(?:homework|task|question|problem) is(?: to)?"
    r"|i (?:don'?t|do not|can'?t|cannot) (?:know|understand|remember|figure out|get)?\s*(?:how to |how i )?(?:can )?"
    r"|how (?:do|can|would|could|should) (?:i|you|we|one)|how to|let's|let us|show me(?: how to)?|tell me"
    r"|explain(?: to me)?(?: how to)?|give me|(?:what|how) about"
    r"|do you know(?: how to)?|i have a question|i have this question|here is my question|question|quick "
    r"question|exercise|problem|homework|kindly|try to"
    r"|(?:next|first|firstly|second|secondly|finally)(?=\s*[,:])|maybe|just|use (?:python|code) to)"
    r"(?![A-Za-z'])\s*[,:.!-]*(?:\s+|(?=[\ue000-\ue0ff])|$)",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?:^|[\s,.!?;])\s*(?:please|pls|plz|for me|asap"
    rf"|{AFTER}"
    r"|by hand|without (?:using )?(?:an? |my |the )?calculator"
    r"|step by step|with (?:all )?(?:the )?(?:steps|work|working)"
    r"|(?:can|could|would|will) (?:you|u|someone|anyone)(?: please)? (?:help|explain|show|do|solve|tell"
    r"|check)(?: me| this| that| it| us)*(?: (?:out|with this|with that|with it|how|please|the steps|step by "
    r"step))*"
    r"|please (?:help|explain)(?: me| this| it)*|help(?: me)?(?: out)?|(?:and )?show (?:me )?(?:your|all|the"
    r"|all the|every) (?:work|working|steps?)"
    r"|and explain(?: it| how| the steps| every step)?|i(?: am|'?m) (?:totally |really |so )?(?:stuck|lost"
    r"|confused)|i (?:don'?t|do not) (?:understand|get)(?: it| this)?"
    r"|how (?:do|can|would) (?:i|you|we) (?:do|solve) (?:it|this|that)|what do i do"
    r"|(?<=\d )(?:equals(?: what| to)?|equal(?: what| to))|(?<=\d )is(?: what)?)"
    r"[\s.!?:)]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Span:
    """A formula that stood in delimiters."""

    text: str
    backticks: bool


def clean(text: str) -> str:
    """The text with plain quotes and no invisible characters; raises ReadingError for forbidden ones."""
    if len(text) > bounds.TEXT:
        raise too_long(bounds.TEXT)
    text = text.translate(_INVISIBLE).translate(_QUOTES)
    if any(unicodedata.category(each) in _FORBIDDEN and each not in "\t\n\r" for each in text):
        raise ReadingError(
            "unreadable",
            N_(
                "Your message contains control characters or symbols that I cannot read. Please type the "
                "question again."
            ),
        )
    prescan(text)
    if len(text) > bounds.QUESTION:
        raise too_long(bounds.QUESTION)
    return text


def too_long(limit: int) -> ReadingError:
    return ReadingError(
        "too_long",
        N_("Your message is longer than {limit} characters. Please ask one short question at a time."),
        limit=f"{limit:,}",
    )


def take_spans(text: str) -> tuple[str, list[Span]]:
    """The text with a private mark for each delimited formula, on one line, and the formulas."""
    spans: list[Span] = []

    def mark(match: re.Match) -> str:
        inside = match[match.lastgroup].strip()
        if not inside or len(spans) > 200:
            return match[0]
        spans.append(Span(inside, match.lastgroup in {"fence", "double", "single"}))
        return chr(_FIRST_MARK + len(spans) - 1)

    return " ".join(_SPANS.sub(mark, text).split()), spans


def span_of(text: str, spans: list[Span]) -> Span | None:
    """The delimited formula that this mark stands for, if the text is one mark."""
    return spans[ord(text) - _FIRST_MARK] if re.fullmatch(MARK, text) else None


def unmark(text: str, spans: list[Span]) -> str:
    """The text as it was written, for quoting."""
    return re.sub(MARK, lambda match: spans[ord(match[0]) - _FIRST_MARK].text, text)


def strip_courtesies(text: str) -> tuple[str, str | None]:
    """The core of a question without greetings, thanks and fillers; and "greeting" or "thanks" if there was one."""
    remark = None
    for _ in range(12):
        before = text
        text = _LABEL.sub("", text, count=1)
        for pattern, said in ((_GREETING, "greeting"), (_THANKS_BEFORE, "thanks"), (_BEFORE, None)):
            if match := pattern.match(text):
                text = text[match.end() :]
                remark = "thanks" if said == "thanks" else remark or said
        for pattern, said in ((_THANKS_AFTER, "thanks"), (_AFTER, None)):
            if match := pattern.search(text):
                text = text[: match.start()] + _kept_mark(text, match)
                remark = said or remark
        if text == before:
            break
    return text.strip(), remark


def _kept_mark(text: str, match: re.Match) -> str:
    """A factorial sign at the end of the formula, which the pattern took for the end of a sentence."""
    return "!" if match[0].startswith("!") and match.start() and text[match.start() - 1] in "0123456789)]" else ""
