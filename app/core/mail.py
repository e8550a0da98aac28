"""Mail: one plain-text message to one address, by the server that a URL names."""

import smtplib
import ssl
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from urllib.parse import SplitResult, unquote, urlsplit

from app.core.clock import utc_now

TIMEOUT_SECONDS = 10.0
COMPLETED = 250


class MailFailed(Exception):
    """The server is away, slow, or refuses. The message names no address."""


class MailRefused(MailFailed):
    """The server would take a mail, but not this one."""


@dataclass(frozen=True)
class Mail:
    """What is sent: `to` is an address, `text` is ASCII."""

    to: str
    subject: str
    text: str


def deliver(server_url: str, mail: Mail | None, *, sender: str, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
    """Hands the mail to the server; with None, goes as far as to hear that the server would take one.

    `smtp://` uses STARTTLS where the server offers it, and always before a password; `smtps://` TLS from the start.
    `timeout_seconds` bounds each wait for the server. Raises MailFailed, and of it MailRefused from where None would
    have gone no further.
    """
    failed: type[MailFailed] = MailFailed
    try:
        mailbox = _mailbox(sender)
        with _connected(urlsplit(server_url), timeout_seconds) as server:
            _begin(server, mailbox.addr_spec)
            if mail is not None:
                failed = MailRefused
                server.rset()  # smtplib begins again
                # Not from the headers: what they are parsed to is not for us to say.
                to = _mailbox(mail.to).addr_spec
                server.send_message(_message(mail, mailbox), from_addr=mailbox.addr_spec, to_addrs=[to])
    except (OSError, UnicodeError) as error:  # smtplib's own errors are kinds of OSError
        # Not the server's words: they may repeat an address.
        code = getattr(error, "smtp_code", None)
        raise failed(f"{type(error).__name__} {code}" if code else type(error).__name__) from None


def _connected(url: SplitResult, timeout_seconds: float) -> smtplib.SMTP:
    """A session with the server, encrypted and signed in as far as the URL and the server allow."""
    host, user = url.hostname or "", unquote(url.username or "")
    context = ssl.create_default_context()
    if url.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, url.port or 0, timeout=timeout_seconds, context=context)
    else:
        server = smtplib.SMTP(host, url.port or 0, timeout=timeout_seconds)
    try:
        server.ehlo_or_helo_if_needed()
        if url.scheme == "smtp" and (user or server.has_extn("starttls")):  # with a user, not offered is a failure
            if not user:
                # As between mail servers: whoever could forge the certificate could also hide the offer. A relay on
                # the same machine has one that nobody signed. A password is sent only to who proves to be the host.
                context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            server.starttls(context=context)
            server.ehlo()  # which forgot the first one; `login` and `send_message` would say it, `mail` does not
        if user:
            server.login(user, unquote(url.password or ""))
    except BaseException:
        server.close()
        raise
    return server


def _begin(server: smtplib.SMTP, sender: str) -> None:
    code, reply = server.mail(sender)
    if code != COMPLETED:
        raise smtplib.SMTPSenderRefused(code, reply, sender)


def _message(mail: Mail, sender: Address) -> EmailMessage:
    message = EmailMessage()
    message["From"] = Address("Headroom", sender.username, sender.domain)
    message["To"] = _mailbox(mail.to)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(utc_now())
    message["Message-ID"] = make_msgid(domain=sender.domain)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text, cte="7bit")  # no line of a link is broken
    return message


def _mailbox(address: str) -> Address:
    """The address with its parts apart, so that a comma or a bracket in one is quoted and names nobody else."""
    local, _, domain = address.rpartition("@")
    return Address(username=local, domain=domain.encode("idna").decode())
