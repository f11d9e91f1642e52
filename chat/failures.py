"""What can go wrong with a call to the Assistants API, as exceptions, and which HTTP answer means which of them."""

import json
import re
import time
from email.utils import parsedate_to_datetime

NO_SUCH_API = "this server does not offer the Assistants API; name one that does in ASSISTANTS_API_BASE"
ACTIVE_RUN = re.compile(r"\brun_[A-Za-z0-9]{1,60}\b")
LONGEST_WAIT = 30
"""Seconds that a server may ask us to wait; a longer wait is as good as a refusal, so no more is waited."""


class AssistantsError(Exception):
    """Anything that kept a call from its result. The text names cause and cure for the operator, without the key."""


class Unreachable(AssistantsError):
    """No connection: nothing was sent."""


class FateUnknown(AssistantsError):
    """The request went out and no proper answer came back: it may have been carried out. `late`: it may yet be."""

    late = True


class ConnectionLost(FateUnknown):
    """The server closed the connection without an answer; whatever it was to do is done or will not be done."""

    late = False


class StreamBroken(AssistantsError):
    """A stream of a run ended before its run did. The run itself may go on."""


class BadReply(AssistantsError):
    """The answer is not what an Assistants API says: a wrong address, a proxy's page, a broken server."""


class TooLarge(BadReply):
    """The answer has more bytes than are taken of its kind."""


class Refused(AssistantsError):
    """The server understood and said no; `status` is HTTP's."""

    def __init__(self, text, status):
        super().__init__(text)
        self.status = status


class Unauthorized(Refused):
    """The key is wrong or missing."""


class NotFound(Refused):
    """The thing with this id does not exist (any more)."""


class NoSuchApi(Refused):
    """The server does not offer the Assistants API, as OpenAI's since 2026-08-26."""


class FileRefused(AssistantsError):
    """The server does not take a file that a question came with."""


class Overloaded(Refused):
    """429 or 503; `retry_after` in seconds, at most LONGEST_WAIT, or None. Out of quota is `Refused`: waiting won't
    help."""

    def __init__(self, text, status, retry_after):
        super().__init__(text, status)
        self.retry_after = retry_after


class ThreadBusy(Refused):
    """Another run is active on the thread: `run_id`, or "" when the server does not name it."""

    def __init__(self, text, status, run_id):
        super().__init__(text, status)
        self.run_id = run_id


def refusal(text, status, message, code, method, path, retry_after):
    """The exception for an answer that is not 200. `text` is for the log; `message` and `code` are the server's."""
    if status in {401, 403}:
        return Unauthorized(text + " (is ASSISTANTS_API_KEY the key of this server?)", status)
    if status in {404, 405, 410} and method == "POST" and path in {"/threads", "/assistants"}:
        return NoSuchApi(f"{text} ({NO_SUCH_API})", status)
    if status == 404:
        return NotFound(text, status)
    if status in {400, 409} and " active" in message and "run" in message:
        found = ACTIVE_RUN.search(message)
        return ThreadBusy(text, status, found.group() if found else "")
    if status in {429, 503} and code != "insufficient_quota":
        return Overloaded(text, status, wait_of(retry_after))
    if 300 <= status < 400:
        return Refused(text + " (it redirects; put the final address into ASSISTANTS_API_BASE)", status)
    if status == 501 and path == "/files":
        return Refused(text, status)
    if status >= 500:
        return lost(text, method, late=True)
    return Refused(text, status)


def lost(text, method, late):
    """The exception for a call without an answer: only a POST's fate matters, everything else may be asked again."""
    kind = Unreachable if method != "POST" else FateUnknown if late else ConnectionLost
    return kind(text)


def told(body):
    """Message and code of an error body in any of the dialects that servers speak."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return "without an error text", ""
    error = value.get("error", value) if isinstance(value, dict) else {}
    if not isinstance(error, dict):
        return str(error), ""
    return str(error.get("message") or error.get("detail") or ""), str(error.get("code") or "")


def without(message, sent):
    """The message without what we sent, should it repeat a student's words: it goes to the log."""
    for text in _texts(sent or {}):
        message = message.replace(text, "[text]")
    return message


def _texts(sent):
    thread = sent.get("thread") or {}
    messages = [*sent.get("messages", ()), *sent.get("additional_messages", ()), *thread.get("messages", ())]
    contents = [sent.get("content"), sent.get("instructions"), *(message["content"] for message in messages)]
    return [text for content in contents if content for text in _parts(content)]


def _parts(content):
    """The texts of a message's content: a string, or parts of which some show pictures."""
    return [content] if isinstance(content, str) else [part["text"] for part in content if part["type"] == "text"]


def wait_of(header):
    """Seconds that a Retry-After asks for, as a number or a date, at most LONGEST_WAIT; None when it says nothing."""
    if not header:
        return None
    if header.isascii() and header.isdigit():
        return min(int(header[:10]), LONGEST_WAIT)
    try:
        seconds = parsedate_to_datetime(header).timestamp() - time.time()
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(seconds, 0), LONGEST_WAIT)
