"""What the bank holds, as far as a load compares it with files. Frozen values; reading them is `versions`' business."""

import hashlib
from dataclasses import dataclass, field

from app.questions.seed_files import BANK, FACTS, TOPIC
from app.questions.seed_format import FactSeed


@dataclass(frozen=True)
class StoredQuestion:
    """One question: `path` and `digest` are empty once a load has retired it because its file was gone.

    `source` is None where no load needs it: it cites no fact and was made by this very renderer.
    """

    id: int
    external_id: str
    slug: str
    topic: str
    path: str
    digest: str
    stamp: str
    facts_used: tuple[str, ...]
    source: str | None

    @property
    def has_file(self) -> bool:
        """Whether a seed file stands behind it."""
        return bool(self.path)


@dataclass(frozen=True)
class StoredPage:
    """The bank's page or a topic's. `source` is empty where no file stands behind it."""

    id: int
    title: str
    position: int
    source: str
    stamp: str


@dataclass(frozen=True)
class StoredBank:
    """The bank after its batch `batch_id`. Every change of content is a batch: the number tells whether it moved."""

    batch_id: int | None = None
    page: StoredPage | None = None
    facts_source: str | None = None
    facts: dict[str, FactSeed] = field(default_factory=dict)
    topics: dict[str, StoredPage] = field(default_factory=dict)
    questions: dict[str, StoredQuestion] = field(default_factory=dict)

    @property
    def holders(self) -> dict[str, tuple[str | None, str]]:
        """What stands at each path of the bank: a question's external id (None for a page), and the file's hash."""
        pages = {f"{slug}/{TOPIC}": topic.source for slug, topic in self.topics.items()}
        pages |= {BANK: self.page.source if self.page else "", FACTS: self.facts_source or ""}
        held: dict[str, tuple[str | None, str]] = {
            path: (None, digest(source.encode())) for path, source in pages.items() if source
        }
        return held | {q.path: (q.external_id, q.digest) for q in self.questions.values() if q.has_file}


NOTHING = StoredBank()


def digest(data: bytes) -> str:
    """The hash by which a file is known to be the stored one."""
    return hashlib.sha256(data).hexdigest()
