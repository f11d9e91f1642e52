from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssistantsApiConfig(AppConfig):
    name = "assistants_api"
    verbose_name = _("Assistants API")
