"""Tell a program's reader what went wrong: tracebacks and warnings that begin at the program's own lines."""

import contextlib
import importlib.util
import sys
import traceback
import warnings
from pathlib import Path

from interpreter.sandbox.source import INSTALLED

CHARACTERS = 4000
HEAD_CHARACTERS = 1200
WARNING_CHARACTERS = 500
CELL = "cell "
_OURS = str(Path(__file__).resolve().parents[1])


def report(kind, error, trace) -> None:
    """Print a traceback from the program's own frames on, with what caused it; the middle of a long one is left out."""
    try:
        text = _text(kind, error, trace)
    except Exception:  # a hostile exception may raise here
        text = f"{kind.__name__}\n"
    with contextlib.suppress(Exception):
        sys.stderr.renew()
    print(_shortened(text), end="", file=sys.stderr)


def install() -> None:
    """Report warnings, and what ends a thread, the same way."""
    warnings.showwarning = _show_warning
    sys.unraisablehook = lambda event: None

    import threading

    threading.excepthook = lambda event: report(event.exc_type, event.exc_value, event.exc_traceback)


def _text(kind, error, trace) -> str:
    """Return the traceback as Python writes it, without the frames of what runs the cells."""
    told = traceback.TracebackException(kind, error, trace)
    _trim(told)
    text = "".join(told.format())
    if isinstance(error, ModuleNotFoundError) and error.name and _is_missing(error.name.partition(".")[0]):
        text += f"[{INSTALLED} There is no network in here.]\n"
    return text


def _trim(told: traceback.TracebackException | None, depth: int = 0) -> None:
    """Take our frames out of the traceback and of those that it names as its causes, as deep as anybody reads."""
    if told is None:
        return
    kept = _frames(list(told.stack))
    told.stack = traceback.StackSummary.from_list(kept) if kept else None
    if depth > 20:
        told.__cause__ = told.__context__ = None
    for other in (told.__cause__, told.__context__, *(told.exceptions or ())):
        _trim(other, depth + 1)


def _frames(frames: list[traceback.FrameSummary]) -> list[traceback.FrameSummary]:
    """Return the frames from the program's first one on; none of a call that is ours alone."""
    first = next((place for place, frame in enumerate(frames) if frame.filename.startswith(CELL)), None)
    if first is None:
        return [] if any(frame.filename.startswith(_OURS) for frame in frames) else frames
    return [frame for frame in frames[first:] if not frame.filename.startswith(_OURS)]


def _is_missing(name: str) -> bool:
    return importlib.util.find_spec(name) is None


def _shortened(text: str) -> str:
    """Return the text, its middle left out when it is very long."""
    if len(text) <= CHARACTERS:
        return text
    return f"{text[:HEAD_CHARACTERS]}\n…\n{text[HEAD_CHARACTERS - CHARACTERS :]}"


def _show_warning(message, category, filename, lineno, file=None, line=None) -> None:
    """Print a warning on one line, with the line of the program that led to it."""
    frame = sys._getframe()
    while frame is not None and not frame.f_code.co_filename.startswith(CELL):
        frame = frame.f_back
    place = f"{frame.f_code.co_filename}, line {frame.f_lineno}: " if frame else ""
    if filename.startswith(CELL):
        place = f"{filename}, line {lineno}: "
    text = f"{place}{category.__name__}: {message}"
    print(text if len(text) <= WARNING_CHARACTERS else text[:WARNING_CHARACTERS] + "…", file=file or sys.stderr)
