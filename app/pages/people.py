"""People, for those who look after them. What somebody practiced, drafted or noted stays theirs: no page tells."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from app.accounts import administration
from app.accounts.audit_log import lines_about
from app.accounts.finding import count_people, find_people, member_numbered, names_of
from app.accounts.models import Person
from app.accounts.roles import ROLES, Role
from app.accounts.sign_in import sessions_of
from app.core.clock import utc_now
from app.practice.marks import counts_of
from app.unlocks.granting import end_of, grant, granted_to, revoke_all, topic_to_unlock, topics_to_unlock, unlocked_ids
from app.web.deps import DbSession, Member, Now
from app.web.flash import flash
from app.web.forms import Day, FormModel, OrEmpty, blank, form
from app.web.path_numbers import RowId, number_in_path
from app.web.rendering import render

router = APIRouter()

SHOW = "people/show.html"
REASON_LENGTH = 300
ROLE_OPTIONS = [(role, role.capitalize()) for role in ROLES]

Reason = Annotated[str, Field(max_length=REASON_LENGTH)]


class PeopleQuery(BaseModel):
    """What an address asks of the list."""

    q: str = ""
    role: Role | Literal[""] = ""
    after: str = ""


class Grant(FormModel):
    """An unlock to give: without a topic of everything, without a last day forever."""

    topic: str = ""
    until: Day = None
    reason: Reason = ""


class Why(FormModel):
    """What every other act may say."""

    reason: Reason = ""


class NewRole(Why):
    """The role to give; empty for none."""

    role: OrEmpty[Role]


def person_in_path(person_id: RowId, _actor: Member, session: DbSession) -> Person:
    """The person with an account whose number stands in the path; raises NotFound."""
    return member_numbered(session, person_id)


PersonInPath = Annotated[Person, Depends(person_in_path)]


def _about(request: Request, session: Session) -> dict[str, Any]:
    """All that the page of a person shows. Eight queries."""
    person, now = member_numbered(session, number_in_path(request.path_params["person_id"])), utc_now()
    unlocks = granted_to(session, person, now=now)
    viewer = request.state.viewer
    role = viewer and viewer.role
    return {
        "person": person,
        "practiced_count": counts_of(session, [person.id]).get(person.id, 0),
        "unlocks": unlocks,
        "sessions": sessions_of(session, person, token="", now=now),
        "names": names_of(session, {unlock.granted_by for unlock in unlocks}),
        "lines": lines_about(session, person),
        "topics": [(topic.slug, topic.title) for topic in topics_to_unlock(session)],
        "is_within_reach": administration.is_within_reach(role, person),
        "roles": ROLE_OPTIONS if role == "admin" else [],
    }


why_in_form = form(Why, SHOW, _about)


@router.get("/admin/people", name="people.index")
def index(
    request: Request, query: Annotated[PeopleQuery, Query()], session: DbSession, _actor: Member, now: Now
) -> Response:
    """Everybody with an account, or those who are asked for."""
    found = find_people(session, part=query.q, role=query.role or None, after=query.after)
    ids = [person.id for person in found.people]
    return render(
        request,
        "people/index.html",
        query=query,
        found=found,
        counts=count_people(session),
        practiced=counts_of(session, ids),
        unlocked=unlocked_ids(session, among=ids, now=now),
        roles=ROLE_OPTIONS,
    )


@router.get("/admin/people/{person_id}", name="people.show")
def show(request: Request, _there: Annotated[Person, Depends(person_in_path)], session: DbSession) -> Response:
    """One person: account, unlocks, sessions, and what the staff did."""
    return render(request, SHOW, **_about(request, session), **blank(Grant))


@router.post("/admin/people/{person_id}/unlocks", name="people.unlock")
def unlock(
    *,
    given: Annotated[Grant, Depends(form(Grant, SHOW, _about))],
    request: Request,
    actor: Member,
    person: PersonInPath,
    session: DbSession,
    now: Now,
) -> Response:
    """Unlocks answers for the person."""
    grant(
        session,
        person,
        topic=topic_to_unlock(session, given.topic),
        expires_at=end_of(given.until),
        reason=given.reason,
        source="admin",
        actor=actor.reference,
        now=now,
    )
    return _back(request, person, "person-unlocked")


@router.post("/admin/people/{person_id}/unlocks/delete", name="people.lock")
def lock(
    *,
    why: Annotated[Why, Depends(why_in_form)],
    request: Request,
    actor: Member,
    person: PersonInPath,
    session: DbSession,
    now: Now,
) -> Response:
    """Revokes every unlock of the person."""
    revoke_all(session, person, actor=actor.reference, reason=why.reason, now=now)
    return _back(request, person, "person-locked")


@router.post("/admin/people/{person_id}/disable", name="people.disable")
def disable(
    *,
    why: Annotated[Why, Depends(why_in_form)],
    request: Request,
    actor: Member,
    person: PersonInPath,
    session: DbSession,
    now: Now,
) -> Response:
    """Keeps the person out."""
    administration.disable(session, person, actor=actor, reason=why.reason, now=now)
    return _back(request, person, "person-disabled")


@router.post("/admin/people/{person_id}/enable", name="people.enable")
def enable(
    *,
    why: Annotated[Why, Depends(why_in_form)],
    request: Request,
    actor: Member,
    person: PersonInPath,
    session: DbSession,
    now: Now,
) -> Response:
    """Lets the person in again."""
    administration.enable(session, person, actor=actor, reason=why.reason, now=now)
    return _back(request, person, "person-enabled")


@router.post("/admin/people/{person_id}/sessions/delete", name="people.end_sessions")
def end_sessions(
    *,
    why: Annotated[Why, Depends(why_in_form)],
    request: Request,
    actor: Member,
    person: PersonInPath,
    session: DbSession,
    now: Now,
) -> Response:
    """Signs the person out everywhere, programs too."""
    administration.end_sessions(session, person, actor=actor, reason=why.reason, now=now)
    return _back(request, person, "person-signed-out")


@router.post("/admin/people/{person_id}/role", name="people.update_role")
def update_role(
    *,
    new: Annotated[NewRole, Depends(form(NewRole, SHOW, _about))],
    request: Request,
    actor: Member,
    person: PersonInPath,
    session: DbSession,
    now: Now,
) -> Response:
    """Gives the person a role, or takes it."""
    administration.set_role(session, person, new.role, actor=actor, reason=new.reason, now=now)
    return _back(request, person, "role-changed")


def _back(request: Request, person: Person, message: str) -> Response:
    flash(request, message)
    return RedirectResponse(request.app.url_path_for("people.show", person_id=str(person.id)), 303)
