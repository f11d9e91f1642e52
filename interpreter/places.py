"""Who may have a sandbox when not all can: a place for each, handed out in a fair order."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from interpreter.errors import InterpreterBusy


@dataclass
class _Waiting:
    """A session that waits for a place; `turn` is done when it has one."""

    name: str
    group: str
    turn: asyncio.Future


class Places:
    """`limit` places. `make_room()` frees one that is not in use, if there is one, and says whether it did."""

    def __init__(self, limit: int, make_room: Callable[[], bool]):
        self._limit = limit
        self._make_room = make_room
        self._taken: dict[str, str] = {}
        self._waiting: list[_Waiting] = []

    def __contains__(self, name: str) -> bool:
        return name in self._taken

    def __len__(self) -> int:
        return len(self._taken)

    async def take(self, name: str, group: str, patience: float) -> None:
        """Wait for a place at most `patience` seconds; InterpreterBusy then."""
        if name in self._taken:
            self._taken[name] = group
            return
        waiting = _Waiting(name, group, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        self.hand_out()
        try:
            async with asyncio.timeout(patience):
                await waiting.turn
        except (TimeoutError, asyncio.CancelledError) as error:
            self._withdraw(waiting)
            if isinstance(error, asyncio.CancelledError):
                raise
            raise InterpreterBusy(f"all {self._limit} sandboxes are running programs") from None

    def free(self, name: str) -> None:
        """Take a session's place away; `hand_out` gives it to somebody else."""
        self._taken.pop(name, None)

    def hand_out(self) -> None:
        """Give places that are free, or can be freed, to those who wait: first to the group that has the fewest."""
        while self._waiting and (len(self._taken) < self._limit or self._make_room()):
            held = Counter(self._taken.values())
            first = min(self._waiting, key=lambda waiting: held[waiting.group])
            self._waiting.remove(first)
            self._taken[first.name] = first.group
            first.turn.set_result(None)

    def _withdraw(self, waiting: _Waiting) -> None:
        """Let one wait no longer, who may have been given a place at this very moment."""
        if waiting in self._waiting:
            self._waiting.remove(waiting)
        else:
            self.free(waiting.name)
            self.hand_out()
