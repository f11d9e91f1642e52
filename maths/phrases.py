"""Sentences as templates with parameters, so that they can be translated after they were computed."""

from collections.abc import Callable
from dataclasses import dataclass, field

from maths.formula_words import formulas_in
from maths.templates import N_ as N_
from maths.templates import fill

DEPTH = 4
"""Phrases within phrases, the outermost counted."""


def identity(template: str) -> str:
    """The translation into American English, in which the templates are written."""
    return template


@dataclass(frozen=True)
class Phrase:
    """One human sentence: an English template with {names}, and the text for each name, or a Phrase for it.

    Templates of openings and finals hold {address}, which the caller fills with "" or ", Jane Doe".
    """

    template: str
    params: "dict[str, str | Phrase]" = field(default_factory=dict)

    def text(self, address: str = "", translate: Callable[[str], str] = identity) -> str:
        """The sentence in the language of `translate`. Phrases within it address nobody."""
        params = {name: _said(value, translate) for name, value in self.params.items()}
        return formulas_in(fill(translate(self.template), {**params, "address": address}), translate)

    def to_dict(self) -> dict:
        params = {name: value.to_dict() if isinstance(value, Phrase) else value for name, value in self.params.items()}
        return {"template": self.template, "params": params}

    @classmethod
    def from_dict(cls, data: dict, depth: int = DEPTH) -> "Phrase":
        """The phrase that to_dict() wrote; raises ValueError for anything else."""
        if not depth or not isinstance(data, dict) or not isinstance(data.get("template"), str):
            raise ValueError("not a phrase")
        params = data.get("params", {})
        if not isinstance(params, dict):
            raise ValueError("not a phrase")
        read = {
            name: value if isinstance(value, str) else cls.from_dict(value, depth - 1) for name, value in params.items()
        }
        return cls(data["template"], read)


def _said(value: "str | Phrase", translate: Callable[[str], str]) -> str:
    return value.text(translate=translate) if isinstance(value, Phrase) else value


def together(phrases: list[Phrase], between: str = " ") -> Phrase:
    """Several sentences or words, one after the other."""
    params = {f"part{number}": phrase for number, phrase in enumerate(phrases, 1)}
    return Phrase(between.join(f"{{{name}}}" for name in params), params)
