"""Sentences as templates with parameters, so that they can be translated after they were computed."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def N_(template: str) -> str:
    """Mark a template for gettext without translating it here."""
    return template


def identity(template: str) -> str:
    """The translation into American English, in which the templates are written."""
    return template


@dataclass(frozen=True)
class Phrase:
    """One human sentence: an English template with {names}, and the text for each name.

    Templates of openings and finals hold {address}, which the caller fills with "" or ", Jane Doe".
    """

    template: str
    params: dict[str, str] = field(default_factory=dict)

    def text(self, address: str = "", translate: Callable[[str], str] = identity) -> str:
        """The sentence in the language of `translate`."""
        return fill(translate(self.template), {**self.params, "address": address})

    def to_dict(self) -> dict:
        return {"template": self.template, "params": dict(self.params)}

    @classmethod
    def from_dict(cls, data: dict) -> "Phrase":
        """The phrase that to_dict() wrote; raises ValueError for anything else."""
        if not isinstance(data, dict) or not isinstance(data.get("template"), str):
            raise ValueError("not a phrase")
        params = data.get("params", {})
        if not isinstance(params, dict) or not all(isinstance(v, str) for v in params.values()):
            raise ValueError("not a phrase")
        return cls(data["template"], params)


def fill(template: str, params: dict[str, str]) -> str:
    """Put parameters into a template; names without a parameter stay as they are.

    Not str.format: a template from a wire must not reach into attributes, and no parameter is read again.
    """
    return _PLACEHOLDER.sub(lambda match: params.get(match[1], match[0]), template)
