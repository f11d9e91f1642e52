"""Installations as earlier versions left them in the middle of their work (see make.py)."""
