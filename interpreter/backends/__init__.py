"""The ways to confine a process, and the choice between them by trying."""
