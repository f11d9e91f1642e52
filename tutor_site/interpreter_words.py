"""What an operator reads about the code interpreter: how it confines programs, why it cannot, and the cure.

Needs no Django: the start script says it too, in English, as all commands do. The status page passes a `translate`.
"""


def N_(sentence):
    """Mark a sentence for gettext, whose own mark needs settings."""
    return sentence


PROFILE = N_(
    "On Ubuntu 24.04 and later AppArmor refuses namespaces to programs without a profile: give bwrap one"
    " (deploy/README.md has it)."
)
CURES = {
    "bubblewrap is not installed": N_("Install bubblewrap (on Debian and Ubuntu: apt-get install bubblewrap)."),
    "RTM_NEWADDR": PROFILE,
    "uid map": PROFILE,
    "o permissions to create new namespace": N_(
        "Allow user namespaces: sysctl user.max_user_namespaces must not be 0, nor kernel.unprivileged_userns_clone"
        " where it exists; containers refuse them by their own rules (deploy/README.md)."
    ),
    "Read-only file system": N_(
        "Something keeps bwrap from writing below /proc/sys, as it needs to: ProtectKernelTunables= of a systemd unit,"
        " or a container."
    ),
    "the kernel has no Landlock": N_(
        "Or run a kernel with Landlock: Linux 5.13 or later, with landlock in its lsm= list."
    ),
}
"""Words of a backend's reason, and what to do about it."""
ELSEWHERE = N_("See that an interpreter serves {socket}, under the same user id as this one.")
LOG = N_("The file interpreter.log in the data folder says more.")
REASON_CHARACTERS = 1000
AGAIN = N_("Then start the server again, so that it chooses anew.")
WEAKER = N_(
    "The landlock sandbox is weaker than bubblewrap's: a program can tell that a path of this machine exists, how large"
    " and how old it is, and the disk it may use is watched instead of bounded by the kernel. Not taken: {reason}."
)


def line(status):
    """One line for an interpreter.client.Status: the backend, what its probe was refused, how many are in use."""
    refused = ", ".join(name for name, outcome in status.attempts.items() if outcome == "refused")
    used = f"{status.in_use} of {status.sandboxes} sandboxes in use"
    return f"Code interpreter: {status.backend}; refused inside: {refused}. {used}."


def weaker(status):
    """The better backends that were not taken, with why, as one text; empty when the best one was taken."""
    return plain("; ".join(status.passed_over))


def second_best(reason, translate=str):
    """That programs are confined less well than they could be, and why: the text that `weaker` gave."""
    return translate(WEAKER).replace("{reason}", reason)


def plain(reason):
    """A reason as one line without an end stop, however long and in however many lines it came."""
    words = " ".join(reason.split()).rstrip(".")
    return words if len(words) <= REASON_CHARACTERS else f"{words[:REASON_CHARACTERS]} …"


def cure(reason, elsewhere=None, translate=str):
    """What to do when no backend, or not the better one, could be had; `elsewhere`: the socket that is set, if any."""
    found = [text for words, text in CURES.items() if words in reason]
    if found:
        return " ".join(map(translate, [*dict.fromkeys(found), AGAIN]))
    if elsewhere:
        return translate(ELSEWHERE).replace("{socket}", str(elsewhere))
    return translate(LOG)
