"""Attacks on the sandboxes: what each does, what shows that it failed, and the proof that it is real."""
