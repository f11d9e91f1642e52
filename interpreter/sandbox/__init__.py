"""What runs inside a sandbox. Standard library only, until the sandbox's role asks for more."""
