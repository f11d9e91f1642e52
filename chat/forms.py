"""What students type: questions, and titles of conversations."""

import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from chat.feedback import REASON_LIMIT, Feedback
from chat.files import safe_name
from chat.models import TEXT_LIMIT, TITLE_LIMIT, Share
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
        if any(file.is_lost for file in received):
            raise ValidationError(room.NO_ROOM)
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
            raise ValidationError(NO_QUESTION)
        _refuse_hidden(text)
        if (length := count_characters(text)) > TEXT_LIMIT:
            raise ValidationError(
                _("Your text has %(length)s characters; at most %(limit)s fit. Please shorten it."),
                params={"length": _number(length), "limit": _number(TEXT_LIMIT)},
            )
        return text


class TitleForm(forms.Form):
    """Another title for a conversation."""

    title = forms.CharField(
        label=_("Title"),
        max_length=TITLE_LIMIT,
        error_messages={"required": _("Type a title first.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Without Django's own check for NUL, which comes before ours and says less.
        self.fields["title"].validators = [MaxLengthValidator(TITLE_LIMIT)]

    def clean_title(self):
        _refuse_hidden(title := " ".join(self.cleaned_data["title"].split()))
        return title


class ShareForm(forms.Form):
    """A link to a copy: for how long, and with whose name. Its key makes a form that is sent twice one link."""

    days = forms.TypedChoiceField(
        label=_("The link works for"), choices=Share.Days.choices, coerce=int, initial=Share.Days.WEEK
    )
    shows_name = forms.BooleanField(label=_("Show my name"), required=False)
    share_id = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": _("Reload the page, please.")})


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


def _refuse_hidden(text):
    if hidden := sorted({character for character in text if _is_control(character)}):
        codes = ", ".join(f"U+{ord(character):04X}" for character in hidden[:3])
        raise ValidationError(
            _("Your text holds invisible control characters (%(codes)s). Please delete them, or type it again."),
            params={"codes": codes},
        )


def count_characters(text):
    """Characters as a person counts them: an accented letter or an emoji of several code points is one.

    A text of more than eight code points for each permitted character is counted by code points, to stay quick.
    """
    if len(text) <= TEXT_LIMIT or len(text) > CODE_POINT_LIMIT:
        return len(text)
    import regex  # a megabyte that short questions do not need

    return sum(1 for _character in regex.finditer(r"\X", text))


def _number(count):
    return number_format(count, force_grouping=True)


def _is_control(character):
    return unicodedata.category(character) in {"Cc", "Cs"} and character not in "\n\t"
