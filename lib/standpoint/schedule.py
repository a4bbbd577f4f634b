"""The clock: a crontab line or a systemd user timer that runs `standpoint nightly`, quoted for each, and installed."""

import re
import shlex
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from standpoint.errors import InputError
from standpoint.files import write_text

LONGEST_LINE = 900  # cron cuts a command off, silently, at about a thousand characters
MARK = "# standpoint schedule: "


def cron_line(command: Sequence[str], hour: int, minute: int) -> str:
    """A crontab line that runs the command every day. What it prints is thrown away (it has a log); cron mails errors.

    Raises InputError for arguments that cron cannot carry.
    """
    _check(command)
    # The shell's quotes first; then cron's own: an unescaped % ends its command, inside quotes as well.
    quoted = shlex.join(command).replace("%", r"\%")
    if len(quoted) > LONGEST_LINE:
        remedy = "use shorter paths, or --with systemd."
        raise InputError(f"the command has {len(quoted):,} characters; cron takes {LONGEST_LINE}.", remedy=remedy)
    return f"{minute} {hour} * * * {quoted} >/dev/null"


def systemd_units(name: str, command: Sequence[str], hour: int, minute: int) -> dict[str, str]:
    """File name → content of a systemd service that runs the command, and of the timer that starts it every day."""
    _check(command)
    service = f"""[Unit]
Description=Standpoint: collect and report ({name})

[Service]
Type=oneshot
Nice=10
ExecStart={" ".join(map(_for_systemd, command))}
"""
    timer = f"""[Unit]
Description=Standpoint every night ({name})

[Timer]
OnCalendar=*-*-* {hour:02}:{minute:02}:00
Persistent=true

[Install]
WantedBy=timers.target
"""
    return {f"standpoint-{name}.service": service, f"standpoint-{name}.timer": timer}


def install_cron(name: str, line: str, *, crontab: str = "crontab") -> str:
    """Put the line into the user's crontab, in the place of the one with that name; returns what was done.

    The other lines stay as they are. Raises InputError where there is no cron or it refuses.
    """
    if not shutil.which(crontab):
        raise InputError("there is no program `crontab` here.", remedy="install cron, or use --with systemd.")
    present = subprocess.run([crontab, "-l"], capture_output=True, text=True)
    if present.returncode and "no crontab" not in present.stderr:
        raise InputError(f"the crontab cannot be read ({present.stderr.strip()}).", remedy="ask who runs this machine.")
    wanted = with_line(present.stdout if not present.returncode else "", name, line)
    done = subprocess.run([crontab, "-"], input=wanted, capture_output=True, text=True)
    if done.returncode:
        raise InputError(f"the crontab was not taken ({done.stderr.strip()}).", remedy="add the line by hand.")
    return "it stands in your crontab; `crontab -e` changes or removes it"


def with_line(crontab: str, name: str, line: str) -> str:
    """A crontab with this line below its mark, in the place of the line that was there before."""
    lines, mark = crontab.splitlines(), f"{MARK}{name}"
    if mark in lines:
        at = lines.index(mark)
        lines[at : at + 2] = [mark, line]
    else:
        lines += [mark, line]
    return "\n".join(lines) + "\n"


def install_systemd(units: dict[str, str], *, folder: Path | None = None, systemctl: str = "systemctl") -> str:
    """Write the units for the user's systemd and start the timer; returns what was done.

    Raises InputError where systemd does not answer; the files are written all the same.
    """
    folder = folder or Path("~/.config/systemd/user").expanduser()
    folder.mkdir(parents=True, exist_ok=True)
    for file, text in units.items():
        write_text(folder / file, text)
    timer = next(file for file in units if file.endswith(".timer"))
    for step in (["daemon-reload"], ["enable", "--now", timer]):
        done = shutil.which(systemctl) and subprocess.run([systemctl, "--user", *step], capture_output=True, text=True)
        if not done or done.returncode:
            why = done.stderr.strip() if done else f"there is no program {systemctl}"
            remedy = f"run `systemctl --user daemon-reload` and `systemctl --user enable --now {timer}` on the desktop."
            raise InputError(f"the units lie in {folder}, but systemd does not answer ({why}).", remedy=remedy)
    return (
        f"{timer} runs; `systemctl --user list-timers` shows it, `systemctl --user disable --now {timer}` ends it. So "
        "that it also runs while you are logged out: `loginctl enable-linger`"
    )


def _for_systemd(argument: str) -> str:
    escaped = argument.replace('"', r"\"").replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"' if re.search(r"[^\w%$./:=@+,-]", escaped) or not escaped else escaped


def _check(command: Sequence[str]) -> None:
    for argument in command:
        if not argument.isprintable() or "\\" in argument:
            problem = f"{argument!r} holds a line end, another control character or a backslash."
            raise InputError(problem, remedy="rename the file or folder: a schedule cannot carry it.")
