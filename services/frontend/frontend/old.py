"""Lets a page that was made before say so: every page carries the words, in a comment."""

BEGIN, END = b"<!-- old:", b":old -->"


def admitted(page: bytes) -> bytes:
    """The page with those words to be read."""
    return page.replace(BEGIN, b"", 1).replace(END, b"", 1)
