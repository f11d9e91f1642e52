"""Writes GGUF files, the format of llama.cpp's models: named values, then named tensors. As documented in
ggml-org/ggml, docs/gguf.md, version 3."""

import struct

import numpy

ALIGNMENT = 32
VERSION = 3
UINT32, INT32, FLOAT32, BOOL, STRING, ARRAY = 4, 5, 6, 7, 8, 9
FORMATS = {UINT32: "<I", INT32: "<i", FLOAT32: "<f", BOOL: "<?"}
TENSOR_TYPES = {numpy.dtype("float32"): 0, numpy.dtype("float16"): 1}


def write(path, values, tensors):
    """Write a file. `values`: {key: (type, value)}, or (ARRAY, (type, list)). `tensors`: {name: array of float16 or
    float32}."""
    head = struct.pack("<4sIQQ", b"GGUF", VERSION, len(tensors), len(values))
    for key, (kind, value) in values.items():
        head += _string(key) + struct.pack("<I", kind) + _value(kind, value)
    offset = 0
    for name, array in tensors.items():
        shape = array.shape[::-1]
        head += _string(name) + struct.pack(f"<I{len(shape)}QIQ", len(shape), *shape, TENSOR_TYPES[array.dtype], offset)
        offset += len(_padded(array.tobytes()))
    path.write_bytes(_padded(head) + b"".join(_padded(array.tobytes()) for array in tensors.values()))


def _value(kind, value):
    if kind == STRING:
        return _string(value)
    if kind == ARRAY:
        inner, items = value
        return struct.pack("<IQ", inner, len(items)) + b"".join(_value(inner, item) for item in items)
    return struct.pack(FORMATS[kind], value)


def _string(text):
    data = text.encode()
    return struct.pack("<Q", len(data)) + data


def _padded(data):
    return data + b"\0" * (-len(data) % ALIGNMENT)
