"""Pictures of untrusted programs, drawn anew: what leaves is made by our own encoder in a process of its own."""

import asyncio
import time
from dataclasses import replace

from interpreter import cells, png, wire
from interpreter.computations import Computations
from interpreter.errors import InterpreterError
from interpreter.results import CellResult, Image

FUNCTION = "interpreter.pictures.reencode"
SECONDS = 3.0
BYTES = 16 * 2**20
"""What all pictures of a cell may take together, to be drawn and to be sent."""
LEFT_OUT = "[A picture was left out: it could not be drawn anew.]"


class Pictures:
    """Draws one picture at a time, so that pictures never keep all processors from computing."""

    def __init__(self, computations: Computations):
        self._computations = computations
        self._turn = asyncio.Lock()

    async def redraw(self, result: CellResult, cell: cells.Cell) -> CellResult:
        """Return the result with its pictures decoded and encoded again; its logs tell of those that are left out.

        Those are that cannot be read, all after one that took too long, and all when nobody waits for the cell.
        """
        drawn, seconds, left = [], SECONDS, BYTES
        for image in result.images:
            async with self._turn:
                began = time.monotonic()
                new = await self._one(image, seconds) if cell.wanted and seconds > 0 else None
                seconds -= time.monotonic() - began
            if new and len(new.data) <= left:
                left -= len(new.data)
                drawn.append(new)
        notes = [LEFT_OUT] * (len(result.images) - len(drawn))
        return replace(result, images=drawn, logs=cells.with_notes(result.logs, notes))

    async def _one(self, image: Image, seconds: float) -> Image | None:
        """Return the picture drawn anew; None when it cannot be. The answer is checked like the question."""
        try:
            reply = await self._computations.run(FUNCTION, {"png": wire.pack(image.data)}, seconds)
            data, width, height = png.clean(wire.unpack(reply.get("png")))
        except (InterpreterError, wire.BadFrame, png.BadPicture):
            return None
        return replace(image, data=data, width=width, height=height)
