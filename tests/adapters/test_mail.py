"""One contract for both mailers: files in a folder, and a real SMTP server."""

import email
import ssl
import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from koprogo.adapters.mail import FolderMailer, Mail, MailAttachment, Mailer, MailNotSent, SmtpMailer, mailer
from koprogo.settings import Settings

SENDER = "Van Damme Gestion <syndic@example.org>"
AT = datetime(2026, 11, 17, 20, 47, 3, tzinfo=UTC)
LETTER = Mail(
    id="5f0c7c36-1f5e-4d3e-9a55-0f5d9a1b2c3d",
    to="leila@example.org",
    subject="Procès-verbal de l’assemblée du 17 novembre",
    body="Bonjour,\n\nle procès-verbal est joint : 10 000 quotes-parts, § 10.\n",
    at=AT,
    language="fr",
    attachments=(MailAttachment("procès-verbal.pdf", b"%PDF-1.7 \x00\xff", "application/pdf"),),
)
Read = Callable[[], list[EmailMessage]]


class Postman:
    """Takes letters, and refuses the addresses it was told to."""

    def __init__(self) -> None:
        self.taken: list[Envelope] = []
        self.refusals = {"full@example.org": "452 mailbox full", "gone@example.org": "550 no such mailbox"}

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.taken.append(envelope)
        return "250 taken"


class Office(Controller):
    """An SMTP server on whatever port is free; the library's own first call would go to port 0."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def authenticate(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, login: LoginPassword
) -> AuthResult:
    return AuthResult(success=login == LoginPassword(b"syndic", b"right"), handled=False)


def certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Return the contexts of a server and of a client that trusts it, good for this machine only."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2020, 1, 1, tzinfo=UTC) + timedelta(days=36500))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    chain = folder / "server.pem"
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    chain.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(chain)
    return server, ssl.create_default_context(cafile=str(chain))


@pytest.fixture
def post_office() -> Iterator[tuple[Postman, Callable[..., int]]]:
    """Start SMTP servers on free ports; returns who takes the letters and how to open a server."""
    postman, open_offices = Postman(), []

    def open_office(**options: object) -> int:
        office = Office(postman, hostname="127.0.0.1", port=0, **options)
        office.start()
        open_offices.append(office)
        return int(office.port)

    yield postman, open_office
    for office in open_offices:
        office.stop()


@pytest.fixture(params=["folder", "smtp"])
def route(
    request: pytest.FixtureRequest, tmp_path: Path, post_office: tuple[Postman, Callable[..., int]]
) -> tuple[Mailer, Read]:
    if request.param == "folder":
        folder = tmp_path / "mail"
        return FolderMailer(folder, sender=SENDER), lambda: [
            email.message_from_bytes(path.read_bytes(), policy=default) for path in sorted(folder.iterdir())
        ]
    postman, open_office = post_office
    return SmtpMailer("localhost", open_office(), sender=SENDER, security="none"), lambda: [
        email.message_from_bytes(bytes(envelope.content or b""), policy=default) for envelope in postman.taken
    ]


def test_a_letter_arrives_as_it_was_written(route: tuple[Mailer, Read]) -> None:
    send, read = route
    send.send(LETTER)
    (letter,) = read()
    assert letter["From"] == SENDER
    assert letter["To"] == "leila@example.org"
    assert letter["Subject"] == LETTER.subject
    assert letter["Content-Language"] == "fr"
    assert letter["Message-ID"] == f"<{LETTER.id}@example.org>"
    assert letter["Date"].datetime == AT
    body = letter.get_body()
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == LETTER.body
    (file,) = letter.iter_attachments()
    assert (file.get_filename(), file.get_content(), file.get_content_type()) == (
        "procès-verbal.pdf",
        b"%PDF-1.7 \x00\xff",
        "application/pdf",
    )


@pytest.mark.parametrize(
    "bad",
    [
        replace(LETTER, to="leila@example.org\nBcc: everybody@example.org"),
        replace(LETTER, to="leila"),
        replace(LETTER, to=""),
        replace(LETTER, to="a@example.org, b@example.org"),
        replace(LETTER, subject="Votes\r\nBcc: everybody@example.org"),
        replace(LETTER, language="fr\nBcc: everybody@example.org"),
    ],
)
def test_nothing_slips_into_a_header(route: tuple[Mailer, Read], bad: Mail) -> None:
    send, _ = route
    with pytest.raises(MailNotSent) as refused:
        send.send(bad)
    assert not refused.value.is_temporary


def test_files_are_ours_alone_and_a_letter_sent_twice_is_one(tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    send = FolderMailer(folder, sender=SENDER)
    send.send(LETTER)
    send.send(LETTER)
    send.send(replace(LETTER, id="../../elsewhere"))
    assert sorted(path.name for path in folder.iterdir()) == [
        f"20261117T204703Z-{'-' * 6}elsewhere.eml",
        f"20261117T204703Z-{LETTER.id}.eml",
    ]
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize(("address", "is_temporary"), [("full@example.org", True), ("gone@example.org", False)])
def test_a_refused_address_says_whether_to_try_again(
    post_office: tuple[Postman, Callable[..., int]], address: str, is_temporary: bool
) -> None:
    postman, open_office = post_office
    send = SmtpMailer("localhost", open_office(), sender=SENDER, security="none")
    with pytest.raises(MailNotSent) as refused:
        send.send(replace(LETTER, to=address))
    assert refused.value.is_temporary is is_temporary
    assert "mailbox" in str(refused.value)
    assert postman.taken == []


def test_a_server_that_is_away_is_asked_again_later(post_office: tuple[Postman, Callable[..., int]]) -> None:
    send = SmtpMailer("127.0.0.1", 1, sender=SENDER, security="none")
    with pytest.raises(MailNotSent) as refused:
        send.send(LETTER)
    assert refused.value.is_temporary


def test_starttls_and_password(post_office: tuple[Postman, Callable[..., int]], tmp_path: Path) -> None:
    postman, open_office = post_office
    server_tls, client_tls = certificate(tmp_path)
    port = open_office(tls_context=server_tls, require_starttls=True, authenticator=authenticate, auth_required=True)
    wrong = SmtpMailer("localhost", port, sender=SENDER, user="syndic", password="wrong", tls=client_tls)
    with pytest.raises(MailNotSent):
        wrong.send(LETTER)
    right = SmtpMailer("localhost", port, sender=SENDER, user="syndic", password="right", tls=client_tls)
    right.send(LETTER)
    assert len(postman.taken) == 1


def test_a_certificate_nobody_vouches_for_gets_no_letter(
    post_office: tuple[Postman, Callable[..., int]], tmp_path: Path
) -> None:
    postman, open_office = post_office
    server_tls, _ = certificate(tmp_path)
    send = SmtpMailer("localhost", open_office(tls_context=server_tls), sender=SENDER)
    with pytest.raises(MailNotSent, match="certificate"):
        send.send(LETTER)
    assert postman.taken == []


def test_a_server_without_tls_gets_no_letter_unless_that_was_chosen(
    post_office: tuple[Postman, Callable[..., int]],
) -> None:
    postman, open_office = post_office
    send = SmtpMailer("localhost", open_office(), sender=SENDER, security="starttls")
    with pytest.raises(MailNotSent):
        send.send(LETTER)
    assert postman.taken == []


def test_the_settings_choose(tmp_path: Path) -> None:
    folder = mailer(Settings(data_dir=tmp_path, _env_file=None))  # type: ignore[call-arg]
    assert isinstance(folder, FolderMailer)
    assert folder.folder == tmp_path / "mail"
    smtp = mailer(Settings(data_dir=tmp_path, smtp_host="mail.example.org", smtp_port=465, _env_file=None))  # type: ignore[call-arg]
    assert isinstance(smtp, SmtpMailer)
    assert (smtp.host, smtp.port) == ("mail.example.org", 465)
