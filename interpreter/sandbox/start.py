"""Bring a sandboxed process from its first line to its role: load what is trusted, lock the door, serve."""

import importlib
import sys

from interpreter import wire
from interpreter.sandbox import lockdown
from interpreter.sandbox.channel import Channel


def main(config: dict) -> None:
    """Serve the role that the configuration names until the other end closes.

    Keys: role ("cells", "computations", "probe"), site (package folders), preload (modules to import before the lock),
    landlock ({readable, writable} paths; None inside bubblewrap), data (the folder to write to: /mnt/data, or with
    landlock the one that holds it), parent (process id or None).
    """
    channel = Channel()
    sys.path.extend(config["site"])
    serve = importlib.import_module(f"interpreter.sandbox.{config['role']}").prepare(config)
    lockdown.apply(config)
    channel.send({"ready": config["role"]})
    try:
        serve(channel)
    except wire.EndOfStream:
        return
