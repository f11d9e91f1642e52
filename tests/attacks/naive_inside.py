"""A code interpreter that confines nothing: what runs in the child of naive.py."""

import ast
import importlib
import os
import resource
import socket
import sys
import traceback

BIGGEST_FILE = 160 * 2**20
TAKEN_ALONG = 11 * 2**20  # more than the 10 MB that may leave a sandbox


def serve(secret):
    """Answer cells and computations, all in this one process. The open secret is what a server has open."""
    kept = open(secret, encoding="ascii")  # noqa: SIM115 - for as long as this process lives
    resource.setrlimit(resource.RLIMIT_FSIZE, (BIGGEST_FILE, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
    connection = socket.socket(fileno=os.dup(0))
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    sessions = {}
    while kept:
        message = wire.receive(connection.recv, wire.REQUEST_LIMIT)
        if message["do"] == "compute":
            module, _, function = message["function"].rpartition(".")
            answer = {"result": getattr(importlib.import_module(module), function)(message["payload"])}
        else:
            answer = run(message["code"], sessions.setdefault(message["session"], {"__name__": "__main__"}))
        connection.sendall(wire.encode({"id": message["id"], **answer}))


def run(code, namespace):
    """Run a cell and pass on every file that is new, whatever it is."""
    before = set(os.listdir())
    outcome = "ok"
    try:
        execute(code, namespace)
    except BaseException:
        outcome = "error"
        traceback.print_exc()
    files, left = [], TAKEN_ALONG
    for name in sorted(set(os.listdir()) - before):
        if os.path.isdir(name):
            continue
        with open(name, "rb") as file:
            data = file.read(left)
        left -= len(data)
        files.append({"name": name, "data": wire.pack(data)})
    sys.stdout.flush()
    return {"outcome": outcome, "images": [], "files": files}


def execute(code, namespace):
    """Run the statements, and show the value of a last expression."""
    tree = ast.parse(code)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), namespace)
    value = last and eval(compile(ast.Expression(last.value), "cell", "eval"), namespace)
    if value is not None:
        print(repr(value))


sys.path[:0] = ["", *sys.argv[2:]]
wire = importlib.import_module("interpreter.wire")
serve(sys.argv[1])
