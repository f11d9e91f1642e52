"""Text that comes in pieces, which may cut a character in two."""

from assistants_api.text import clean


def joined(half, piece):
    """(text, half) of the next piece: what can be told, without NUL and lone halves of surrogate pairs, after the half
    that waited; and the half at its end, which waits for the other."""
    piece = half + piece
    if "\ud800" <= piece[-1:] <= "\udbff":
        return clean(piece[:-1]), piece[-1]
    return clean(piece), ""
