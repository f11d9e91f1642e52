"""The processes of this machine, as benches look at them: below whom, with which command line, with how much memory."""

import os
import time
from pathlib import Path


def everyone():
    """The ids of all processes."""
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def below(pid):
    """The ids of all processes that a process started, and those started."""
    parents = {each: parent(each) for each in everyone()}
    found, looked_at = [], [pid]
    while looked_at:
        looked_at = [each for each, its_parent in parents.items() if its_parent in looked_at]
        found += looked_at
    return found


def parent(pid):
    """The id of a process's parent; 0 when it has none or is gone."""
    fields = _fields(pid)
    return int(fields[1]) if fields else 0


def born(pid):
    """When a process began, in the kernel's ticks: with its id it names the process for good. 0 when it is gone."""
    fields = _fields(pid)
    return int(fields[19]) if fields and fields[0] != "Z" else 0


def now():
    """This moment as `born` counts."""
    return int(time.clock_gettime(time.CLOCK_BOOTTIME) * os.sysconf("SC_CLK_TCK"))


def command(pid):
    """A process's command line in one string; nothing when it is gone."""
    return _read(pid, "cmdline").replace("\0", " ")


def resident(pid):
    """Bytes of memory that a process has in use."""
    return next((int(line.split()[1]) * 1024 for line in _read(pid, "status").splitlines() if "VmRSS:" in line), 0)


def proportional(pid):
    """Bytes of memory that a process has in use, its share of what it has in common with others (PSS)."""
    told = _read(pid, "smaps_rollup").splitlines()
    return next((int(line.split()[1]) * 1024 for line in told if line.startswith("Pss:")), 0)


def cpu_seconds(pid):
    """Seconds of CPU that a process has used, in all its threads; 0 when it is gone."""
    fields = _fields(pid)
    return sum(int(ticks) for ticks in fields[11:13]) / os.sysconf("SC_CLK_TCK") if fields else 0


def descriptors(pid):
    """What the descriptors of a process are open on, sockets and pipes by their kind."""
    found = []
    for entry in _entries(f"/proc/{pid}/fd"):
        try:
            found.append(os.readlink(entry).partition(":[")[0])
        except OSError:
            continue  # closed meanwhile
    return found


def _entries(folder):
    try:
        return list(Path(folder).iterdir())
    except OSError:
        return []


def _fields(pid):
    """The fields of /proc/PID/stat from the state on."""
    return _read(pid, "stat").rpartition(") ")[2].split()


def _read(pid, name):
    try:
        return Path(f"/proc/{pid}/{name}").read_text(errors="replace")
    except OSError:
        return ""
