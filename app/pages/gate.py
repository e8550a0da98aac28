"""The gate's self-test: running it, and what it found."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.questions.versions import fingerprint
from app.unlocks.gate_checks import keep, kept_checks
from app.web.deps import DbSession, Member, Now
from app.web.gate_run import GateChecked
from app.web.rendering import render

router = APIRouter()


@router.get("/admin/gate", name="gate.show")
def show(request: Request, session: DbSession, _member: Member) -> Response:
    """The last result, whether the bank is still the one that was tested, and the results before it."""
    return render(request, "gate/show.html", checks=kept_checks(session), fingerprint=fingerprint(session))


@router.post("/admin/gate", name="gate.create")
def create(result: GateChecked, request: Request, session: DbSession, member: Member, now: Now) -> Response:
    """Tests the gate and keeps the result."""
    keep(session, result, actor=member.reference, now=now)
    return RedirectResponse(request.app.url_path_for("gate.show"), 303)
