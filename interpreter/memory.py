"""How much memory processes take, shared pages counted once among those that share them."""

from pathlib import Path


def of(pids: set[int]) -> int:
    """Return the sum of the processes' proportional set sizes in bytes; those that ended meanwhile count nothing."""
    return sum(_of_one(pid) for pid in pids)


def _of_one(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
