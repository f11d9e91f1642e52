"""The bytes of files: kept in the database as chunks, so that no file is ever whole in memory on its way."""

import io
import unicodedata

from django.db.models import Sum

from assistants_api.models import File, FileChunk

CHUNK_BYTES = 2**20
CHUNKS_AT_ONCE = 16
LONGEST_NAME = 255
RUN_BYTES = 60 * 2**20
"""Bytes of pictures and files that are kept of what the programs of one run made."""
UNSEEN = {"Cc", "Cs", "Zl", "Zp"}
"""Unicode categories of control characters, halves of surrogate pairs and ends of lines."""
TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
"""Bidirectional classes that turn a name around, so that `gpj.exe` is shown as `exe.jpg`."""


def store(project, filename, purpose, source, thread=None, expires_at=None):
    """Keep bytes, or what a readable binary file has from its present place on; the File, of which none but us knows
    before it is whole. Each chunk is written by itself: in a transaction of the caller's, all of them are in it."""
    source = io.BytesIO(source) if isinstance(source, bytes) else source
    file = File.objects.create(
        project=project, thread=thread, filename=plain_name(filename), purpose=purpose, expires_at=expires_at
    )
    number = 0
    while data := source.read(CHUNK_BYTES):
        FileChunk.objects.create(file=file, number=number, data=data)
        file.size += len(data)
        number += 1
    file.complete = True
    file.save(update_fields=["size", "complete"])
    return file


def fitting(run, made):
    """Those of a program's pictures and files that its run has room for, and a line that tells of the others."""
    if not made:
        return [], ""
    before = File.objects.filter(thread_id=run.thread_id, created_at__gte=run.created_at)
    left = RUN_BYTES - (before.aggregate(bytes=Sum("size"))["bytes"] or 0)
    kept, over = [], []
    for one in made:
        fits = len(one.data) <= left
        (kept if fits else over).append(one)
        left -= len(one.data) if fits else 0
    names = ", ".join(plain_name(one.name) for one in over)
    limit = f"the programs of one answer may leave {RUN_BYTES // 2**20} MB of files and pictures"
    return kept, f"\n[Not kept: {names}; {limit}.]\n" if over else ""


def chunks(file):
    """The bytes of a file, piece by piece of at most 1 MiB. File.DoesNotExist when it is deleted meanwhile."""
    for number in range(-(-file.size // CHUNK_BYTES)):
        data = FileChunk.objects.filter(file_id=file.pk, number=number).values_list("data", flat=True).first()
        if data is None:
            raise File.DoesNotExist(f"{file.public_id} was deleted while it was read")
        yield bytes(data)


def read(file, limit=None):
    """The bytes of a file, or its first `limit` ones. File.DoesNotExist when it is deleted meanwhile."""
    taken = io.BytesIO()
    for data in chunks(file):
        if limit is not None and taken.tell() + len(data) >= limit:
            taken.write(data[: limit - taken.tell()])
            break
        taken.write(data)
    return taken.getvalue()


def discard(file):
    """Take a file away; False when somebody else has done it meanwhile."""
    if not File.objects.filter(pk=file.pk, complete=True).update(complete=False):
        return False
    _remove(file)
    return True


def purge():
    """Remove what nobody can see any more."""
    for file in File.objects.useless():
        _remove(file)


def abandon(rows):
    """Hide these files of a queryset from everybody; their keys, for `remove` after the transaction of the caller."""
    keys = list(rows.values_list("pk", flat=True))
    File.objects.filter(pk__in=keys).update(complete=False, thread=None)
    return keys


def remove(keys):
    """Remove files that were abandoned. Should this not come to its end, `purge` finds the rest."""
    for file in File.objects.filter(pk__in=keys, complete=False):
        _remove(file)


def _remove(file):
    """A few chunks at a time: in SQLite, everybody who writes would wait for the end of a large deletion."""
    while some := list(FileChunk.objects.filter(file_id=file.pk).values_list("pk", flat=True)[:CHUNKS_AT_ONCE]):
        FileChunk.objects.filter(pk__in=some).delete()
    File.objects.filter(pk=file.pk).delete()


def plain_name(name):
    """The last part of a path without what cannot be seen, cut to what a name may have; "file" when nothing is left."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join(char for char in last if _is_seen(char))[:LONGEST_NAME]
    return "file" if seen.strip() in {"", ".", ".."} else seen


def _is_seen(char):
    return unicodedata.category(char) not in UNSEEN and unicodedata.bidirectional(char) not in TURNING
