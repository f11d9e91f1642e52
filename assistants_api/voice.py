"""What our own engine says, in the language of whom it speaks to, and by their name."""

from dataclasses import dataclass

from django.utils.translation import gettext, override

from assistants_api.addressing import address, language
from maths.phrases import fill


@dataclass(frozen=True)
class Voice:
    """`address`: "" or ", Jane Doe". `language`: a code of settings.LANGUAGES."""

    address: str
    language: str

    @classmethod
    def of(cls, instructions):
        return cls(address(instructions), language(instructions))

    def translate(self, template):
        """An English template in the language."""
        with override(self.language):
            return gettext(template)

    def say(self, template, **params):
        """A sentence from its English template, with {address}."""
        return fill(self.translate(template), {**params, "address": self.address})
