"""The facts of the status page as rows of (name, value) in the reader's language."""

from datetime import timedelta

from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

ATTEMPTS = {
    "open a socket": gettext_lazy("open a socket"),
    "start a process": gettext_lazy("start a process"),
    "run a program": gettext_lazy("run a program"),
    "read the settings": gettext_lazy("read the settings"),
    "read the data folder": gettext_lazy("read the data folder"),
}
OUTCOMES = {"refused": gettext_lazy("refused"), "succeeded": gettext_lazy("succeeded")}
STATES = {
    "queued": gettext_lazy("waiting"),
    "in_progress": gettext_lazy("working"),
    "requires_action": gettext_lazy("waiting for the client's functions"),
    "cancelling": gettext_lazy("stopping"),
}


def interpreter(status):
    """Rows for an interpreter.client.Status."""
    used = _("%(used)d of %(limit)d") % {"used": status.in_use, "limit": status.sandboxes}
    return [
        (_("Sandbox"), status.backend),
        *((_("Tried inside: %s") % ATTEMPTS.get(name, name), OUTCOMES.get(outcome, outcome))
          for name, outcome in status.attempts.items()),
        (_("Sandboxes in use"), used),
        (_("Programs running"), status.running),
        (_("Spare sandboxes ready"), status.spares),
        (_("Computations running"), status.computations),
        (_("Memory, all together"), filesizeformat(status.memory)),
        (_("Process id"), status.pid),
    ]  # fmt: skip


def database(facts):
    """Rows for status_facts.database."""
    pending = ngettext("%(count)d is missing", "%(count)d are missing", facts["pending"]) % {"count": facts["pending"]}
    return [
        (_("Engine"), f"{facts['engine']} {facts['version']}"),
        (_("Migrations"), pending if facts["pending"] else _("all applied")),
    ]


def runs(facts):
    """Rows for status_facts.runs."""
    return [*_living(_("Chat"), facts["chat"]), *_living(_("Assistants API"), facts["api"])]


def _living(where, runs):
    counts = runs["counts"]
    rows = [
        (f"{where}: {name}", _number(counts.get(state, 0)))
        for state, name in STATES.items()
        if state in counts or state != "requires_action"
    ]
    return [*rows, (_("%s: the oldest began") % where, _ago(runs["oldest"]))]


def queue(facts):
    """Rows for status_facts.queue."""
    workers = _number(facts["workers"]) if facts["workers"] else _("none: start one with manage.py work")
    return [
        (_("Messages that wait"), _number(facts["waiting"])),
        (_("The first of them came"), _ago(facts["oldest"])),
        (_("Workers that were heard of within half a minute"), workers),
    ]


def _number(value):
    return number_format(value, force_grouping=True)


def _ago(seconds):
    """How long ago it was, "–" for what never was."""
    return "–" if seconds is None else _("%s ago") % _span(seconds)


def _span(seconds):
    if seconds >= 120:
        now = timezone.now()
        return timesince(now - timedelta(seconds=seconds), now)
    return ngettext("%d second", "%d seconds", round(seconds)) % round(seconds)


def tutor(facts):
    """Rows for status_facts.tutor."""
    server = facts["server"] or _("our own")
    rows = [(_("Assistants server"), server), (_("Its last calls"), _calls(facts))]
    rows += [(_("Model"), facts["default"] or facts["model"])]
    if not facts["server"]:
        rows += [(_("Engine for other models than offline-math"), _engine(facts))]
    return [*rows, (_("Our server is open to other programs"), _("yes") if facts["open"] else _("no"))]


def _calls(facts):
    """What the breaker makes of them."""
    if not facts["failures"]:
        return _("answered")
    missing = ngettext("%d without an answer", "%d in a row without an answer", facts["failures"]) % facts["failures"]
    if facts["rest"] is None:
        return missing
    if not facts["rest"]:
        return _("%s; the next question tries it again") % missing
    return _("%(missing)s; not called for another %(time)s") % {"missing": missing, "time": _span(facts["rest"])}


def _engine(facts):
    if not facts["engine"]:
        return _("none")
    return _("%(engine)s at %(host)s") % {"engine": facts["engine"], "host": facts["engine_host"]}


def data_folder(facts):
    """Rows for status_facts.data_folder."""
    return [
        (_("Place"), facts["path"]),
        (_("Size"), filesizeformat(facts["size"])),
        (_("Free on its disk"), filesizeformat(facts["free"])),
    ]


def versions(facts):
    """Rows for status_facts.versions."""
    return [(name, version or _("not installed")) for name, version in facts.items()]
