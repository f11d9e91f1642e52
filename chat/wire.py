"""The objects of the Assistants API that the chat reads, made from whatever a server sent."""

import re
from dataclasses import dataclass, field

AN_ID = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")
A_TARGET = re.compile(r"sandbox:/[^\n]{1,290}\Z")
MOST_NAMED = 100
ENDED = frozenset({"completed", "failed", "cancelled", "expired", "incomplete"})


class Malformed(ValueError):
    """A part that nothing can be done without is missing or of the wrong type."""


@dataclass(frozen=True)
class Message:
    """A message of a thread. `parts`: ("text", str) or ("image", file id), in their order.

    `descriptions`: file id → what a picture shows, where the server says so (ours: in the metadata `alt:<file id>`).
    `links`: address in the text ("sandbox:/mnt/data/table.csv") → id of the file that it stands for.
    `attached`: ids of the files that came with it, whether the text names them or not.
    """

    id: str
    role: str
    run_id: str
    client_key: str
    parts: tuple = ()
    descriptions: dict = field(default_factory=dict)
    links: dict = field(default_factory=dict)
    attached: tuple = ()
    created_at: int = 0


@dataclass(frozen=True)
class File:
    """What a server says of a file. `size` in bytes, None when it does not say."""

    name: str
    size: int | None


@dataclass(frozen=True)
class StoredFile:
    """A file that a server keeps, as a list of files tells it."""

    id: str
    name: str
    size: int | None


@dataclass(frozen=True)
class Given:
    """A file that goes with a message of ours: its id on the server, and whether it is to be looked at."""

    file_id: str
    is_picture: bool


@dataclass(frozen=True)
class Run:
    """A run; `error_code` and `error_text` say why it failed. `lifetime`: the seconds after which it expires, or None
    (not when: the server's clock need not be ours)."""

    id: str
    status: str
    run_key: str
    thread_id: str = ""
    error_code: str = ""
    error_text: str = ""
    lifetime: int | None = None

    @property
    def ended(self):
        return self.status in ENDED


@dataclass(frozen=True)
class Step:
    """A step of a run: either the id of the message it wrote, or the code it ran with logs and image file ids."""

    id: str
    status: str
    message_id: str = ""
    code: str | None = None
    logs: str = ""
    images: tuple = field(default=())


def read_id(item):
    """The id of an object, checked: it becomes part of addresses."""
    value = as_dict(item).get("id")
    if not isinstance(value, str) or not AN_ID.match(value):
        raise Malformed("an object without a proper id")
    return value


def read_assistants(page):
    """The ids of the assistants of a page of a list."""
    return [read_id(item) for item in _items(page)]


def read_messages(page):
    """The messages of a page of a list."""
    return [read_message(item) for item in _items(page)]


def read_runs(page):
    """The runs of a page of a list."""
    return [read_run(item) for item in _items(page)]


def read_files(page):
    """The StoredFiles of a page of a list."""
    told = [(read_id(item), read_file(item)) for item in _items(page)]
    return [StoredFile(file_id, file.name, file.size) for file_id, file in told]


def read_steps(page):
    """The steps of a page of a list."""
    return [read_step(item) for item in _items(page)]


def _items(page):
    items = as_dict(page).get("data")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise Malformed("a list without objects in data")
    return items


def clean(value):
    """A string that every database takes: NUL and lone surrogates are replaced."""
    return value.encode("utf-8", "replace").decode().replace("\0", "\ufffd") if isinstance(value, str) else ""


def as_dict(value):
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def as_list(value):
    """The value if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def read_run(item):
    """A Run from its object."""
    item = as_dict(item)
    error = as_dict(item.get("last_error"))
    thread_id = clean(item.get("thread_id"))
    return Run(
        id=read_id(item),
        status=clean(item.get("status")),
        run_key=clean(as_dict(item.get("metadata")).get("run_key")),
        thread_id=thread_id if AN_ID.match(thread_id) else "",
        error_code=clean(error.get("code")),
        error_text=clean(error.get("message"))[:300],
        lifetime=_lifetime(item.get("created_at"), item.get("expires_at")),
    )


def _lifetime(created, expires):
    known = isinstance(created, int) and isinstance(expires, int)
    return expires - created if known and 0 < created < expires < 10**11 else None


def read_message(item):
    """A Message from its object; content parts of unknown types are left out."""
    metadata = as_dict(item.get("metadata"))
    return Message(
        id=read_id(item),
        role=clean(item.get("role")),
        run_id=clean(item.get("run_id")),
        client_key=clean(metadata.get("client_key")),
        parts=tuple(part for raw in as_list(item.get("content")) if (part := _part(as_dict(raw)))),
        descriptions={key.removeprefix("alt:"): clean(value) for key, value in metadata.items() if key[:4] == "alt:"},
        links=_links(item),
        created_at=created if isinstance(created := item.get("created_at"), int) else 0,
        attached=tuple(file_id for raw in as_list(item.get("attachments")) if (file_id := _file_id(raw)))[:MOST_NAMED],
    )


def _links(item):
    """The first MOST_NAMED addresses in the text that annotations explain; quotations of files are none."""
    texts = [as_dict(as_dict(part).get("text")) for part in as_list(item.get("content"))]
    notes = [as_dict(note) for text in texts for note in as_list(text.get("annotations"))]
    found = {}
    for note in notes:
        target, file_id = clean(note.get("text")), _file_id(note.get("file_path"))
        if note.get("type") == "file_path" and file_id and A_TARGET.match(target) and len(found) < MOST_NAMED:
            found.setdefault(target, file_id)
    return found


def _file_id(raw):
    """The file id of an object that names a file, or "" when there is no proper one."""
    value = clean(as_dict(raw).get("file_id"))
    return value if AN_ID.match(value) else ""


def _part(raw):
    if raw.get("type") == "text":
        return "text", clean(as_dict(raw.get("text")).get("value"))
    file_id = _file_id(raw.get("image_file"))
    return ("image", file_id) if raw.get("type") == "image_file" and file_id else None


def read_file(item):
    """A File from its object."""
    size = as_dict(item).get("bytes")
    known = isinstance(size, int) and 0 <= size < 2**63
    return File(name=clean(as_dict(item).get("filename")), size=size if known else None)


def said(role, text, files=()):
    """A new message as a request has it, with its Givens: pictures to look at, all else for the code interpreter."""
    pictures = [{"type": "image_file", "image_file": {"file_id": each.file_id}} for each in files if each.is_picture]
    tools = [{"type": "code_interpreter"}]
    attached = [{"file_id": each.file_id, "tools": tools} for each in files if not each.is_picture]
    content = [{"type": "text", "text": text}, *pictures] if pictures else text
    return {"role": role, "content": content, **({"attachments": attached} if attached else {})}


def asked(text, client_key, files=()):
    """A student's message as a request has it, named by its client_key."""
    return said("user", text, files) | {"metadata": {"client_key": client_key}}


def read_step(item):
    """A Step from its object; several tool calls of one step become one program and one log."""
    details = as_dict(item.get("step_details"))
    created = clean(as_dict(details.get("message_creation")).get("message_id"))
    base = {"id": read_id(item), "status": clean(item.get("status"))}
    if details.get("type") != "tool_calls":
        return Step(**base, message_id=created)
    calls = [as_dict(as_dict(call).get("code_interpreter")) for call in as_list(details.get("tool_calls"))]
    outputs = [as_dict(output) for call in calls for output in as_list(call.get("outputs"))]
    images = [_file_id(output.get("image")) for output in outputs if output.get("type") == "image"]
    return Step(
        **base,
        code="\n".join(clean(call.get("input")) for call in calls),
        logs="".join(clean(output.get("logs")) for output in outputs if output.get("type") == "logs"),
        images=tuple(image for image in images if image),
    )
