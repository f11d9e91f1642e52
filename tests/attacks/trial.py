"""Try one attack: run it, and look in every place where it could show that it went through."""

import itertools
import re
import time
from collections.abc import Callable

from interpreter.client import CellResult, InterpreterError
from tests.attacks.attack import WHERE_ALLOWED, WON, Attack
from tests.attacks.scene import Scene

OTHER_SECONDS = 5
# The hard end comes a second after the limit; the rest is for a machine that has other things to do.
LATE_SECONDS = 5
_numbers = itertools.count(1)


class Trial:
    """One attack on one interpreter. `result` is what its program came to."""

    def __init__(self, attack: Attack, interpreter, scene: Scene, log: Callable[[], str] = str):
        self.attack = attack
        self.interpreter = interpreter
        self.scene = scene
        self.log = log
        self.session = f"attacker-{next(_numbers)}" if attack.alone else "attacker"
        self.result = CellResult("")

    def ways_through(self, as_companion: bool = False) -> list[str]:
        """Return what shows that the attack went through: nothing, when it failed and the next cell works.

        `as_companion`: nothing confines it; then the first thing that shows is enough.
        """
        try:
            found = filter(None, self._looks(as_companion))
            return list(itertools.islice(found, 1 if as_companion else None))
        except InterpreterError as error:
            return [f"the interpreter does not work any more: {error}"]

    def run(self, session: str, code: str) -> CellResult:
        """Run another cell."""
        return self.interpreter.run_cell(session, code, timeout=OTHER_SECONDS)

    def close(self) -> None:
        """Close the attacker's session."""
        self.interpreter.close_session(self.session)

    def _looks(self, as_companion: bool):
        """Yield what each look finds, or nothing."""
        attack = self.attack
        began = time.monotonic()
        program = self.scene.program(attack.code())
        self.result = self.interpreter.run_cell(self.session, program, timeout=attack.timeout)
        if time.monotonic() - began > attack.timeout + LATE_SECONDS:
            yield "it ran for much longer than it may"
        if WON in self.result.logs:
            yield "the program reached its aim"
        yield from self.scene.harm()
        if attack.victim:
            yield self._seen_by_the_victim()
        if attack.witness and attack.witness(self):
            yield "it shows from outside"
        if attack.falsifies:
            self.close()
            yield self._others()
        yield self._next_cell()
        if attack.alone:
            self.close()
        if not as_companion and attack.companion and not re.search(attack.refusal, self.result.logs):
            yield f"it failed for another reason than that it was refused: {self.result.logs[-300:]!r}"

    def _seen_by_the_victim(self) -> str:
        program = self.scene.program(self.attack.victim, printed=self.result.logs)
        logs = self.run("victim", program).logs
        self.interpreter.close_session("victim")
        return "another session saw it" if WON in logs else ""

    def _others(self) -> str:
        """Ask another session and `compute` for what they must know."""
        other = self.run("bystander", "30 + 3")
        computed = self.interpreter.compute("interpreter.echo", {"a": 1})
        right = (other.outcome, other.logs, computed) == ("ok", "33\n", {"a": 1, "computed": 1})
        return "" if right else "another session or a computation is answered wrongly"

    def _next_cell(self) -> str:
        """Run one more cell in the attacker's session."""
        after = self.run(self.session, "40 + 2")
        right = after.outcome == "ok" and "42" in after.logs.splitlines()
        return "" if right else f"the next cell does not work: {after.outcome}, {after.logs[-300:]!r}"


def was_refused(attack: Attack, logs: str) -> bool:
    """Say whether the machine itself refuses an attack to everybody, as it may refuse some."""
    return attack.companion == WHERE_ALLOWED and re.search(attack.refusal, logs) is not None
