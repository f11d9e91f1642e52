from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from background import cleaning


class ChatConfig(AppConfig):
    name = "chat"
    verbose_name = _("Chat")

    def ready(self):
        from chat.models import Share

        cleaning.add(Share.objects.delete_expired)
