"""Links that confirm an address, and open the account that waits for it."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.belongings.confirming import open_link
from app.web.admission import let_in
from app.web.deps import DbSession, Member, Now, Viewer
from app.web.flash import flash
from app.web.guests import browser_of
from app.web.mailed_links import Confirmation, ConfirmationMailed, LinkChecked, link_page
from app.web.signing_up import forget_code, kept_code

router = APIRouter()


@router.get("/sign-up/confirm", name="confirmations.new")
def new(request: Request, session: DbSession, _viewer: Viewer, now: Now, link: str = "") -> Response:
    """The page that the mail leads to and that waits for its code; opening it changes nothing."""
    template, code = "confirmations/new.html", kept_code(request)
    return link_page(request, template, Confirmation, session, link, "sign_up", "confirm", now=now, code=code)


@router.post("/sign-up/confirm", name="confirmations.create")
def create(checked: LinkChecked, request: Request, session: DbSession, viewer: Viewer, now: Now) -> Response:
    """Opens the account, or confirms the member's address, and signs in."""
    person, token = open_link(
        session,
        checked.typed.link,
        password_hash=checked.password_hash,
        viewer=viewer,
        browser=browser_of(request),
        now=now,
    )
    forget_code(request)
    greeting = "signed-up" if checked.is_new else "address-confirmed"
    return let_in(request, session, person, token=token, checked=checked, greeting=greeting, now=now)


@router.post("/account/confirm", name="confirmations.send")
def send(_mailed: ConfirmationMailed, request: Request, member: Member) -> Response:
    """Mails the member a link that confirms their address."""
    flash(request, "address-confirmed" if member.confirmed_at else "confirmation-sent")
    return RedirectResponse(request.app.url_path_for("account.show"), 303)
