"""The ids that objects carry on the wire: a prefix and random letters and digits."""

import secrets
import string
from functools import partial

ALPHABET = string.ascii_letters + string.digits


def new_id(prefix, length=24):
    """A fresh id such as `thread_IepEBcsZ8xDOagph4Y3BBgC9`."""
    return prefix + "".join(secrets.choice(ALPHABET) for _ in range(length))


assistant_id = partial(new_id, "asst_")
thread_id = partial(new_id, "thread_")
message_id = partial(new_id, "msg_")
run_id = partial(new_id, "run_")
step_id = partial(new_id, "step_")
call_id = partial(new_id, "call_")
file_id = partial(new_id, "file-", 22)
