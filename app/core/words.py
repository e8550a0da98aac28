"""How documents and queries become words: one pure function for both databases.

Databases split words in their own ways (`all-reduce` is an error to FTS5, and PostgreSQL does not find "all reduce"
in it), so both get ours, already split, and only match whole words and prefixes.
"""

import re
import unicodedata

WORD = re.compile(r"[^\W_]+")
MAX_WORD = 40


def words(text: str) -> list[str]:
    """Folded words in order: `Naïve KV-cache` → `naive kv cache`. NUL and punctuation separate words."""
    if not text.isascii():  # nothing to take apart in most texts, and a load of thousands feels it
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in decomposed if not unicodedata.combining(c))
    return [word[:MAX_WORD] for word in WORD.findall(text.casefold())]
