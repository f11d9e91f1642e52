"""Set up a module the moment a program imports it: what is imported on demand costs nothing until then."""

import importlib.machinery
import sys
from collections.abc import Callable
from types import ModuleType

_actions: dict[str, Callable[[ModuleType], None]] = {}


class _Finder:
    """Finds the modules that somebody waits for, as Python would, and has them set up once they are executed."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        """Return the module's spec with its set-up added, None for a module that nobody waits for."""
        spec = importlib.machinery.PathFinder.find_spec(name, path) if name in _actions else None
        if spec is not None and spec.loader is not None:
            execute, action = spec.loader.exec_module, _actions[name]

            def execute_and_set_up(module: ModuleType) -> None:
                execute(module)
                action(module)

            spec.loader.exec_module = execute_and_set_up
        return spec


def set_up(name: str, action: Callable[[ModuleType], None]) -> None:
    """Call action(module) now if the module is loaded, else when it is."""
    if _Finder not in sys.meta_path:
        sys.meta_path.insert(0, _Finder)
    _actions[name] = action
    if name in sys.modules:
        action(sys.modules[name])
