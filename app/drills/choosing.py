"""Which drill comes next: by chance, or the one of the day."""

import hashlib
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from app.core.errors import NotFound
from app.unlocks.policy import Drill


@dataclass(frozen=True)
class TopicDrills:
    """A topic, and how many worksheets there are to be drilled with."""

    slug: str
    title: str
    count: int


@dataclass(frozen=True)
class Daily:
    """The drill of one UTC day."""

    drill: Drill
    seed: int


def by_topic(drills: Sequence[Drill]) -> list[TopicDrills]:
    """The topics of these drills, in their order."""
    titles = {drill.topic_slug: drill.topic_title for drill in drills}
    counts = Counter(drill.topic_slug for drill in drills)
    return [TopicDrills(slug, title, counts[slug]) for slug, title in titles.items()]


def pick(drills: Sequence[Drill], *, seed: int, topic: str = "", lately: Collection[tuple[str, int]] = ()) -> Drill:
    """One of these drills by chance, which is the seed; of this topic if one is named, and of those not done lately.

    `lately` are slugs and positions of worksheets. Raises NotFound where there is none.
    """
    of_topic = [drill for drill in drills if topic in {"", drill.topic_slug}]
    if not of_topic:
        raise NotFound("There is no drill of this topic for you. All that you can start are at /drills.")
    others = [drill for drill in of_topic if (drill.slug, drill.position) not in lately] or of_topic
    return others[seed % len(others)]


def daily(free: Sequence[Drill], day: date) -> Daily | None:
    """The drill of a UTC day, the same for everybody; None where nothing is free.

    Ranked by a hash: a question that comes or goes hardly ever changes the drill of the day.
    """
    if not free:
        return None
    ranked = {hashlib.sha256(f"{day} {drill.slug} {drill.position}".encode()).digest(): drill for drill in free}
    return Daily(ranked[max(ranked)], int(f"{day:%Y%m%d}"))
