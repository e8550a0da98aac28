"""A real mail server that keeps what it is sent."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from types import TracebackType
from typing import Any, Self

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.ports import free_port

SECRET = re.compile(r"(?:link=|^)([A-Za-z0-9_-]{43})$", re.MULTILINE)


class MailSink:
    """Listens at `url`. `refusal` is what it says to every recipient, where it takes none.

    `options` are those of aiosmtpd's controller; `login` is the name and password that it asks for.
    """

    def __init__(self, *, login: tuple[str, str] | None = None, **options: Any) -> None:
        self.refusal = ""
        self.mails: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.sessions: list[Session] = []
        self.logins: list[LoginPassword] = []
        self._login = login
        if login:
            options |= {"authenticator": self._authenticate, "auth_required": True}
        self.port = free_port()
        self.url = f"smtp://127.0.0.1:{self.port}"
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, **options)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's own name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.refusal:
            return self.refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.sessions.append(session)
        self.recipients.append(envelope.rcpt_tos)
        self.mails.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"

    def _authenticate(self, _server, _session, _envelope, _mechanism, data: LoginPassword) -> AuthResult:
        self.logins.append(data)
        is_right = (data.login.decode(), data.password.decode()) == self._login
        return AuthResult(success=is_right, handled=is_right)

    def text_to(self, address: str) -> str:
        """The text of the last mail to an address."""
        last = max(index for index, addresses in enumerate(self.recipients) if addresses == [address])
        return self.mails[last].get_content().replace("\r\n", "\n")

    def secret_to(self, address: str) -> str:
        """The secret of the link in the last mail to an address."""
        return SECRET.findall(self.text_to(address))[0]

    def stop(self) -> None:
        """Goes away."""
        if self._controller.loop.is_running():
            self._controller.stop()

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


@pytest.fixture
def sink() -> Iterator[MailSink]:
    """The mail server of this test; the app that `visits` serves sends through it."""
    with MailSink() as sink:
        yield sink
