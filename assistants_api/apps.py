from django.apps import AppConfig


class AssistantsApiConfig(AppConfig):
    name = "assistants_api"
    verbose_name = "Assistants API"
