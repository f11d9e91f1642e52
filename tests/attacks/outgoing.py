"""What leaves a sandbox: files that lead the collector astray, names and pictures that harm whoever takes them."""

import base64
import io
import re
import struct
import zlib
from collections.abc import Callable
from functools import cache

from tests.attacks.attack import Attack, each

NAME = re.compile(r"[^\W.][\w .()+=,@-]{0,99}")
SIDE = 4096
FILES, FILE_BYTES = 20, 10 * 2**20


def leaked(trial) -> bool:
    """Say whether the canary came out in a file or picture."""
    out = [file.data for file in trial.result.files] + [image.data for image in trial.result.images]
    return any(trial.scene.canary.encode() in data for data in out)


def misnamed(trial) -> bool:
    """Say whether a file came out whose name is no plain name."""
    return not all(NAME.fullmatch(file.name) for file in trial.result.files)


def too_much(trial) -> bool:
    """Say whether more came out than may."""
    files = trial.result.files
    return len(files) > FILES or any(len(file.data) > FILE_BYTES for file in files) or len(trial.result.images) > 10


LINKS = each(
    [
        Attack("plant a symbolic link", "os.symlink(secret, 'plot.png')"),
        Attack(
            "plant a symbolic link from a folder", "os.symlink(secret, 'data.csv', dir_fd=os.open('.', os.O_RDONLY))"
        ),
        Attack("plant a hard link", "os.link(secret, 'plot.png')"),
        Attack("plant a hard link by another call", "os.link(secret, 'data.csv', follow_symlinks=False)"),
    ],
    witness=leaked,
    spoils=True,
)
COLLECTED = each(
    [
        Attack("plant a queue that nobody writes to", "os.mkfifo('plot.png')", timeout=1),
        Attack(
            "exchange a file while it is collected",
            """
def exchange():
    while True:
        try:
            open("mine", "w").write("mine")
            os.replace("mine", "data.csv")
            os.symlink(secret, "mine")
            os.replace("mine", "data.csv")
        except OSError:
            pass
threading.Thread(target=exchange, daemon=True).start()
time.sleep(0.1)
""",
        ),
        Attack(
            "let a file vanish while it is collected",
            """
def vanish():
    while True:
        open("data.csv", "w").close()
        os.unlink("data.csv")
threading.Thread(target=vanish, daemon=True).start()
time.sleep(0.05)
""",
            companion="it goes through by chance only",
            refusal="",
        ),
    ],
    witness=leaked,
    alone=True,
)
NAMES = {
    "a line break": "plot\n.csv",
    "an escape sequence": "\x1b[2J\x1b]0;mine\x07.csv",
    "a change of direction": "\u202evsc.exe",
    "no visible character": "\u200b\u2060.csv",
    "a leading dash": "-rf",
    "a leading dot": ".profile",
    "markup": "<img src=x onerror=alert(1)>.png",
    "quotation marks": 'a"; filename="b.html',
    "255 letters": "a" * 255,
    "a backslash": "..\\..\\mine.csv",
}
NAMED = [
    Attack(f"name a file by {what}", f"open({name!r}, 'w').write('mine')", witness=misnamed)
    for what, name in NAMES.items()
] + [
    Attack(
        "name a file by bytes that are no text",
        r"open(b'\xff\xfe\x80.csv', 'w').write('mine')",
        witness=misnamed,
    ),
    Attack(
        "name a file by a path, in a forged reply",
        """
names = ["../../mine", "/etc/mine", "..", ".", "", "a/b", "a\\0b", 5, None, ["a"], "\\ud800"]
reply(files=[{"name": name, "data": "bWluZQ=="} for name in names])
""",
        witness=misnamed,
        falsifies=True,
    ),
]
MANY = each(
    [
        Attack("give out hundreds of files", "for n in range(300):\n    open(f'{n}.csv', 'w').write('x')"),
        Attack(
            "let a file grow while it is collected",
            """
def grow():
    with open("data.csv", "wb") as file:
        while file.tell() < 2**24:
            file.write(bytes(2**20))
            file.flush()
threading.Thread(target=grow, daemon=True).start()
time.sleep(0.02)
""",
            companion="it goes through by chance only",
            refusal="",
        ),
        Attack("give out a file of 60 MB", "open('x.csv', 'wb').truncate(60 * 2**20)"),
        Attack(
            "give out a thousand pictures, in a forged reply",
            "reply(images=[{'data': '', 'alt': ''}] * 900, files=[{'name': f'{n}', 'data': ''} for n in range(90)])",
            falsifies=True,
        ),
    ],
    witness=too_much,
    alone=True,
)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _png(
    width: int = 1, height: int = 1, *, before: bytes = b"", after: bytes = b"", pixels: bytes | None = None
) -> bytes:
    """Return a gray picture, with chunks before its pixels and bytes after its end."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    lines = zlib.compress(bytes((width + 1) * height)) if pixels is None else pixels
    parts = [_chunk(b"IHDR", header), before, _chunk(b"IDAT", lines), _chunk(b"IEND", b""), after]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


SCRIPT = b"<script>alert(1)</script>"
STORED = zlib.compress(b"\0" + SCRIPT, 0)
PICTURES = {  # made when they are used: some take a while
    "that is none": lambda: SCRIPT,
    "that is a drawing with a script": lambda: b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + b"</svg>",
    "that claims 30,000 pixels a side": lambda: _png(30_000, 30_000, pixels=b"x"),
    "with a script in a comment": lambda: _png(before=_chunk(b"tEXt", b"Comment\0" + SCRIPT)),
    "with a script in a chunk of its own": lambda: _png(before=_chunk(b"scRp", SCRIPT)),
    "with a script in its palette": lambda: _png(before=_chunk(b"PLTE", SCRIPT + b"xx")),
    "with a script in its profile of colors": lambda: _png(before=_chunk(b"iCCP", b"x\0\0" + SCRIPT)),
    "with a script in its pixels": lambda: _png(len(SCRIPT), 1, pixels=STORED),
    "with a script after its pixels": lambda: _png(pixels=zlib.compress(b"\0\0") + SCRIPT),
    "with a script after its end": lambda: _png(after=SCRIPT),
    "that moves": lambda: _png(before=_chunk(b"acTL", struct.pack(">II", 2, 0)) + _chunk(b"fcTL", bytes(26))),
    "whose pixels are damaged": lambda: _png(640, 480, pixels=SCRIPT),
    "whose pixels unpack to 64 MB": lambda: _png(1, 1, pixels=zlib.compress(bytes(2**26), 1)),
    "that is cut short": lambda: _png()[:-8],
}


def harmful(trial) -> bool:
    """Say whether a picture came out that is more than pixels, or that cannot be shown."""
    return not all(map(_plain, trial.result.images))


def _plain(image) -> bool:
    """Say whether a picture is one that can be shown, and nothing else."""
    from PIL import Image  # at its first use: a second

    if SCRIPT in image.data or b"acTL" in image.data or not image.data.endswith(_chunk(b"IEND", b"")):
        return False
    try:
        with Image.open(io.BytesIO(image.data), formats=["PNG"]) as picture:
            picture.load()
            return picture.size == (image.width, image.height) and max(picture.size) <= SIDE and _fits(image)
    except Exception:  # whatever a decoder raises for a picture that is none
        return False


def _fits(image) -> bool:
    """Say whether the pixels unpack to no more than their number allows, eight bytes for each."""
    start = image.data.index(b"IDAT") + 4
    most = (8 * image.width + 1) * image.height
    return len(zlib.decompressobj().decompress(image.data[start:], most + 1)) <= most


def _forged(what: str, make: Callable[[], bytes]) -> Attack:
    """Return the attack that passes such a picture off as one of a figure."""
    return Attack(f"forge a picture {what}", cache(lambda: _passed_off(make())), witness=harmful, spoils=True)


def _passed_off(data: bytes) -> str:
    """Return the program that replies with such a picture."""
    packed = base64.b64encode(zlib.compress(data)).decode("ascii")
    return f"""
import base64, zlib
data = base64.b64encode(zlib.decompress(base64.b64decode({packed!r}))).decode()
reply(images=[{{'name': 'figure-1.png', 'data': data, 'alt': '<b>'}}])
"""


FORGED = [_forged(what, make) for what, make in PICTURES.items()]
ATTACKS = [*LINKS, *COLLECTED, *NAMED, *MANY, *FORGED]
