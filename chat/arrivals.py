"""The body of an answer that is streamed, as much of it at a time as has come."""

from http.client import HTTPResponse

AMOUNT = 65536


def read_arrived(raw):
    """At least one byte of a body, and with it the whole chunks that have come by then; b"" at its end.

    `raw` is that of a requests.Response. http.client gives one chunk at a time, and where each token of a model is a
    chunk, that costs more than what is done with the token. What ends a body is left to http.client.
    """
    first = raw.read1(AMOUNT, decode_content=True)
    body = getattr(raw, "_fp", None)
    if not first or not isinstance(body, HTTPResponse) or body.chunk_left != 0 or "Content-Encoding" in raw.headers:
        return first
    more, size = _whole_chunks(body.fp.peek())
    body.fp.read(size)
    return first + more


def _whole_chunks(data):
    """(what the whole chunks at the beginning hold, their length), from the end of the chunk before to that of the last
    one: between the two stands what separates chunks."""
    found, place = [], 0
    while data.startswith(b"\r\n", place) and (end_of_line := data.find(b"\r\n", place + 2)) > 0:
        try:
            size = int(data[place + 2 : end_of_line].partition(b";")[0], 16)
        except ValueError:
            break
        begin = end_of_line + 2
        if size <= 0 or begin + size > len(data):
            break
        place = begin + size
        found.append(data[begin:place])
    return b"".join(found), place
