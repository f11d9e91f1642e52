"""Recognizes a reply that is word for word what we would have said ourselves, as every one of the offline engine is.

No SymPy: a reply in another language is recognized where the translations are, in the processes of the chat.
"""

from maths.phrases import N_, Phrase, identity, together
from maths.wording import Translate, compose_final, compose_steps

OWN_FAULT = N_("Our own answer and our own check do not agree.")
_UNCHECKED = frozenset(["plot", "table"])


def said_by_us(parts: list[dict], reply: str, name: str, translate: Translate = identity) -> bool:
    """Whether a reply is our own final sentence of each part, with our steps or without; it may address the person.

    translate: into the language that the reply would be in.
    """
    if not all(map(_is_answered, parts)):
        return False
    said = _squeezed(reply)
    offered = [parts] if len(parts) == 1 and parts[0].get("offer") else []
    bare = [{**part, "offer": None} for part in parts]
    addresses = {"", f", {name}" if name else ""}
    return any(said in _ways(each, address, translate) for address in addresses for each in [*offered, bare])


def _is_answered(part: dict) -> bool:
    answer = part.get("answer") or {}
    return bool(part.get("final")) and answer.get("kind", "plot") not in _UNCHECKED


def _ways(parts: list[dict], address: str, translate: Translate) -> set[str]:
    """The answers alone, as they stand behind a program, and behind the steps where no program may run."""
    *most, last = parts
    before = [compose_final(part, "", translate) for part in most]
    alone, addressed = (" ".join([*before, compose_final(last, each, translate)]) for each in ("", address))
    numbers = range(1, len(parts) + 1) if most else [0]
    steps = " ".join(
        compose_steps({**part, "program": ""}, address if number <= 1 else "", translate, number)
        for number, part in zip(numbers, parts, strict=True)
    )
    return {_squeezed(addressed), _squeezed(f"{steps} {alone}")}


def without_offer(parts: list[dict], reply: str) -> str:
    """A reply without what our own answer says of other ways at its end, in English: there is no claim in that."""
    offers = [part["offer"] for part in parts if part.get("offer")]
    return reply.rstrip().removesuffix(Phrase.from_dict(offers[0]).text()) if len(offers) == len(parts) == 1 else reply


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def same_words(parts: list[dict]) -> Phrase:
    """What is found of such a reply: that we solved the question anew and came to the same."""
    checks = [Phrase.from_dict(part["check"]) for part in parts if part.get("check")]
    if not checks:
        return Phrase(N_("We solved the question once more, and the result is the same."))
    template = N_("We solved the question once more, and the result is the same. {checks}")
    return Phrase(template, {"checks": together(checks)})
