"""Telling people: a summary by e-mail or to a webhook, as a YAML file says. Secrets stand outside it."""

import json
import os
import smtplib
import ssl
import time
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import urllib3

from standpoint.codebook_schema import TEXT, listing, record
from standpoint.errors import InputError
from standpoint.yamlfile import line_of, read_yaml

PASSWORD, ADDRESS = "STANDPOINT_SMTP_PASSWORD", "STANDPOINT_WEBHOOK"
SECONDS, TRIES, PAUSE = 30, 3, 2.0
LONGEST = 20_000
NAMED = 3  # corpora in the subject of a mail
MAILBOX = {**TEXT, "pattern": r"^[^\s@<>,]+@[^\s@<>,]+\Z", "description": "an e-mail address such as desk@example.org"}
NOTIFY = record(
    {},
    {
        "when": {"enum": ["trouble", "always"], "description": "trouble or always"},
        "silent_days": {"type": "integer", "minimum": 1, "maximum": 366, "description": "a number of days"},
        "mail": record(
            {"to": {**listing(MAILBOX), "minItems": 1}, "from": MAILBOX, "host": TEXT},
            {
                "port": {"type": "integer", "minimum": 1, "maximum": 65535, "description": "a port number"},
                "security": {"enum": ["starttls", "tls", "none"], "description": "starttls, tls or none"},
                "user": TEXT,
                "password_file": TEXT,
            },
        ),
        "webhook": record({}, {"url": {**TEXT, "pattern": "^https?://"}, "url_file": TEXT}),
    },
)


def read_settings(path: str | Path) -> dict[str, Any]:
    """The file that says whom to tell, checked; secrets that it names are read into it.

    A relative `password_file` or `url_file` lies beside it. Raises InputError, naming file and line.
    """
    path = Path(path).expanduser().resolve()
    data, lines = read_yaml(path, NOTIFY)

    def secret(place: tuple[str, str], variable: str) -> str:
        name = data[place[0]].get(place[1])
        if not name:
            return os.environ.get(variable, "").strip()
        try:
            return (path.parent / Path(name).expanduser()).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeError) as error:
            problem = f"{'.'.join(place)}: {name!r} cannot be read ({getattr(error, 'strerror', None) or error})."
            raise InputError(problem, file=path, line=line_of(place, lines), remedy="check the path.") from None

    if "mail" in data:
        data["mail"]["password"] = secret(("mail", "password_file"), PASSWORD)
        if data["mail"].get("user") and not data["mail"]["password"]:
            problem = "mail.user is given, and no password."
            remedy = f"name a `password_file`, or set {PASSWORD}."
            raise InputError(problem, file=path, line=line_of(("mail", "user"), lines), remedy=remedy)
    if "webhook" in data and "url" not in data["webhook"]:
        data["webhook"]["url"] = secret(("webhook", "url_file"), ADDRESS)
        if not data["webhook"]["url"].startswith(("http://", "https://")):
            remedy = f"give `url`, or `url_file` with an address that begins with https://, or set {ADDRESS}."
            raise InputError("webhook has no address.", file=path, line=line_of(("webhook",), lines), remedy=remedy)
    return data


def send(settings: Mapping[str, Any], subject: str, text: str, about: Sequence[str] = ()) -> list[str]:
    """Tell everybody that the settings name; returns what went wrong, in words, without any secret.

    `about` names the corpora that it is about: the first stand in the subject of a mail, which may be all that is seen.
    """
    mailed = f"{subject}: {_short(about)}" if about else subject
    problems = []
    for way, sender, head in (("mail", _mail, mailed), ("webhook", _post, subject)):
        for attempt in range(1, TRIES + 1) if way in settings else ():
            try:
                sender(settings[way], head, text[:LONGEST])
                break
            except (OSError, smtplib.SMTPException, urllib3.exceptions.HTTPError, ValueError) as error:
                if attempt == TRIES:
                    problems.append(f"the {way} could not be sent ({TRIES} tries): {_told(error)}")
                else:
                    time.sleep(PAUSE)
    return problems


def _short(names: Sequence[str]) -> str:
    """ "harbour, ferry and 2 more"."""
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more


def _mail(to: Mapping[str, Any], subject: str, text: str) -> None:
    message = EmailMessage()
    message["From"], message["To"] = to["from"], ", ".join(to["to"])
    message["Subject"] = " ".join(subject.split())[:200]
    message.set_content(text)
    security = to.get("security", "starttls")
    port = to.get("port", {"starttls": 587, "tls": 465, "none": 25}[security])
    if security == "tls":
        server = smtplib.SMTP_SSL(to["host"], port, timeout=SECONDS, context=ssl.create_default_context())
    else:
        server = smtplib.SMTP(to["host"], port, timeout=SECONDS)
    with server:
        if security == "starttls":
            server.starttls(context=ssl.create_default_context())
        if to.get("user"):
            server.login(to["user"], to["password"])
        server.send_message(message)


def _post(to: Mapping[str, Any], subject: str, text: str) -> None:
    """`text` alone is what Slack, Mattermost and Rocket.Chat show; other receivers find the parts."""
    body = json.dumps({"text": f"{subject}\n{text}", "subject": subject, "summary": text}).encode()
    with urllib3.PoolManager(timeout=SECONDS, retries=False) as pool:  # its own retries would log the address
        answer = pool.request("POST", to["url"], body=body, headers={"Content-Type": "application/json"})
    if answer.status >= 300:
        raise ValueError(f"the server answers {answer.status}")


def _told(error: Exception) -> str:
    """The kind of error and the server's number, where there is one: the rest may hold the address, a secret."""
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{type(error).__name__} {error.smtp_code}"
    if isinstance(error, ValueError) and str(error).startswith("the server answers"):
        return str(error)
    return type(error).__name__
