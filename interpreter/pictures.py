"""Pictures of untrusted programs, drawn anew: what leaves is made by our own encoder in a process of its own."""

import asyncio
from dataclasses import replace

from interpreter import cells, png, wire
from interpreter.computations import Computations
from interpreter.errors import InterpreterError
from interpreter.results import CellResult, Image

FUNCTION = "interpreter.pictures.reencode"
SECONDS = 2.0
LEFT_OUT = "[A picture was left out: it could not be drawn anew.]"


class Pictures:
    """Draws one picture at a time, so that pictures never keep all processors from computing."""

    def __init__(self, computations: Computations):
        self._computations = computations
        self._turn = asyncio.Lock()

    async def redraw(self, result: CellResult) -> CellResult:
        """Return the result with its pictures decoded and encoded again; its logs tell of those that cannot be."""
        drawn = [await self._one(image) for image in result.images]
        kept = [image for image in drawn if image]
        logs = cells.with_notes(result.logs, [LEFT_OUT] * (len(drawn) - len(kept)))
        return replace(result, images=kept, logs=logs)

    async def _one(self, image: Image) -> Image | None:
        """Return the picture drawn anew; None when it cannot be. The answer is checked like the question."""
        async with self._turn:
            try:
                reply = await self._computations.run(FUNCTION, {"png": wire.pack(image.data)}, SECONDS)
                data, width, height = png.clean(wire.unpack(reply.get("png")))
            except (InterpreterError, wire.BadFrame, png.BadPicture):
                return None
        return replace(image, data=data, width=width, height=height)
