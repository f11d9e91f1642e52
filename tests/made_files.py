"""Files that the double of an upstream says its tutor has made, and how tests come to their links."""

import re

from tests.upstream import code_call, missing

CODE = [{"type": "code_interpreter"}]
TABLE = b"x,y\n1,2\n"
TARGET = "sandbox:/mnt/data/table.csv"


class MadeFiles:
    """Gives the answers of an Upstream files. `files`: id → (name, bytes, size as told, None for the true one).

    `pictures`: ids of those that code drew and that its answers show.
    """

    def __init__(self, upstream):
        self.upstream, self.files = upstream, {}
        self.links, self.attached, self.pictures = {}, [], []
        self._say, self._handle = upstream.say, upstream.handle_api
        upstream.say, upstream.handle_api = self.say, self.handle_api

    def answer(self, text, links=None, attached=()):
        """What is answered next. `links`: address in the text → file id; `attached`: file ids."""
        self.upstream.answers, self.links, self.attached = [text], links or {}, list(attached)

    def add(self, file_id, name, content, size=None):
        self.files[file_id] = (name, content, size)

    def say(self, thread, role, text, run, metadata=None):
        message = self._say(thread, role, text, run, metadata)
        if role == "assistant":
            message["content"][0]["text"]["annotations"] = [note(*pair, text) for pair in self.links.items()]
            message["attachments"] = [{"file_id": file_id, "tools": CODE} for file_id in self.attached]
            message["content"] += [{"type": "image_file", "image_file": {"file_id": name}} for name in self.pictures]
            if self.pictures:
                self._draw(run)
        return message

    def _draw(self, run):
        call = code_call("plot()", "")
        call["code_interpreter"]["outputs"] += [{"type": "image", "image": {"file_id": name}} for name in self.pictures]
        self.upstream.add_step(self.upstream.runs[run], {"type": "tool_calls", "tool_calls": [call]})

    def handle_api(self, method, path, query, body):
        match path.removeprefix("/v1/").split("/"):
            case ["files", file_id, *content]:
                return self._file(file_id, content)
        return self._handle(method, path, query, body)

    def _file(self, file_id, content):
        if file_id not in self.files:
            return missing("file", file_id)
        name, data, size = self.files[file_id]
        told = {"id": file_id, "object": "file", "bytes": len(data) if size is None else size, "filename": name}
        return 200, data if content else told

    def asked(self, file_id, end=""):
        """How often a file, or with "/content" its bytes, were asked for."""
        return self.upstream.called("GET", f"/files/{file_id}{end}$")


def note(target, file_id, text):
    """The annotation of an address in a text."""
    start = text.find(target)
    place = {"start_index": start, "end_index": start + len(target), "text": target}
    return {"type": "file_path", "file_path": {"file_id": file_id}, **place}


def links_of(page):
    """The addresses of downloads in a page, in order."""
    return re.findall(r'<a href="(/c/[^"]+/attachments/[^"]+)"', page)


def body(response):
    return b"".join(response.streaming_content)
