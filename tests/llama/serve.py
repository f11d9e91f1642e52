"""Runs llama.cpp's server on a model file until its input ends, which it does when its parent ends: MODEL SLOTS.

Prints the server's address once it listens.
"""

import sys

import xllamacpp

from tests.llama.model import CONTEXT


def main(model, slots):
    parameters = xllamacpp.CommonParams()
    parameters.model.path = model
    parameters.port = 0
    parameters.n_parallel = int(slots)
    parameters.n_ctx = CONTEXT * int(slots)
    parameters.cpuparams.n_threads = 1
    parameters.use_jinja = True
    parameters.warmup = False
    parameters.fit_params = False
    server = xllamacpp.Server(parameters)
    print(server.listening_address, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
