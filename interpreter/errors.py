"""What can go wrong between a caller and the interpreter."""


class InterpreterError(Exception):
    """The interpreter could not do what was asked; the text is fit for an operator's log."""


class InterpreterUnavailable(InterpreterError):
    """No sandbox can be had: none works on this machine, or the process does not answer."""


class InterpreterBusy(InterpreterUnavailable):
    """Every sandbox was running somebody's program for as long as the caller was willing to wait."""


class ComputationTimeout(InterpreterError):
    """A trusted computation did not end in the time it was given."""


class ComputationFailed(InterpreterError):
    """A trusted computation raised; the text names the exception."""


BY_KIND = {
    "unavailable": InterpreterUnavailable,
    "busy": InterpreterBusy,
    "timeout": ComputationTimeout,
    "failed": ComputationFailed,
    "refused": InterpreterError,
}
