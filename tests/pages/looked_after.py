"""Where the staff's pages of a person are, and what the audit log says of them."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.audit.models import AuditEntry


def number_of(visits, name):
    with Session(visits.engine) as session:
        return session.scalar(sa.select(Person.id).where(Person.email_key == f"{name}@example.org"))


def guest_of(visits):
    with Session(visits.engine) as session:
        return session.scalar(sa.select(sa.func.min(Person.id)).where(Person.email_key.is_(None)))


def at(visits, name):
    return f"/admin/people/{number_of(visits, name)}"


def entries_about(visits, name):
    with Session(visits.engine) as session:
        target = f"person {number_of(visits, name)}"
        about = sa.select(AuditEntry).where(AuditEntry.target == target).order_by(AuditEntry.id)
        return [(entry.actor, entry.action, entry.details.get("reason")) for entry in session.scalars(about)]
