"""Where older programs look for IPython.core.display."""
