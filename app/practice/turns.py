"""A person's turn: what one person does to their own practice happens one act after another."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.core.errors import NotFound


def take_turn(session: Session, person: Person) -> bool:
    """Holds the person's row until the transaction ends; returns whether they are a guest now. One query.

    Acts read before they write: on PostgreSQL one person's acts wait for one another here, for signing up and for
    merging. Raises NotFound when the person is gone (a guest who signed in meanwhile).
    """
    row = sa.select(Person.email_key).where(Person.id == person.id).with_for_update(key_share=True)
    found = session.execute(row).one_or_none()
    if found is None:
        raise NotFound("You signed in elsewhere meanwhile. Load the page again.")
    return found.email_key is None
