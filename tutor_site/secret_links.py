"""Keeps the secret part of shared links out of logs: whoever reads a log could open the copy."""

import re

_TOKEN = re.compile(r"(?<=/s/)[^/\s?]{20,}")


class WithoutTokens:
    """A logging filter: an address that was refused, such as a page that the copy does not have, is told without its
    token."""

    def filter(self, record):
        message = record.getMessage()
        if "/s/" in message:
            record.msg, record.args = _TOKEN.sub("…", message), ()
        return True
