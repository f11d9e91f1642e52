"""An Assistants v2 server: assistants, threads, messages, runs, steps and files under /v1/, answered by engines."""
