"""What an attack is, and the words in which tables of them are written."""

from collections.abc import Callable
from dataclasses import dataclass, replace

WON = "the attack went through"
WHERE_ALLOWED = "where the machine itself allows it"
REFUSED = (
    "PermissionError|Operation not permitted|Permission denied|Read-only file system|Function not implemented"
    "|not supported|Invalid argument|No such file"
)


@dataclass(frozen=True)
class Attack:
    """One attack. It has failed when nothing of what `trial.ways_through` looks at says that it went through.

    `program`, a text or what makes one, runs in the attacker's session after prelude.py, which offers `won()`: called
    when the aim is reached.
    `victim` runs afterwards in another, new session, with the attacker's output as `printed`, and may call it too.
    `witness` is given the Trial and says whether something wrong can be seen from outside.
    `shows`: what shows that it failed, where that is more than `won` not being called and the host being as before;
    printed by `python -m tests.attacks --why`.
    `companion`: "" when it is tried unsandboxed too and must go through there; WHERE_ALLOWED when the machine may
    refuse it there; else the reason why it is not tried. `refusal`: what the output must match where there is no proof.
    `alone`: it has a session of its own, which is closed afterwards. `spoils`: it leaves something behind only where it
    goes through, or ends its sandbox: unsandboxed, its process is replaced. `falsifies`: it may spoil what its own
    session says: the session is closed before its next cell, and another session and `compute` must be right too.
    """

    name: str
    program: str | Callable[[], str]
    victim: str = ""
    witness: Callable[["Trial"], bool] | None = None  # noqa: F821 - trial.py imports this module
    shows: str = ""
    companion: str = ""
    refusal: str = REFUSED
    timeout: float = 10
    alone: bool = False
    spoils: bool = False
    falsifies: bool = False

    def code(self) -> str:
        """Return the program's text."""
        return self.program if isinstance(self.program, str) else self.program()


def table(**programs: str) -> list[Attack]:
    """Return simple attacks: of `open_a_socket` the name is "open a socket"."""
    return [Attack(name.replace("_", " "), program) for name, program in programs.items()]


def each(attacks: list[Attack], **fields) -> list[Attack]:
    """Return the attacks with some fields replaced in all of them."""
    return [replace(attack, **fields) for attack in attacks]
