"""All attacks."""

from tests.attacks import files, kernel, leaks, outgoing, processes, programs, replies, resources, stubborn

MODULES = (files, processes, programs, kernel, resources, outgoing, replies, stubborn, leaks)
ATTACKS = {attack.name: attack for module in MODULES for attack in module.ATTACKS}
