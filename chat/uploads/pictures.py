"""Has pictures of students written anew by a process of its own: what decodes strangers' bytes is bounded and alone."""

import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

PROGRAM = Path(__file__).with_name("repaint.py")
SECONDS = 20
PLACES, PATIENCE = 2, 20
"""Pictures that one web process has in work at once, and seconds that a further one waits for its turn."""
WAITING = 30
"""Further ones that wait: each holds a thread and its bytes, and pages and polls need threads as well."""

_places = threading.BoundedSemaphore(PLACES)
_seats = threading.BoundedSemaphore(PLACES + WAITING)


class Broken(Exception):
    """Not a picture of a known kind, or a damaged one."""


class TooVast(Exception):
    """More pixels, time or memory than a picture may take."""


class Busy(Exception):
    """Too many pictures at once."""


@dataclass(frozen=True)
class Picture:
    """A picture as it was written anew: nothing of the old file but its pixels, turned the right way up."""

    content: bytes
    content_type: str
    width: int
    height: int


def write_anew(content):
    """The Picture that these bytes show. Raises Broken, TooVast or Busy."""
    if not _seats.acquire(blocking=False):
        raise Busy
    try:
        return _made(_in_turn(content))
    finally:
        _seats.release()


def _in_turn(content):
    if not _places.acquire(timeout=PATIENCE):
        raise Busy
    try:
        return subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-I", str(PROGRAM)], input=content, capture_output=True, timeout=SECONDS, env={}
        )
    except subprocess.TimeoutExpired:
        raise TooVast from None
    finally:
        _places.release()


def _made(done):
    head, _, body = done.stdout.partition(b"\n")
    if done.returncode < 0 or head == b"vast":  # a signal: one of its bounds
        raise TooVast
    if done.returncode or head == b"broken":
        raise Broken
    told = json.loads(head)
    return Picture(body, f"image/{told['format'].lower()}", told["width"], told["height"])
