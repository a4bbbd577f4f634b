"""Messages that really arrive: an SMTP server and a web server on this machine."""

import json
import shutil
import socket
import ssl
import subprocess

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from newsroom import Reply, newsroom, reply

from standpoint import notices
from standpoint.errors import InputError
from standpoint.notices import read_settings, send

SUMMARY = "failed: collect harbour: the server answers 503 — “busy”"


class Postbox:
    """Keeps what arrives; the one password it takes is `tide`."""

    def __init__(self):
        self.received, self.logins = [], []

    async def handle_DATA(self, server, session, envelope):
        self.received.append((envelope.mail_from, envelope.rcpt_tos, envelope.content.decode()))
        return "250 taken"

    def login(self, server, session, envelope, mechanism, data):
        self.logins.append(data.login.decode())
        return AuthResult(success=data.password == b"tide", handled=False)


@pytest.fixture
def postbox():
    box = Postbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        box.port = free.getsockname()[1]
    server = Controller(box, "127.0.0.1", box.port, authenticator=box.login, auth_require_tls=False)
    server.start()
    yield box
    server.stop()


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(notices, "PAUSE", 0)
    monkeypatch.delenv(notices.PASSWORD, raising=False)
    monkeypatch.delenv(notices.ADDRESS, raising=False)


def settings(folder, text):
    (folder / "notify.yaml").write_text(text, encoding="utf-8")
    return read_settings(folder / "notify.yaml")


def mail(port, more=""):
    to = "  to: [desk@example.org, night@example.org]\n  from: standpoint@example.org\n"
    return f"mail:\n{to}  host: 127.0.0.1\n  port: {port}\n  security: none\n{more}"


def test_a_mail_arrives_with_its_summary(tmp_path, postbox):
    assert send(settings(tmp_path, mail(postbox.port)), "Standpoint: failed\r\nBcc: x@y.example", SUMMARY) == []
    ((sender, to, content),) = postbox.received
    assert (sender, to) == ("standpoint@example.org", ["desk@example.org", "night@example.org"])
    assert "Subject: Standpoint: failed Bcc: x@y.example" in content and "\nBcc:" not in content


def test_the_password_comes_from_a_file_or_the_environment(tmp_path, postbox, monkeypatch):
    (tmp_path / "secret").write_text("tide\n")
    user = "  user: night-desk\n"
    with pytest.raises(InputError, match=r"line 7: mail\.user is given, and no password"):
        settings(tmp_path, mail(postbox.port, user))
    assert send(settings(tmp_path, mail(postbox.port, f"{user}  password_file: secret\n")), "S", SUMMARY) == []
    monkeypatch.setenv("STANDPOINT_SMTP_PASSWORD", "tide")
    assert send(settings(tmp_path, mail(postbox.port, user)), "S", SUMMARY) == []
    assert postbox.logins == ["night-desk"] * 2 and len(postbox.received) == 2
    monkeypatch.setenv("STANDPOINT_SMTP_PASSWORD", "ebb")
    (problem,) = send(settings(tmp_path, mail(postbox.port, user)), "S", SUMMARY)
    assert problem == "the mail could not be sent (3 tries): SMTPAuthenticationError 535"


def test_a_server_without_tls_gets_neither_password_nor_mail_unless_told_so(tmp_path, postbox):
    text = mail(postbox.port).replace("  security: none\n", "")
    (problem,) = send(settings(tmp_path, text), "S", SUMMARY)
    assert problem == "the mail could not be sent (3 tries): SMTPNotSupportedError"
    assert postbox.received == []


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for localhost that we signed ourselves, with its key, as PEM."""
    if not shutil.which("openssl"):
        pytest.skip("openssl is not here to make a certificate")
    folder = tmp_path_factory.mktemp("certificate")
    made, key = folder / "made.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    command += ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(made)]
    subprocess.run(command, check=True, capture_output=True)
    return made, key


@pytest.fixture(params=["starttls", "tls"])
def tls_postbox(request, certificate):
    """A mail server that takes passwords over TLS alone: asked for with STARTTLS, or from the first byte."""
    box, context = Postbox(), ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        box.port = free.getsockname()[1]
    how = (
        {"tls_context": context, "require_starttls": True} if request.param == "starttls" else {"ssl_context": context}
    )
    server = Controller(box, "127.0.0.1", box.port, authenticator=box.login, auth_require_tls=False, **how)
    server.start()
    box.security = request.param
    yield box
    server.stop()


def over_tls(tmp_path, box, host):
    text = mail(box.port, "  user: night-desk\n  password_file: secret\n")
    (tmp_path / "secret").write_text("tide\n")
    return settings(tmp_path, text.replace("security: none", f"security: {box.security}").replace("127.0.0.1", host))


def test_a_mail_arrives_over_tls(tmp_path, tls_postbox, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    assert send(over_tls(tmp_path, tls_postbox, "localhost"), "Standpoint: failed", SUMMARY) == []
    assert tls_postbox.logins == ["night-desk"] and "Subject: Standpoint: failed" in tls_postbox.received[0][2]


@pytest.mark.parametrize(
    ("trusted", "host"), [(False, "localhost"), (True, "127.0.0.1")], ids=["stranger", "other name"]
)
def test_a_server_that_is_not_who_it_says_gets_neither_password_nor_mail(
    tmp_path, tls_postbox, certificate, monkeypatch, trusted, host
):
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    (problem,) = send(over_tls(tmp_path, tls_postbox, host), "S", SUMMARY)
    assert problem == "the mail could not be sent (3 tries): SSLCertVerificationError"
    assert tls_postbox.logins == tls_postbox.received == []


def test_a_webhook_is_posted_and_tried_again(tmp_path, monkeypatch):
    with newsroom() as room:
        busy = iter([Reply(status=503), Reply(b"ok")])
        room.paths["/hook/secret"] = lambda handler: reply(handler, next(busy))
        monkeypatch.setenv("STANDPOINT_WEBHOOK", f"{room.url}/hook/secret")
        assert send(settings(tmp_path, "webhook: {}"), "Standpoint: failed", SUMMARY) == []
        assert json.loads(room.posted[1]) == {
            "text": f"Standpoint: failed\n{SUMMARY}",
            "subject": "Standpoint: failed",
            "summary": SUMMARY,
        }
        (tmp_path / "address").write_text(f"{room.url}/hook/other\n")
        (problem,) = send(settings(tmp_path, "webhook: {url_file: address}"), "S", SUMMARY)
        assert problem == "the webhook could not be sent (3 tries): the server answers 404"


def test_what_goes_wrong_is_told_without_the_address(tmp_path, monkeypatch, caplog):
    monkeypatch.setenv("STANDPOINT_WEBHOOK", "http://127.0.0.1:9/hook/secret")
    (problem,) = send(settings(tmp_path, "webhook: {}"), "S", SUMMARY)
    assert problem.startswith("the webhook could not be sent") and "secret" not in problem + caplog.text


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ("mail: {to: [desk], from: a@b.example, host: h}", 1, "an e-mail address"),
        ("when: trouble\nmail:\n  to: []\n  from: a@b.example\n  host: h", 3, "expected"),
        ("webhook: {url: ftp://x}", 1, "url"),
        ("webhook: {}", 1, "webhook has no address"),
        ("when: trouble\nwebhook: {url_file: none-such}", 2, "cannot be read"),
        ("mail: {to: [a@b.example], from: a@b.example, host: h, password: tide}", 1, "'password' is unknown"),
    ],
)
def test_wrong_settings_are_told_with_their_line(tmp_path, text, line, expected):
    with pytest.raises(InputError, match=rf"notify\.yaml, line {line}: .*{expected}"):
        settings(tmp_path, text)
