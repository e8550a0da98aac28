"""What the layout of every page knows: who looks at it, where, in which theme, and the message it opens with."""

from dataclasses import dataclass

from fastapi import Request

from app.accounts.models import Person
from app.web import flash, session_cookie
from app.web.origin import origin_of
from app.web.policy import admin_pages

THEMES = ("light", "dark")


@dataclass(frozen=True)
class PageViewer:
    """The viewer as the layout shows them; plain values, so that an error page can use them after a rollback."""

    label: str
    is_guest: bool
    role: str | None


@dataclass(frozen=True)
class Page:
    """The frame of one page. `origin` and `path` are its address; `sign_up` is the setting.

    `theme` is None where the system decides. `has_keys`: single keys do something, unless this browser said no.
    """

    viewer: PageViewer | None
    origin: str
    path: str
    theme: str | None
    has_keys: bool
    flash: str | None
    sign_up: str
    has_mail: bool

    @property
    def is_member(self) -> bool:
        """Whether somebody with an account is signed in."""
        return self.viewer is not None and not self.viewer.is_guest

    @property
    def admin_pages(self) -> tuple[tuple[str, str], ...]:
        """The names and labels of the staff's pages that are open to the viewer."""
        return admin_pages(self.viewer.role) if self.viewer else ()

    def is_current(self, prefix: str) -> bool:
        """Whether this page lies at or below a path."""
        return self.path == prefix or self.path.startswith(prefix.rstrip("/") + "/")


def remember_viewer(request: Request, person: Person | None) -> None:
    """Notes who is asking, for the layout and for the caching rule."""
    request.state.viewer = person and PageViewer(person.label, person.is_guest, person.role)


def page_of(request: Request) -> Page:
    """The frame for this request. Shows the waiting flash message once."""
    settings = request.app.state.settings
    theme = request.cookies.get(session_cookie.name_of(settings, "theme"))
    return Page(
        viewer=getattr(request.state, "viewer", None),
        origin=origin_of(request),
        path=request.url.path,
        theme=theme if theme in THEMES else None,
        has_keys=request.cookies.get(session_cookie.name_of(settings, "keys")) != "off",
        flash=flash.take(request),
        sign_up=settings.sign_up,
        has_mail=settings.has_mail,
    )
