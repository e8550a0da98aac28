"""Mail reaches a real server: to one address, as plain text, encrypted where it can be; failures are of one kind."""

import shutil
import socket
import ssl
import subprocess

import pytest

from app.core.mail import Mail, MailFailed, MailRefused, deliver
from tests.mail_sink import MailSink
from tests.ports import free_port

SENDER = "headroom@bank.example"
LONG = "https://bank.example/sign-up/confirm?link=" + "x" * 60


def letter(to="dora@example.org"):
    return Mail(to=to, subject="Open your account", text=f"Follow this link:\n\n{LONG}\n")


def send(sink, mail=None, **options):
    deliver(sink.url, mail, sender=SENDER, **options)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate of the sink that nobody signed, and its key."""
    assert shutil.which("openssl"), "tests of encrypted mail need openssl (Debian: apt install openssl)"
    cert, key = (tmp_path_factory.mktemp("tls") / name for name in ("cert.pem", "key.pem"))
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", cert],
        check=True, capture_output=True,
    )  # fmt: skip
    return cert, key


@pytest.fixture
def tls(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return context


class TestArriving:
    def test_a_mail_is_plain_text_whose_links_are_whole(self, sink):
        send(sink, letter())
        mail = sink.mails[0]
        assert sink.recipients == [["dora@example.org"]]
        assert (mail["From"], mail["To"]) == (f"Headroom <{SENDER}>", "dora@example.org")
        assert mail["Subject"] == "Open your account"
        assert mail["Auto-Submitted"] == "auto-generated"
        assert mail["Message-ID"].endswith("@bank.example>")
        assert mail["Date"].datetime.tzinfo is not None
        assert mail.get_content_type() == "text/plain"
        assert LONG in mail.as_string()

    @pytest.mark.parametrize(
        "address",
        [
            "eve,victim@example.org",
            "<victim@example.org>eve@example.org",
            "eve;victim:x@example.org",
            'e"ve@example.org',
            "e\\ve(victim)@example.org",
        ],
    )
    def test_an_address_with_signs_of_its_own_names_nobody_else(self, sink, address):
        send(sink, letter(address))
        local, _, domain = address.rpartition("@")
        quoted = local.replace("\\", "\\\\").replace('"', '\\"')
        assert sink.recipients == [[f'"{quoted}"@{domain}']]
        assert [(found.username, found.domain) for found in sink.mails[0]["To"].addresses] == [(local, domain)]

    def test_an_international_domain_is_sent_in_its_ascii_form(self, sink):
        send(sink, letter("dora@bücher.example"))
        assert sink.recipients == [["dora@xn--bcher-kva.example"]]

    def test_no_mail_says_that_one_could_be_sent(self, sink):
        send(sink)
        assert sink.mails == []


class TestEncrypted:
    def test_starttls_is_used_where_it_is_offered(self, tls):
        with MailSink(tls_context=tls, require_starttls=True) as sink:
            send(sink, letter())
            assert sink.sessions[0].ssl is not None

    def test_no_mail_says_over_starttls_too_that_one_could_be_sent(self, tls):
        with MailSink(tls_context=tls, require_starttls=True) as sink:
            send(sink)
            assert sink.mails == []

    def test_a_password_is_sent_to_a_proved_server_only(self, tls, certificate, monkeypatch):
        with MailSink(tls_context=tls, login=("bank@example.org", "a/b c")) as sink:
            sink.url = sink.url.replace("://", "://bank%40example.org:a%2Fb%20c@")
            with pytest.raises(MailFailed, match="SSLCertVerificationError"):
                send(sink, letter())
            monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
            send(sink, letter())
            assert sink.sessions[0].authenticated

    @pytest.mark.filterwarnings("ignore:Requiring AUTH")  # that this is no good idea is the point
    def test_no_password_is_sent_in_the_clear_where_the_offer_of_starttls_is_hidden(self):
        with MailSink(login=("bank", "secret"), auth_require_tls=False) as sink:
            sink.url = sink.url.replace("://", "://bank:secret@")
            for mail in (letter(), None):
                with pytest.raises(MailFailed, match="SMTPNotSupportedError"):
                    send(sink, mail)
            assert sink.logins == []

    def test_a_wrong_password_is_a_failure(self, tls, certificate, monkeypatch):
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
        with MailSink(tls_context=tls, login=("bank", "right")) as sink:
            sink.url = sink.url.replace("://", "://bank:wrong@")
            with pytest.raises(MailFailed, match="SMTPAuthenticationError 535"):
                send(sink, letter())

    def test_smtps_is_encrypted_from_the_start(self, tls, certificate, monkeypatch):
        with MailSink(ssl_context=tls) as sink:
            sink.url = sink.url.replace("smtp://", "smtps://")
            with pytest.raises(MailFailed, match="SSLCertVerificationError"):
                send(sink, letter())
            monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
            send(sink, letter())
            assert len(sink.mails) == 1


class TestFailing:
    @pytest.mark.parametrize("mail", [letter(), None])
    def test_a_server_that_is_away(self, mail):
        with pytest.raises(MailFailed, match=r"^ConnectionRefusedError$"):
            deliver(f"smtp://127.0.0.1:{free_port()}", mail, sender=SENDER)

    @pytest.mark.parametrize("mail", [letter(), None])
    def test_a_server_that_says_nothing(self, mail):
        with socket.create_server(("127.0.0.1", 0)) as silent:
            url = f"smtp://127.0.0.1:{silent.getsockname()[1]}"
            with pytest.raises(MailFailed, match=r"^(TimeoutError|SMTPServerDisconnected)$"):
                deliver(url, mail, sender=SENDER, timeout_seconds=0.2)

    def test_a_server_that_refuses_is_not_quoted(self, sink):
        sink.refusal = "550 dora@example.org is unknown here"
        with pytest.raises(MailRefused, match=r"^SMTPRecipientsRefused$"):
            send(sink, letter())
        send(sink)  # what is refused is that mail, not all
        assert sink.mails == []

    def test_an_address_that_only_some_servers_take(self, sink):
        send(sink, letter("дора@example.org"))
        assert sink.recipients == [["дора@example.org"]]
        with MailSink(enable_SMTPUTF8=False) as old, pytest.raises(MailRefused, match=r"^SMTPNotSupportedError$"):
            send(old, letter("дора@example.org"))
