"""Programs that ran in the model server's own container: their pictures and files are fetched before they expire."""

import base64
import binascii
import logging
import re
from urllib.parse import unquote

from assistants_api.engines import Code, CodeResult, OutputFile, Picture, Text
from assistants_api.engines.model_server.refusals import ModelServerError
from assistants_api.engines.responses.events import Cited, Ran

logger = logging.getLogger("tutor.assistants_api")

FILE_BYTES = 10 * 2**20
MOST_FILES = 20
"""Files and pictures that one run fetches, and bytes of each."""
PNG = b"\x89PNG\r\n\x1a\n"
MAY_WRITE = re.compile(r"/mnt/data|\bopen\s*\(|save|write|\bdump\b|\.to_\w+\s*\(|\bplt\b")
"""What programs contain that may write a file or draw a picture."""
ID = re.compile(r"[\w-]{1,200}", re.ASCII)
LINK, ENDS = "sandbox:/mnt/data/", re.compile(r"[()<>\"']")
DATA_URL = re.compile(r"data:image/[\w.+-]+;base64,")


class Container:
    """What one run fetches from the containers of a server."""

    def __init__(self, server, stop):
        self._server, self._stop = server, stop
        self._room = MOST_FILES
        self._drawn = 0

    def events(self, pieces):
        """The engine's events for what a events.Reader yields.

        Files are named only by the message after the program that wrote them, but belong to the program's result. So
        when a program may have written files, its result and that message wait until the message is complete.
        """
        held = None
        try:
            for piece in pieces:
                if isinstance(piece, Cited):
                    self._note(held, piece)
                elif held and isinstance(piece, Text):
                    held.message.append(piece)
                else:
                    ended, held = held, _Held(piece) if isinstance(piece, Ran) else None
                    yield from self._release(ended)
                    yield from self._begin(held) if held else [piece]
                    held = held if held and held.may_write else None
        except ModelServerError:
            yield from self._release(held)
            raise
        yield from self._release(held)

    def _begin(self, held):
        """What is told of a program at once: all, when there is nothing to wait for."""
        if not held.ran.code:
            yield Code("")
        if not held.may_write:
            yield self._result(held)

    def _note(self, held, cited):
        if held:
            held.cited.append(cited)
        else:
            logger.warning("a file of a container was named too late to be kept: %s", cited.file[:100])

    def _release(self, held):
        """The result of a program and the message that waited for it."""
        if held:
            yield self._result(held)
            yield from held.message

    def _result(self, held):
        shown = [self._picture(url) for url in held.ran.pictures]
        seen = {made.data for made, _ in shown if made}
        named = [self._file(cited, seen) for cited in held.cited]
        made = [one for one, _ in shown + named if one]
        logs = "\n".join(part for part in (held.ran.logs, *(note for _, note in shown + named)) if part)
        pictures = tuple(one for one in made if isinstance(one, Picture))
        return CodeResult(logs, pictures, tuple(one for one in made if isinstance(one, OutputFile)))

    def _picture(self, url):
        """(Picture or OutputFile, note): a picture that a program has shown."""
        self._drawn += 1
        name = f"figure-{self._drawn}.png"
        return self._kept(name, lambda: self._pictured(url))

    def _pictured(self, url):
        if found := DATA_URL.match(url):
            return base64.b64decode(url[found.end() :], validate=True)
        path = url.removeprefix(self._server.base_url)
        if path == url or not path.startswith("/") or ".." in path or "%" in path:
            raise _Elsewhere
        return self._server.get(path, FILE_BYTES, self._stop)

    def _file(self, cited, seen):
        """(Picture or OutputFile, note): a file that a message names. One that shows what is `seen` already is no
        picture again: a file if the message links to it, else nothing."""
        if not (ID.fullmatch(cited.container) and ID.fullmatch(cited.file)):
            return None, "[A file could not be fetched: its id is no id.]"
        path = f"/containers/{cited.container}/files/{cited.file}/content"
        linked = _linked(cited.text)
        name = linked or cited.name.rpartition("/")[2][:255] or cited.file
        made, note = self._kept(name, lambda: self._server.get(path, FILE_BYTES, self._stop))
        if made and made.data in seen:
            made = OutputFile(name, made.data) if linked else None
        return made, note

    def _kept(self, name, fetch):
        """What `fetch` returns, as a Picture if it is a PNG; or None, and a note for the program's output."""
        if not self._room:
            return None, f"[{name} was not kept: a run keeps {MOST_FILES} files.]"
        self._room -= 1
        try:
            data = fetch()
        except (ModelServerError, _Elsewhere, binascii.Error) as error:
            logger.warning("a file of a container could not be fetched: %s", error)
            return None, f"[{name} could not be fetched from the model server.]"
        if len(data) > FILE_BYTES:
            return None, f"[{name} was not kept: it has more than {FILE_BYTES // 2**20} MB.]"
        return (Picture(name, data) if data.startswith(PNG) else OutputFile(name, data)), ""


class _Elsewhere(Exception):
    """A picture is at an address that is not the model server's."""

    def __str__(self):
        return "its address is not below LLM_BASE_URL"


class _Held:
    """A program that has ended, the pieces of the message that waits for its files, and these."""

    def __init__(self, ran):
        self.ran, self.message, self.cited = ran, [], []
        self.may_write = MAY_WRITE.search(ran.code) is not None


def _linked(text):
    """The name of the file in /mnt/data that the words of a message link to, or ""."""
    path = ENDS.split(text.partition(LINK)[2])[0]
    return unquote(path).rpartition("/")[2][:255]
