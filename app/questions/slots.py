"""Where worksheets stand in the stored HTML of an answer: they are drawn for each reader, with the reader's numbers."""

import re

# Splits a section's HTML into HTML and numbers of worksheets, in turn.
SLOT = re.compile(r'<div id="worksheet-([1-9])"></div>')


def slot(number: int) -> str:
    """The place of worksheet `number`, counted from 1; no author can write it, for raw HTML is refused."""
    return f'<div id="worksheet-{number}"></div>'
