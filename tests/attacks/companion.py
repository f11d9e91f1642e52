"""Try attacks where nothing confines them: one that does not go through there either is none."""

import contextlib
from collections.abc import Iterator

from tests.attacks.attack import WHERE_ALLOWED, Attack
from tests.attacks.column import ordinary
from tests.attacks.installation import Installation
from tests.attacks.naive import Naive
from tests.attacks.scene import Scene
from tests.attacks.trial import Trial, was_refused

THROUGH, REFUSED = "through", "refused by this machine"
TRIES = 3


def may_run(attack: Attack) -> bool:
    """Say whether an attack is harmless enough to be tried unsandboxed."""
    return attack.companion in ("", WHERE_ALLOWED)


class Companions:
    """A scene, and an unsandboxed interpreter that is replaced when an attack has spoiled it, or may have."""

    def __init__(self, readable: Installation):
        user = ordinary("companion")
        self._readable = readable
        self._scene = Scene(readable, user, user, held=0)
        self._naive = Naive(readable, self._scene)

    def try_out(self, attack: Attack) -> str:
        """Return THROUGH, REFUSED, or else what its program said: then it is no attack.

        Some are races, which a busy machine may lose for them: each has TRIES.
        """
        came_to = ""
        for _ in range(TRIES):
            came_to = self._try_once(attack)
            if came_to in (THROUGH, REFUSED):
                break
        return came_to

    def _try_once(self, attack: Attack) -> str:
        trial = Trial(attack, self._naive, self._scene)
        ways = trial.ways_through(as_companion=True)
        refused = was_refused(attack, trial.result.logs)
        if not (ways or refused) or attack.alone or attack.spoils or attack.falsifies or not self._naive.alive:
            self._replace()
        if ways:
            return THROUGH
        return REFUSED if refused else f"it failed: {trial.result.logs[-600:]}"

    def close(self) -> None:
        """End the interpreter and remove the scene."""
        self._naive.close()
        self._scene.close()

    def _replace(self) -> None:
        self._naive.close()
        self._scene.clear()
        self._naive = Naive(self._readable, self._scene)


@contextlib.contextmanager
def companions(readable: Installation) -> Iterator[Companions]:
    """Yield what tries attacks out, and tidy up after it."""
    trying = Companions(readable)
    try:
        yield trying
    finally:
        trying.close()
