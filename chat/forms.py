"""The question as the student typed it."""

import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from chat.feedback import REASON_LIMIT, Feedback
from chat.models import TEXT_LIMIT

CODE_POINT_LIMIT = 8 * TEXT_LIMIT


class QuestionForm(forms.Form):
    """The box and its key: the key makes a question that is sent twice one question."""

    text = forms.CharField(
        label=_("Your question"),
        strip=False,
        error_messages={"required": _("Type a question first.")},
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off", "enterkeyhint": "send"}),
    )
    client_key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": _("Reload the page, please.")})
    branch = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=2**63 - 1,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(["invalid", "min_value", "max_value"], _("Reload the page, please.")),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Django's own check for NUL comes before ours and says less.
        self.fields["text"].validators = []

    def clean_text(self):
        text = self.cleaned_data["text"].replace("\r\n", "\n").replace("\r", "\n").strip()
        if not text:
            raise ValidationError(_("Type a question first."))
        if hidden := sorted({character for character in text if _is_control(character)}):
            codes = ", ".join(f"U+{ord(character):04X}" for character in hidden[:3])
            raise ValidationError(
                _("Your text holds invisible control characters (%(codes)s). Please delete them, or type it again."),
                params={"codes": codes},
            )
        if (length := count_characters(text)) > TEXT_LIMIT:
            raise ValidationError(
                _("Your text has %(length)s characters; at most %(limit)s fit. Please shorten it."),
                params={"length": f"{length:,}", "limit": f"{TEXT_LIMIT:,}"},
            )
        return text


class FeedbackForm(forms.Form):
    """A thumb, or none to take it back, and a reason: None when the form did not ask for one."""

    value = forms.ChoiceField(choices=Feedback.Value.choices, required=False)
    reason = forms.CharField(
        required=False,
        max_length=REASON_LIMIT,
        error_messages={
            "max_length": _(
                "Your reason has %(show_value)s characters; at most %(limit_value)s fit. Please shorten it."
            )
        },
    )

    def clean_reason(self):
        return " ".join(self.cleaned_data["reason"].split()) if "reason" in self.data else None


def count_characters(text):
    """Characters as a person counts them: an accented letter or an emoji of several code points is one.

    A text of more than eight code points for each permitted character is counted by code points, to stay quick.
    """
    if len(text) <= TEXT_LIMIT or len(text) > CODE_POINT_LIMIT:
        return len(text)
    import regex  # a megabyte that short questions do not need

    return sum(1 for _character in regex.finditer(r"\X", text))


def _is_control(character):
    return unicodedata.category(character) in {"Cc", "Cs"} and character not in "\n\t"
