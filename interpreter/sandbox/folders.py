"""The folders of a sandbox for programs, and the names under which its paths may be seen."""

import os
import sys
from pathlib import Path

from interpreter.sandbox.data_folder import SHOWN
from interpreter.sandbox.translation import Translation

TEMPORARY = "/tmp"  # noqa: S108 - the sandbox's own
STAND_INS = Path(__file__).resolve().parent / "stand_ins"
PROJECT = Path(__file__).resolve().parents[2]
COMMON = ("/usr", "/usr/local", "/")


def enter(config: dict) -> tuple[str, dict[str, str]]:
    """Make the data folder the current one; return where it is, and {path of this machine: what readers see of it}.

    Without a file system of its own, /mnt/data and /tmp are folders in the scratch folder, under these names.
    """
    sys.path.append(str(STAND_INS))
    place, shown = config["data"], _shown(config)
    if config["landlock"]:
        data, temporary = os.path.join(place, "data"), os.path.join(place, "tmp")
        for folder in (data, temporary):
            os.mkdir(folder)
            os.chmod(folder, 0o777)  # noqa: S103 - scratch is its user's alone, who is not always this one yet
        Translation(place, {SHOWN: data}, {TEMPORARY: temporary}).install()
        os.environ["TMPDIR"] = temporary
        place, shown = data, {data: SHOWN, temporary: TEMPORARY, **shown}
    os.chdir(place)
    return place, shown


def _shown(config: dict) -> dict[str, str]:
    """Return {path of this machine: what readers see of it}, longer paths first."""
    library = os.path.dirname(os.__file__)
    shown = {path: os.path.basename(path) for path in [*config["site"], library]}
    shown |= {path: "python" for path in (os.path.realpath(sys.base_prefix), sys.base_prefix) if path not in COMMON}
    shown |= {str(PROJECT): "tutor", config["data"]: TEMPORARY if config["landlock"] else SHOWN}
    return dict(sorted(shown.items(), key=lambda item: -len(item[0])))
