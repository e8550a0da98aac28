"""Takes loads back in a test, as the command does."""

from sqlalchemy.orm import Session

from app.authoring.undo import prepare_undo, read_undo, undo
from app.questions.seed_loading import LoadReport
from tests.conftest import NOW


def take_back(session: Session, batch_id: int | None) -> LoadReport:
    assert batch_id is not None
    session.expire_all()
    planned = read_undo(session, batch_id)
    return undo(session, "person 7", planned.batch, prepared=prepare_undo(planned), now=NOW)
