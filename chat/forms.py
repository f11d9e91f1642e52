"""The question as the student typed it."""

import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from chat.files import safe_name
from chat.models import TEXT_LIMIT
from chat.uploads import room
from chat.uploads.checking import MOST_FILES, Unfit, check

CODE_POINT_LIMIT = 8 * TEXT_LIMIT
NO_QUESTION = _("Type a question first.")


ACCEPTED = "image/jpeg,image/png,image/webp,image/gif,.csv,.tsv,.txt,.pdf"
"""What a browser offers to choose from. Phones that have no JPEG of a photograph make one for it."""


class FilesInput(forms.FileInput):
    """The button that chooses several files."""

    allow_multiple_selected = True


class FilesField(forms.Field):
    """The files of a form, each checked by its content: a list of checking.Given. All that are unfit are named."""

    widget = FilesInput(attrs={"accept": ACCEPTED})

    def clean(self, value):
        received = [file for file in value or () if file]
        if not received:
            return []
        if not room.is_open():
            raise ValidationError(_("Files cannot be attached here. Type what matters from them."))
        if len(received) > MOST_FILES:
            raise ValidationError(
                _("You have attached more than %(limit)s files. Please send the others with another question."),
                params={"limit": MOST_FILES},
            )
        given, errors = [], []
        for file in received:
            try:
                given.append(check(file))
            except Unfit as reason:
                told = {"name": safe_name(file.name), "reason": reason.args[0]}
                errors.append(ValidationError(_("“%(name)s”: %(reason)s"), params=told))
        if errors:
            raise ValidationError(errors)
        return given


class QuestionForm(forms.Form):
    """The box, its files and its key: the key makes a question that is sent twice one question."""

    text = forms.CharField(
        label=_("Your question"),
        strip=False,
        error_messages={"required": NO_QUESTION},
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off", "enterkeyhint": "send"}),
    )
    files = FilesField(label=_("Attach files"), required=False)
    client_key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": _("Reload the page, please.")})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Django's own check for NUL comes before ours and says less.
        self.fields["text"].validators = []

    def clean_text(self):
        text = self.cleaned_data["text"].replace("\r\n", "\n").replace("\r", "\n").strip()
        if not text:
            raise ValidationError(NO_QUESTION)
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
