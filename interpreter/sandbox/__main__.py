"""Start one sandboxed process: `python -I -S -B sandbox/__main__.py CONFIGURATION`, which is one JSON object."""

import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))

from interpreter.sandbox.start import main  # noqa: E402 - the path above is what makes it importable

main(json.loads(sys.argv[1]))
