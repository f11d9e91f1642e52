"""Django's own checks, then the code interpreter: which sandbox was chosen, and what it refused when it was tried."""

from django.conf import settings
from django.core import checks
from django.core.management.base import SystemCheckError
from django.core.management.commands.check import Command as DjangoCheck

from tutor_site import asking, code_interpreter, interpreter_words

SECONDS = 60
"""How long the interpreter may take to start and to try its sandboxes."""


class Command(DjangoCheck):
    help = f"{DjangoCheck.help} Then tries the code interpreter, unless a tag or an app is named."

    def handle(self, *app_labels, **options):
        super().handle(*app_labels, **options)
        everything = not (app_labels or options["tags"] or options["list_tags"])
        if everything and code_interpreter.in_use():
            self.check_interpreter(getattr(checks, options["fail_level"]))

    def check_interpreter(self, fail_level):
        """Say which sandbox programs run in. SystemCheckError when there is none, or at `fail_level` a weaker one."""
        try:
            status = asking.within(SECONDS, code_interpreter.status)
        except TimeoutError:
            self.tell(unusable(f"it did not answer within {SECONDS} s"), fail_level)
        except code_interpreter.InterpreterError as error:
            self.tell(unusable(str(error)), fail_level)
        else:
            self.stdout.write(interpreter_words.line(status))
            if reason := interpreter_words.weaker(status):
                self.tell(second_best(reason), fail_level)

    def tell(self, message, fail_level):
        """Write a check's message as Django does, or raise it."""
        if message.is_silenced():
            return
        if message.is_serious(fail_level):
            raise SystemCheckError(self.style.ERROR(str(message)))
        self.stderr.write(self.style.WARNING(str(message)))


def unusable(reason):
    """No program can be run, so that most questions cannot be answered."""
    told = f"The code interpreter cannot be used: {interpreter_words.plain(reason)}."
    return checks.Error(told, interpreter_words.cure(reason, settings.INTERPRETER_SOCKET), id="tutor.E008")


def second_best(reason):
    """Programs are confined, but not as well as they could be."""
    told = interpreter_words.second_best(reason)
    return checks.Warning(told, interpreter_words.cure(reason, settings.INTERPRETER_SOCKET), id="tutor.W005")
