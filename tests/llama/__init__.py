"""A real llama.cpp server with a model that has learned nothing: a look-up table of what to say in which situation.

`scripts` holds the situations and the texts, `model` makes a GGUF file of them, `server` runs llama.cpp with it. The
server comes from PyPI (`xllamacpp`); the file is made in a moment and is the same each time.
"""
