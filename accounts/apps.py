from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from background import cleaning


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People")

    def ready(self):
        from accounts import sessions

        cleaning.add(sessions.delete_expired)
