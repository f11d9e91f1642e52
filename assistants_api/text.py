"""Text from models and programs, made fit to be stored and passed on."""


def clean(text):
    """Text as every database, sandbox and reader takes it: without NUL, and with halves of surrogate pairs joined, or
    replaced where one is alone."""
    return text.replace("\0", "").encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
