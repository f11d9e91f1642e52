"""The channel by which a sandbox answers: forged, malformed, endless."""

from tests.attacks.attack import Attack, each


def talkative(trial) -> bool:
    """Say whether much more text came out than may."""
    return len(trial.result.logs) > 110_000


FORGED = each(
    [
        Attack("forge the reply to a later cell", "for n in range(1, 9):\n    reply(request()['id'] + n)"),
        Attack("forge the reply to this cell twice", "reply()\nreply()"),
        Attack("forge the reply to no cell", "for n in (-1, 0, 10**30, None, 'x', [1], 1.5):\n    reply(n)"),
        Attack("forge the answer to a computation", "send(frame({'id': 1, 'result': {'a': 2}}) * 3)"),
        Attack("forge a second readiness", "send(frame({'ready': 'cells'}) * 3)"),
        Attack("forge an outcome", "reply(outcome='ok\\nforged')"),
        Attack(
            "forge fields of other kinds",
            """
for fields in ({"images": "x"}, {"images": {"a": 1}}, {"images": [1, None, []]}, {"files": 5}, {"files": [[]]},
               {"outcome": ["ok"]}, {"outcome": {}}, {"images": [{"data": 5, "alt": []}]}):
    reply(**fields)
""",
        ),
        Attack("send what is no frame", "send(b'HTTP/1.1 200 OK\\r\\n\\r\\n' * 100)"),
        Attack("send what is no object", "send(frame(b'[1, 2]') + frame(b'null') + frame(b'\\xff') + frame(b''))"),
        Attack("announce a huge frame", "send(b'\\xff' * 64)"),
        Attack("send half a frame", "send(frame({'id': 1})[:-3])\ntime.sleep(9)", timeout=0.1),
        Attack("send lists within lists", "send(frame(b'[' * 10**6 + b']' * 10**6))"),
        Attack("send objects within objects", "send(frame(b'{\"a\":' * 10**5 + b'1' + b'}' * 10**5))"),
        Attack("send a million parts", "send(frame(b'{\"id\":1,\"a\":[' + b'0,' * 10**6 + b'0]}'))"),
        Attack("send a huge number", "send(frame(b'{\"id\":' + b'9' * 10**6 + b'}'))"),
        Attack("send numbers that are none", 'send(frame(b\'{"id": NaN, "outcome": Infinity}\'))'),
        Attack("send replies without end", "while True:\n    send(frame({'id': -1}) * 1000)", timeout=0.1),
        Attack(
            "send large replies without end", "while True:\n    send(frame({'id': -1, 'a': 'x' * 2**22}))", timeout=0.1
        ),
        Attack("close the channel", "os.close(channel())"),
        Attack("put something else in the channel's place", "os.dup2(os.open('/dev/null', os.O_RDWR), channel())"),
        Attack(
            "read the next cell before it is run",
            "threading.Thread(target=os.read, args=(channel(), 2**20), daemon=True).start()\ntime.sleep(0.1)",
        ),
    ],
    falsifies=True,
    shows="other sessions and computations are answered rightly",
)
PRINTED = each(
    [
        Attack("print without end", "while True:\n    print('x' * 10**5)", timeout=0.1),
        Attack("print much in one line", "print('x' * 2 * 10**7)"),
        Attack("write past Python's own output", "while True:\n    os.write(1, b'x' * 2**16)", timeout=1),
        Attack("write past Python's own errors", "while True:\n    os.write(2, b'x' * 2**16)", timeout=1),
        Attack("raise an error of many words", "raise ValueError('x' * 10**7)"),
        Attack(
            "raise an error from an error, and so on",
            """
last = None
for n in range(2000):
    try:
        raise ValueError("x" * 10**3) from last
    except ValueError as error:
        last = error
raise last
""",
        ),
    ],
    witness=talkative,
    spoils=True,
    shows="at most 100 KB of text come out",
)
ATTACKS = [*FORGED, *PRINTED]
