"""Sends mails to people: written from templates, handed to the mail server off the event loop, a few at a time."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

import structlog
from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from jinja2 import Environment

from app.core.clock import utc_now
from app.core.errors import Busy, NotFound, Refusal
from app.core.mail import Mail, MailFailed, MailRefused, deliver
from app.settings import Settings
from app.web.deps import in_write
from app.web.limits import Try, return_tries

log = structlog.get_logger("headroom")


@dataclass(frozen=True)
class Letter:
    """A mail to be written: `templates/mail/<name>.txt`, whom it goes to, and the secret of the link in it."""

    name: str
    to: str
    secret: str = ""


class MailAway(Refusal):
    """The mail server is away, slow, or refuses."""

    status = 503
    title = "The mail could not be sent"
    code = "mail_away"


def require_mail(request: Request) -> None:
    """Raises NotFound where no mail server is set."""
    if not request.app.state.settings.has_mail:
        raise NotFound("This bank sends no mail. Whoever runs it can help, by `headroom users password`.")


async def send(request: Request, letter: Letter | None, *, tries: tuple[Try, ...], is_secret: bool = False) -> None:
    """Sends the mail; without one, finds out whether one could be sent, so that nobody can tell the difference.

    Raises MailAway, and then gives the tries back. Where it `is_secret` whether there is a mail, one that the server
    refuses counts as sent: nothing would be refused without it. Called outside of any transaction.
    """
    settings = request.app.state.settings
    mail = written(request.app, letter) if letter else None
    try:
        async with request.app.state.turns.mailing():
            await run_in_threadpool(deliver, settings.smtp_url, mail, sender=sender_of(settings))
    except (MailFailed, Busy) as failure:
        log.warning("mail.failed", reason="too many wait" if isinstance(failure, Busy) else str(failure))
        if is_secret and isinstance(failure, MailRefused):
            return
        await in_write(request, lambda session: return_tries(session, tries, now=utc_now()))
        raise MailAway("Nothing was lost; try again in some minutes.", headers={"Retry-After": "300"}) from None


def written(app: FastAPI, letter: Letter) -> Mail:
    """The letter as it is sent. The first line of a template is the subject, the second is empty."""
    environment: Environment = app.state.templates
    # Never the Host header: whoever sends the request chooses it, and the reader would follow it.
    origin = app.state.settings.base_url
    text = environment.get_template(f"mail/{letter.name}.txt").render(origin=origin, secret=letter.secret)
    subject, _, body = text.partition("\n\n")
    return Mail(to=letter.to, subject=subject, text=body)


def sender_of(settings: Settings) -> str:
    """Whom mails are from: the mail server's user, else the contact, else `headroom` at the bank's own host."""
    server = urlsplit(settings.smtp_url)
    user = unquote(server.username or "")
    if "@" in user:
        return user
    if settings.contact.startswith("mailto:"):
        return settings.contact.removeprefix("mailto:").partition("?")[0]
    return f"headroom@{urlsplit(settings.base_url).hostname or server.hostname}"
