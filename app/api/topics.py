"""The topics of the syllabus for programs."""

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from app.browsing.topics import topics
from app.web.deps import DbSession, Viewer

router = APIRouter(prefix="/api/v1/topics", tags=["topics"])


class TopicItem(BaseModel):
    """A topic with counts of its ready questions; `practiced` are your own."""

    model_config = ConfigDict(from_attributes=True)

    slug: str
    title: str
    position: int
    summary: str
    count: int
    easy: int
    medium: int
    hard: int
    practiced: int


class TopicItems(BaseModel):
    """Every topic in the order of the syllabus."""

    items: list[TopicItem]


@router.get("", name="api_topics.index")
def index(session: DbSession, viewer: Viewer) -> TopicItems:
    """Every topic in the order of the syllabus."""
    return TopicItems(items=[TopicItem.model_validate(row) for row in topics(session, viewer)])
