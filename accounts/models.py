"""The person: a student, teacher or administrator with an account, or a guest without one."""

import hashlib
import unicodedata

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from background.prepared import Prepared, PreparedInsert

NAME_LIMIT = 40


def validate_display_name(value):
    """One line of letters, marks, spaces and ' - . only: the name is repeated to the model inside an instruction."""
    if not all(character.isalpha() or _is_mark(character) or character in " '-." for character in value):
        raise ValidationError(_("Use letters, spaces, apostrophes, hyphens and full stops only."), code="characters")


def _is_mark(character):
    return unicodedata.category(character).startswith("M")


def language_choices():
    """The languages of the pages, each in its own words, and the browser's own choice."""
    return [("", _("Automatic")), *settings.LANGUAGES]


class User(AbstractUser):
    """Everything that is kept belongs to a User; guests are Users without a password, named by their session."""

    class Plan(models.TextChoices):
        FREE = "free", _("free")
        PREMIUM = "premium", _("premium")

    class Theme(models.TextChoices):
        AUTOMATIC = "", _("Automatic")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    class TextSize(models.TextChoices):
        NORMAL = "", _("Normal")
        LARGE = "large", _("Large")
        LARGER = "larger", _("Very large")

    class Motion(models.TextChoices):
        AUTOMATIC = "", _("Automatic")
        REDUCED = "reduced", _("As little as possible")

    first_name = None
    last_name = None
    display_name = models.CharField(
        _("name the tutor uses"), max_length=NAME_LIMIT, blank=True, validators=[validate_display_name]
    )
    plan = models.CharField(_("plan"), max_length=16, choices=Plan, default=Plan.FREE)
    language = models.CharField(
        _("language"), max_length=16, choices=language_choices, blank=True, default="", db_default=""
    )
    theme = models.CharField(_("colors"), max_length=8, choices=Theme, blank=True, default="", db_default="")
    text_size = models.CharField(_("text size"), max_length=8, choices=TextSize, blank=True, default="", db_default="")
    motion = models.CharField(_("movement"), max_length=8, choices=Motion, blank=True, default="", db_default="")
    is_guest = models.BooleanField(_("guest"), default=False, editable=False)

    REQUIRED_FIELDS = []

    def __str__(self):
        """The account's name; for a guest a mark that tells one from another and nothing else."""
        return _("Guest %(mark)s") % {"mark": self.username[6:11]} if self.is_guest else self.get_username()

    def get_full_name(self):
        return self.display_name or str(self)

    def get_short_name(self):
        return self.get_full_name()

    @classmethod
    def guest_of(cls, session_key):
        """The guest of a session, or None."""
        return _GUEST.object(name=guest_name(session_key))

    @classmethod
    def make_guest(cls, session_key):
        """The guest of a session, made when there is none; two requests at once get the same one."""
        guest = _ADD_GUEST(cls(username=guest_name(session_key), is_guest=True, password="!"))
        return guest or cls.guest_of(session_key)

    def adopt(self, guest):
        """Take over everything that belongs to a guest, whatever its model, and delete the guest."""
        User.objects.select_for_update().get(pk=guest.pk)  # nobody adds to the guest from here on
        for relation in User._meta.related_objects:
            if relation.one_to_many:
                rows = relation.related_model._base_manager.filter(**{relation.field.name: guest})
                rows.update(**{relation.field.name: self})
        guest.delete()


_ADD_GUEST = PreparedInsert(User, unless_there=True)
_GUEST = Prepared(lambda name: User.objects.filter(username=name, is_guest=True), name=models.CharField())


def guest_name(session_key):
    """A name that cannot be turned back into the session key and that no account can have (it holds a colon)."""
    return "guest:" + hashlib.sha256(session_key.encode()).hexdigest()[:32]
