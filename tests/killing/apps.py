from django.apps import AppConfig


class KillingConfig(AppConfig):
    name = "tests.killing"

    def ready(self):
        from tests.killing import clock, traps

        traps.lay()
        clock.lay()
