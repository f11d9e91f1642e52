"""The code interpreter: one process per host, the sandboxes it keeps, the program that runs inside them.

Web processes import `interpreter.client` and nothing else of this package.
"""
