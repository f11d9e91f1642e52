"""Makes the model file of a table of scripts.

Each script is cut into pieces that occur nowhere else, each piece is a token, and the output matrix says which token
follows which: embeddings are one-hot, attention and feed-forward layers are zero. The chat template chooses the script:
it ends with a token of its own for each of them, which is followed by the script's first piece.
"""

import itertools
from pathlib import Path

import numpy

from tests.llama import gguf

CONTEXT = 32768
TEMPLATE = (Path(__file__).parent / "template.jinja").read_text()
UNKNOWN, BEGIN, END = "<unk>", "<s>", "<|im_end|>"
CONTROLS = [UNKNOWN, BEGIN, END, "<|im_start|>"]
BYTES = [f"<0x{number:02X}>" for number in range(256)]
NORMAL, CONTROL, UNUSED, BYTE = 1, 3, 5, 6
"""Kinds of tokens, as the format numbers them."""
PIECE = 4
"""Characters of a piece, at least."""
HEAD, HIDDEN = 32, 32
"""Widths of the one attention head and of the feed-forward layer, which do nothing."""
CERTAIN = 5.0
"""What the output matrix holds for the token that follows; after the norm it outweighs all others by far."""


def make(path, scripts):
    """Write the model file of a list of Script."""
    starts = [f"<|{script.name}|>" for script in scripts]
    texts = cut([text for script in scripts for text in (script.text, script.endless)])
    pieces = [piece for text in texts for piece in text]
    unused = [f"<unused{number}>" for number in range(-(len(CONTROLS + BYTES + starts + pieces)) % HEAD)]
    tokens = CONTROLS + BYTES + starts + pieces + unused
    kinds = [CONTROL] * len(CONTROLS) + [BYTE] * len(BYTES) + [CONTROL] * len(starts) + [NORMAL] * len(pieces)
    kinds += [UNUSED] * len(unused)
    chains = zip(starts, texts[::2], texts[1::2], strict=True)
    gguf.write(path, _values(tokens, kinds, _template(scripts, starts)), _tensors(tokens, _follows(chains)))


def _follows(chains):
    """{token: the token after it} of each start, text and endless text."""
    follows = {}
    for start, text, endless in chains:
        follows |= itertools.pairwise([start, *text, *endless, *(endless[:1] or [END])])
    return follows


def cut(texts):
    """Each text as a list of pieces, no piece twice in all of them: a piece grows until it is new."""
    taken = set()
    return [_cut(text, taken) for text in texts]


def _cut(text, taken):
    pieces, start = [], 0
    while start < len(text):
        end = start + PIECE
        while end < len(text) and text[start:end] in taken:
            end += 1
        piece = text[start:end]
        while piece in taken:  # the end of the text, and it is not new: it goes to the piece before
            piece = pieces.pop() + piece
        taken.add(piece)
        pieces.append(piece)
        start = end
    return pieces


def _template(scripts, starts):
    """The chat template that ends with the start token of the script whose situation holds."""
    branches = [f"{script.when} %}}{{{{- '{start}' }}}}" for script, start in zip(scripts, starts, strict=True)]
    return TEMPLATE.replace("CHOICE", "{%- if " + "{%- elif ".join(branches) + "{%- endif %}").strip()


def _values(tokens, kinds, template):
    """The model's description: a llama of one layer, a SentencePiece vocabulary, the chat template."""
    size = len(tokens)
    numbers = {
        "llama.context_length": CONTEXT,
        "llama.embedding_length": size,
        "llama.block_count": 1,
        "llama.feed_forward_length": HIDDEN,
        "llama.attention.head_count": 1,
        "llama.attention.head_count_kv": 1,
        "llama.attention.key_length": HEAD,
        "llama.attention.value_length": HEAD,
        "llama.rope.dimension_count": HEAD,
        "llama.vocab_size": size,
        "tokenizer.ggml.bos_token_id": CONTROLS.index(BEGIN),
        "tokenizer.ggml.eos_token_id": CONTROLS.index(END),
        "tokenizer.ggml.unknown_token_id": CONTROLS.index(UNKNOWN),
    }
    vocabulary = [token.replace(" ", "▁") for token in tokens]
    return {
        "general.architecture": (gguf.STRING, "llama"),
        "general.name": (gguf.STRING, "scripted"),
        **{key: (gguf.UINT32, number) for key, number in numbers.items()},
        "llama.attention.layer_norm_rms_epsilon": (gguf.FLOAT32, 1e-5),
        "tokenizer.ggml.model": (gguf.STRING, "llama"),
        "tokenizer.ggml.tokens": (gguf.ARRAY, (gguf.STRING, vocabulary)),
        "tokenizer.ggml.scores": (gguf.ARRAY, (gguf.FLOAT32, [0.0] * size)),
        "tokenizer.ggml.token_type": (gguf.ARRAY, (gguf.INT32, kinds)),
        "tokenizer.ggml.add_bos_token": (gguf.BOOL, True),
        "tokenizer.ggml.add_space_prefix": (gguf.BOOL, False),
        "tokenizer.chat_template": (gguf.STRING, template),
    }


def _tensors(tokens, follows):
    """The weights: which token follows which, and otherwise nothing. A token that nothing follows ends the text."""
    size, number = len(tokens), {token: index for index, token in enumerate(tokens)}
    output = numpy.zeros((size, size), numpy.float16)
    output[[number[follows.get(token, END)] for token in tokens], range(size)] = CERTAIN
    idle = {
        "attn_q": (HEAD, size),
        "attn_k": (HEAD, size),
        "attn_v": (HEAD, size),
        "attn_output": (size, HEAD),
        "ffn_gate": (HIDDEN, size),
        "ffn_up": (HIDDEN, size),
        "ffn_down": (size, HIDDEN),
    }
    ones = numpy.ones(size, numpy.float32)
    return {
        "token_embd.weight": numpy.eye(size, dtype=numpy.float16),
        "output.weight": output,
        "output_norm.weight": ones,
        "blk.0.attn_norm.weight": ones,
        "blk.0.ffn_norm.weight": ones,
        **{f"blk.0.{name}.weight": numpy.zeros(shape, numpy.float16) for name, shape in idle.items()},
    }
