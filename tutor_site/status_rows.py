"""The facts of the status page as rows of (name, value) in the reader's language."""

from django.template.defaultfilters import filesizeformat
from django.utils.formats import number_format
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
    parts = [(_("Chat"), facts["chat"]), (_("Assistants API"), facts["api"])]
    return [
        (f"{where}: {STATES.get(state, state)}", number_format(counts.get(state, 0), force_grouping=True))
        for where, counts in parts
        for state in STATES
        if state in counts or state != "requires_action"
    ]


def tutor(facts):
    """Rows for status_facts.tutor."""
    server = facts["server"] or _("our own")
    rows = [(_("Assistants server"), server), (_("Model"), facts["default"] or facts["model"])]
    if not facts["server"]:
        rows += [(_("Engine for other models than offline-math"), _engine(facts))]
    return [*rows, (_("Our server is open to other programs"), _("yes") if facts["open"] else _("no"))]


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
