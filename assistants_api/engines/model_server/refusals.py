"""What keeps a model server from answering: the kinds of errors, and which of them a refusal in its words means."""

import json
import re

OVERFLOW = re.compile(r"context.{0,80}(length|size|window|exceed|overflow)|(exceed|too long).{0,80}context", re.DOTALL)
NO_TOOLS = re.compile(r"\btools?\b|tool[-_ ](choice|call)", re.IGNORECASE)
NO_IMAGES = re.compile(r"\bimages?\b|image_url|\bvision\b|multi-?modal|mmproj", re.IGNORECASE)
CONTENT = re.compile(
    r"invalid_prompt|invalid_image|image_(parse|content)|content[-_ ](policy|filter|management)|responsibleaipolicy",
    re.IGNORECASE,
)
LIMITED = re.compile(r"rate[-_ ]?limit|insufficient_quota|overloaded", re.IGNORECASE)
OPTIONAL = ("stream_options", "parallel_tool_calls", "tool_choice", "max_tokens", "stream")
"""Fields that an engine can do without, or name otherwise."""
REFUSING = {400, 415, 422, 500, 501}
WINDOW = 16
"""Characters in a row that betray what was sent."""
SAID_LIMIT = 300
SEARCHED_LIMIT = 200_000
"""Characters that were sent, up to which it is looked for what of them a refusal repeats."""
WORDS_LEFT_OUT = "[its words are left out]"
BASE_HINT = "is LLM_BASE_URL the address of an OpenAI-compatible API? It usually ends in /v1"


class ModelServerError(Exception):
    """Anything that kept a call from its result. The text names cause and cure for the operator, without the key;
    `code` is that of a run's last_error, `words` what the server said, which may repeat what it was sent."""

    code = "server_error"
    words = ""


class Overloaded(ModelServerError):
    """The server takes no more requests now, or the account has no more quota."""

    code = "rate_limit_exceeded"


class ContentRefused(ModelServerError):
    """The server does not answer to such content."""

    code = "invalid_prompt"


class ContextOverflow(ModelServerError):
    """The messages are longer than the model's context."""

    code = "invalid_prompt"


class ToolsRefused(ModelServerError):
    """The server offers this model no tools."""


class ImagesRefused(ModelServerError):
    """The model sees no pictures."""


class FieldRefused(ModelServerError):
    """The server does not know one of the OPTIONAL fields of the request: `field`."""

    field = ""


def judged(status, said, code, sent):
    """(kind, cure) of a refusal: the class of its error, and words for the operator or "".

    `status`: that of HTTP, or one that the error itself names; `said`: its text, `code`: its codes; `sent`: the body.
    """
    told = f"{code} {said}"
    if status == 429 or (status == 200 and LIMITED.search(told)):
        return Overloaded, "try later, or give the model server more room"
    if status in REFUSING | {404} and _has_images(sent) and NO_IMAGES.search(said):
        return ImagesRefused, "the model sees no pictures"
    if status in _PLAIN:
        return ModelServerError, _PLAIN[status](sent)
    if 300 <= status < 400:
        return ModelServerError, "it redirects; put the final address into LLM_BASE_URL"
    if status == 413 or OVERFLOW.search(told.lower()):
        return ContextOverflow, "give the model a longer context, or use another"
    if CONTENT.search(told):
        return ContentRefused, "the model server does not answer to what the messages say"
    if status in REFUSING - {500} and refused_field(said, sent):
        return FieldRefused, ""
    if status in REFUSING and "tools" in sent and NO_TOOLS.search(said):
        return ToolsRefused, "the model or its server takes no tools"
    return ModelServerError, ""


_PLAIN = {
    401: lambda sent: "is LLM_API_KEY the key of this server?",
    403: lambda sent: "is LLM_API_KEY the key of this server?",
    404: lambda sent: (
        f"does the server have the model '{sent['model'][:100]}'? {BASE_HINT}" if "model" in sent else BASE_HINT
    ),
    503: lambda sent: "the model server is not ready yet, or overloaded",
}
"""Statuses that say enough, with their cures."""


def refused_field(said, sent):
    """The optional field of the request that a refusal names, or ""."""
    named = (name for name in OPTIONAL if name in sent and re.search(rf"\b{name}\b", said))
    return next((name for name in named if name != "max_tokens" or "max_completion_tokens" in said), "")


def _has_images(sent):
    return any(kind in json.dumps(sent.get("messages") or sent.get("input") or "") for kind in _IMAGE_PARTS)


_IMAGE_PARTS = ('"type": "image_url"', '"type": "input_image"')


def read_error(value):
    """(message, code) of a decoded error in any of the dialects that servers speak; numbers as text."""
    error = value.get("error") or value if isinstance(value, dict) else {}
    if isinstance(error, str):
        return error, ""
    if not isinstance(error, dict):
        return "without an error text", ""
    found = [error.get("message"), _detail(error.get("detail")), error.get("error")]
    message = next((text for text in found if isinstance(text, str) and text), "without an error text")
    codes = [str(error[name]) for name in ("code", "type") if type(error.get(name)) in (str, int)]
    return message, " ".join(codes)[:100]


def _detail(detail):
    """A detail in one text; the servers that check bodies with pydantic list what is wrong with them."""
    if isinstance(detail, list):
        found = [item.get("msg") for item in detail[:5] if isinstance(item, dict)]
        detail = "; ".join(text for text in found if isinstance(text, str))
    return detail


def without_words(said, sent):
    """The start of a server's words, less what it repeats of what it was sent: it goes to the log. Only
    WORDS_LEFT_OUT when that was longer than SEARCHED_LIMIT."""
    said = _start(said)
    texts = list(_words(sent.get("messages") or sent.get("input") or [])) + [sent.get("instructions") or ""]
    if sum(len(text) for text in texts) > SEARCHED_LIMIT:
        return WORDS_LEFT_OUT
    for text in dict.fromkeys(texts):
        if 3 < len(text) < WINDOW:
            said = said.replace(text, "[text]")[: 4 * SAID_LIMIT]
    long = "\n".join(text for text in texts if len(text) >= WINDOW)
    betrayed = [long.find(said[start : start + WINDOW]) >= 0 for start in range(len(said) - WINDOW + 1)]
    return _masked(said, betrayed)[:SAID_LIMIT]


def words_to_judge(said, shown):
    """What tells the meaning of a refusal: as `without_words` has `shown` it, or unchanged where that left it out."""
    return _start(said) if shown == WORDS_LEFT_OUT else shown


def _start(said):
    return said[: 4 * SAID_LIMIT].replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _masked(said, betrayed):
    """The text with [text] in place of each stretch that windows beginning where `betrayed` is true cover."""
    kept, covered = [], -1
    for place, letter in enumerate(said):
        if place < len(betrayed) and betrayed[place]:
            if place > covered:
                kept.append("[text]")
            covered = place + WINDOW - 1
        if place > covered:
            kept.append(letter)
    return "".join(kept)


def _words(value):
    """What people, models and programs wrote into the messages of a request: not its roles, types and ids."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _words(item)
    elif isinstance(value, dict):
        for name in ("content", "text", "output", "arguments", "tool_calls", "function"):
            yield from _words(value.get(name))
