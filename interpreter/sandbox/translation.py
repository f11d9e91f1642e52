"""Where a sandbox has no file system of its own: let programs reach its folders under the names they have elsewhere.

A convenience, no protection: Landlock is that. Covered is what opens files through Python's `open` and `os`, and
`sqlite3.connect`; not `io.FileIO`, nor libraries that open files in C.
"""

import builtins
import functools
import io
import os

from interpreter.sandbox.after_import import set_up

ONE_PATH = [
    "open",
    "stat",
    "lstat",
    "listdir",
    "scandir",
    "mkdir",
    "remove",
    "unlink",
    "rmdir",
    "access",
    "chdir",
    "statvfs",
    "chmod",
    "utime",
]
TWO_PATHS = ["rename", "replace"]
# Refused there for every path; what programs do it for, copying a file, works without.
NEEDLESS = ("chmod", "utime")
SUPPORTS = [os.supports_dir_fd, os.supports_fd, os.supports_follow_symlinks, os.supports_effective_ids]


class Translation:
    """Names of folders as programs say them -> folders on this machine, all of them below `scratch`.

    `shared` has the folders whose names this machine uses too: what is not found in ours is tried under the name as it
    is, so that Python's own files are found and what is forbidden is refused by the kernel, not hidden.
    """

    def __init__(self, scratch: str, own: dict[str, str], shared: dict[str, str]):
        self._scratch = scratch
        self._own = own
        self._folders = {**own, **shared}

    def install(self) -> None:
        """Translate in `open`, in the functions of `os`, and in sqlite3 once it is imported."""
        builtins.open = io.open = self._opening(io.open)
        for name in ONE_PATH:
            function = self._translated(getattr(os, name), 1)
            _replace(name, self._forgiving(function) if name in NEEDLESS else function)
        for name in TWO_PATHS:
            _replace(name, self._translated(getattr(os, name), 2))
        _replace("getcwd", functools.wraps(os.getcwd)(functools.partial(self._current, os.getcwd)))
        set_up("sqlite3", lambda sqlite3: setattr(sqlite3, "connect", self._translated(sqlite3.connect, 1)))

    def _there(self, path, folders: dict[str, str]):
        """Return where a path lies on this machine; anything else as it is."""
        if not isinstance(path, str | bytes | os.PathLike):
            return path
        text = os.fsdecode(path)
        shown = next((shown for shown in folders if _below(text, shown) and not _below(text, self._scratch)), None)
        if shown is None:
            return path
        there = folders[shown] + text[len(shown) :]
        return os.fsencode(there) if isinstance(os.fspath(path), bytes) else there

    def _translated(self, function, count: int):
        """Return a function whose first `count` arguments are paths as programs say them."""

        @functools.wraps(function)
        def translated(*arguments, **named):
            paths, rest = arguments[:count], arguments[count:]
            first = [self._there(path, self._folders) for path in paths]
            second = [self._there(path, self._own) for path in paths]
            try:
                try:
                    return function(*first, *rest, **named)
                except FileNotFoundError:
                    if first == second:
                        raise
                return function(*second, *rest, **named)
            except OSError as error:
                _name(error, paths, first)
                raise

        return translated

    def _opening(self, function):
        """Return `open` whose files bear the name that the program gave."""
        translated = self._translated(function, 1)

        @functools.wraps(function)
        def opening(file, *rest, **named):
            opened = translated(file, *rest, **named)
            if self._there(file, self._folders) is not file:
                buffered = getattr(opened, "buffer", opened)
                getattr(buffered, "raw", buffered).name = os.fspath(file)
            return opened

        return opening

    def _forgiving(self, function):
        """Return a function that does nothing, instead of being refused, to a file in one of the folders."""

        @functools.wraps(function)
        def forgiving(path, *rest, **named):
            try:
                function(path, *rest, **named)
            except PermissionError:
                if not self._is_ours(path):
                    raise

        return forgiving

    def _is_ours(self, path) -> bool:
        """Say whether a path, which may be relative, lies in one of the folders."""
        if not isinstance(path, str | bytes | os.PathLike):
            return False
        there = self._there(os.path.abspath(path), self._folders)
        return _below(os.fsdecode(there), self._scratch) and os.path.exists(there)

    def _current(self, function) -> str:
        """Return the current folder by the name that programs know."""
        text = function()
        shown = next((shown for shown, folder in self._folders.items() if _below(text, folder)), None)
        return text if shown is None else shown + text[len(self._folders[shown]) :]


def _replace(name: str, replacement) -> None:
    """Put a function into `os`, and into its lists of which functions can do what."""
    for supporting in SUPPORTS:
        if getattr(os, name) in supporting:
            supporting.add(replacement)
    setattr(os, name, replacement)


def _name(error: OSError, paths: tuple, there: list) -> None:
    """Let an error name the path that the program gave."""
    for path, translated in zip(paths, there, strict=True):
        if translated is not path and error.filename == translated:
            error.filename = os.fspath(path)


def _below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder + "/")
