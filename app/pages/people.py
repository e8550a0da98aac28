"""People, for those who look after them. What somebody practiced, drafted or noted stays theirs: no page tells."""

from dataclasses import dataclass
from datetime import datetime
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


@dataclass(frozen=True)
class Act:
    """What every act of the staff on a person needs: who acts on whom, when, in which transaction."""

    request: Request
    session: Session
    actor: Person
    person: Person
    now: datetime

    def done(self, message: str) -> Response:
        """Back to the person's page, which opens with this message."""
        flash(self.request, message)
        return RedirectResponse(self.request.app.url_path_for("people.show", person_id=str(self.person.id)), 303)


def act_on_person(request: Request, person_id: RowId, session: DbSession, actor: Member, now: Now) -> Act:
    """An act on the person with an account whose number stands in the path; raises NotFound."""
    return Act(request, session, actor, member_numbered(session, person_id), now)


# A handler names its form first: it is read before the transaction begins.
OnPerson = Annotated[Act, Depends(act_on_person)]


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
def show(request: Request, person_id: RowId, session: DbSession, _actor: Member) -> Response:  # noqa: ARG001 - read by `_about`
    """One person: account, unlocks, sessions, and what the staff did."""
    return render(request, SHOW, **_about(request, session), **blank(Grant))


@router.post("/admin/people/{person_id}/unlocks", name="people.unlock")
def unlock(given: Annotated[Grant, Depends(form(Grant, SHOW, _about))], act: OnPerson) -> Response:
    """Unlocks answers for the person."""
    grant(
        act.session,
        act.person,
        topic=topic_to_unlock(act.session, given.topic),
        expires_at=end_of(given.until),
        reason=given.reason,
        source="admin",
        actor=act.actor.reference,
        now=act.now,
    )
    return act.done("person-unlocked")


@router.post("/admin/people/{person_id}/unlocks/delete", name="people.lock")
def lock(why: Annotated[Why, Depends(why_in_form)], act: OnPerson) -> Response:
    """Revokes every unlock of the person."""
    revoke_all(act.session, act.person, actor=act.actor.reference, reason=why.reason, now=act.now)
    return act.done("person-locked")


@router.post("/admin/people/{person_id}/disable", name="people.disable")
def disable(why: Annotated[Why, Depends(why_in_form)], act: OnPerson) -> Response:
    """Keeps the person out."""
    administration.disable(act.session, act.person, actor=act.actor, reason=why.reason, now=act.now)
    return act.done("person-disabled")


@router.post("/admin/people/{person_id}/enable", name="people.enable")
def enable(why: Annotated[Why, Depends(why_in_form)], act: OnPerson) -> Response:
    """Lets the person in again."""
    administration.enable(act.session, act.person, actor=act.actor, reason=why.reason, now=act.now)
    return act.done("person-enabled")


@router.post("/admin/people/{person_id}/sessions/delete", name="people.end_sessions")
def end_sessions(why: Annotated[Why, Depends(why_in_form)], act: OnPerson) -> Response:
    """Signs the person out everywhere, programs too."""
    administration.end_sessions(act.session, act.person, actor=act.actor, reason=why.reason, now=act.now)
    return act.done("person-signed-out")


@router.post("/admin/people/{person_id}/role", name="people.update_role")
def update_role(new: Annotated[NewRole, Depends(form(NewRole, SHOW, _about))], act: OnPerson) -> Response:
    """Gives the person a role, or takes it."""
    administration.set_role(act.session, act.person, new.role, actor=act.actor, reason=new.reason, now=act.now)
    return act.done("role-changed")
