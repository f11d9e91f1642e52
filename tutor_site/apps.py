from django.apps import AppConfig


class TutorSiteConfig(AppConfig):
    name = "tutor_site"

    def ready(self):
        from tutor_site import checks  # noqa: F401 - importing registers them
