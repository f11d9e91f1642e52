"""The answer that the double writes in tests of live pages, and where its words come in the stream."""

FIRST_WORD = 9
"""The event of a streamed run that brings the first word of its answer."""
NUMBERS = " ".join(f"word{number}" for number in range(1, 41))
"""Word k comes with event FIRST_WORD + k - 1."""
