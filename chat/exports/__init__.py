"""Conversations that leave the chat as a whole: exports, prints and shares. docs/export.md describes the format."""
