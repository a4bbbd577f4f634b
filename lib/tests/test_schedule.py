"""Crontab lines and systemd timers: what they run is what was meant, whatever the paths hold."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from standpoint.cli import main
from standpoint.errors import InputError
from standpoint.places import CORPORA, ROOT
from standpoint.schedule import MARK, cron_line, install_cron, install_systemd, systemd_units, with_line

ODD = ["/srv/wage talks/100% net", "it's", 'a "quoted" $HOME `id`', "50%%", "plain", "* ; & | > #", "naïve ü"]


def as_cron_reads(line: str) -> str:
    """The command of a crontab line, as cron hands it to the shell: up to the first bare %, with each \\% as %."""
    command = line.split(None, 5)[5]
    return re.sub(r"\\%", "%", re.split(r"(?<!\\)%", command)[0])


def test_cron_and_the_shell_give_back_the_arguments_as_they_were(tmp_path):
    program = "import json, sys; json.dump(sys.argv[1:], open(sys.argv[1], 'w'))"
    out = str(tmp_path / "what came.json")
    line = cron_line([sys.executable, "-S", "-c", program, out, *ODD], 5, 15)
    assert line.startswith("15 5 * * * ")
    subprocess.run(["/bin/sh", "-c", as_cron_reads(line)], check=True, env={})
    assert json.loads(Path(out).read_text()) == [out, *ODD]


def test_a_systemd_unit_is_sound_and_doubles_what_systemd_would_expand(tmp_path):
    units = systemd_units("harbour", ["/bin/echo", *ODD], 4, 5)
    service = units["standpoint-harbour.service"]
    assert '"/srv/wage talks/100%% net" "it\'s" "a \\"quoted\\" $$HOME `id`" 50%%%% plain' in service
    assert "OnCalendar=*-*-* 04:05:00" in units["standpoint-harbour.timer"]
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not here to check the units")
    for name, text in units.items():
        (tmp_path / name).write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", "--user", *(str(tmp_path / n) for n in units)],
        capture_output=True,
        text=True,
        env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)},
    )
    assert done.returncode == 0 and "standpoint" not in done.stderr, done.stderr


@pytest.mark.parametrize("argument", ["two\nlines", "back\\slash", "bell\a"])
def test_what_a_schedule_cannot_carry_is_refused(argument):
    with pytest.raises(InputError, match="rename the file or folder"):
        cron_line(["standpoint", argument], 5, 15)
    with pytest.raises(InputError, match="rename the file or folder"):
        systemd_units("x", ["standpoint", argument], 5, 15)


def test_a_line_longer_than_cron_takes_is_refused():
    with pytest.raises(InputError, match="cron takes 900"):
        cron_line(["standpoint", "a" * 900], 5, 15)


def test_installing_again_changes_the_line_and_leaves_the_others():
    before = "MAILTO=me@example.org\n0 1 * * * backup\n"
    once = with_line(before, "harbour", "15 5 * * * one")
    assert once == f"{before}{MARK}harbour\n15 5 * * * one\n"
    assert with_line(once, "harbour", "15 6 * * * two") == f"{before}{MARK}harbour\n15 6 * * * two\n"
    assert with_line(once, "ferry", "0 6 * * * three") == f"{once}{MARK}ferry\n0 6 * * * three\n"


def pretender(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """A folder first on the path, with a crontab and a systemctl that keep what they are given."""
    folder = tmp_path / "programs"
    folder.mkdir()
    table = folder / "table"
    listing = f"[ -f '{table}' ] && cat '{table}' || {{ echo 'no crontab for desk' >&2; exit 1; }}"
    pretender(folder, "crontab", f"if [ \"$1\" = -l ]; then {listing}; else cat > '{table}'; fi")
    pretender(folder, "systemctl", f"echo \"$@\" >> '{folder}/asked'")
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return folder


@pytest.fixture
def desk(tmp_path):
    folder = tmp_path / "wage talks 100%"
    folder.mkdir()
    (folder / "corpus.yaml").write_text("title: Wage talks\n")
    return folder


def test_the_command_shows_and_installs_only_where_asked(desk, programs, capsys):
    options = ["schedule", str(desk), "--at", "4:05", "--with", "cron", "--out", str(desk / "out")]
    assert main(options) == 0
    shown = capsys.readouterr().out.splitlines()[0]
    assert shown.startswith("5 4 * * * ") and "nightly" in shown and r"wage talks 100\%/out'" in shown
    assert not (programs / "table").exists()
    assert main([*options, "--install"]) == main([*options, "--install"]) == 0
    assert (programs / "table").read_text() == f"{MARK}wage-talks-100\n{shown}\n"


def test_the_timer_is_written_and_started(desk, programs, tmp_path, capsys):
    assert main(["schedule", str(desk), "--with", "systemd", "--install"]) == 0
    folder = tmp_path / "home" / ".config" / "systemd" / "user"
    assert {p.name for p in folder.iterdir()} == {
        "standpoint-wage-talks-100.service",
        "standpoint-wage-talks-100.timer",
    }
    asked = (programs / "asked").read_text().splitlines()
    assert asked == ["--user daemon-reload", "--user enable --now standpoint-wage-talks-100.timer"]
    assert "list-timers" in capsys.readouterr().out


def test_secrets_never_stand_in_the_schedule(desk, programs, monkeypatch, capsys):
    monkeypatch.setenv("STANDPOINT_SMTP_PASSWORD", "tide-and-ebb")
    (desk / "hook").write_text("https://hooks.example/secret-part")
    (desk / "notify.yaml").write_text(
        "mail: {to: [a@b.example], from: a@b.example, host: h, user: u}\nwebhook: {url_file: hook}\n"
    )
    for clock in ("cron", "systemd"):
        assert main(["schedule", str(desk), "--with", clock, "--notify", str(desk / "notify.yaml")]) == 0
    shown = capsys.readouterr().out
    assert "notify.yaml" in shown and "tide-and-ebb" not in shown and "secret-part" not in shown


def test_what_is_wrong_shows_before_anything_is_installed(desk, programs, capsys):
    (desk / "notify.yaml").write_text("mail: {to: [a@b.example]}\n")
    options = ["schedule", str(desk), "--with", "cron", "--install", "--notify", str(desk / "notify.yaml")]
    assert main(options) == 2
    assert "notify.yaml, line 1" in capsys.readouterr().err
    assert not (programs / "table").exists()


def test_without_cron_or_systemd_it_says_what_to_do(tmp_path):
    with pytest.raises(InputError, match="install cron"):
        install_cron("x", "15 5 * * * one", crontab="no-such-crontab")
    with pytest.raises(InputError, match="there is no program no-such-systemctl"):
        install_systemd(systemd_units("x", ["/bin/true"], 5, 15), folder=tmp_path, systemctl="no-such-systemctl")


@pytest.fixture
def cron():
    """Debian's cron, running; the crontab of this user is put back afterwards."""
    if not shutil.which("cron") or not shutil.which("crontab"):
        pytest.skip("cron is missing: install Debian's package cron")
    if os.geteuid() != 0:
        pytest.skip("only root can start cron")
    before = subprocess.run(["crontab", "-l"], capture_output=True, text=True)
    daemon = subprocess.Popen(["cron", "-f"], stderr=subprocess.DEVNULL)  # where one runs already, this one ends
    yield
    daemon.terminate()
    daemon.wait()
    if before.returncode:
        subprocess.run(["crontab", "-r"], capture_output=True)
    else:
        subprocess.run(["crontab", "-"], input=before.stdout, text=True)


@pytest.mark.desktop
def test_real_cron_runs_a_real_report(cron, tmp_path):
    corpus, out = tmp_path / "seed story 100%", tmp_path / "the report 50%"
    shutil.copytree(CORPORA / "seed-story", corpus)
    moment = datetime.now() + timedelta(seconds=90)
    options = ["schedule", str(corpus), "--with", "cron", "--out", str(out), "--at", f"{moment:%H:%M}", "--install"]
    assert main(options) == 0
    table = subprocess.run(["crontab", "-l"], capture_output=True, text=True).stdout
    subprocess.run(["crontab", "-"], input=f"PYTHONPATH={ROOT / 'lib'}\n{table}", text=True, check=True)
    log, deadline = out / "nightly.log", time.monotonic() + 1500
    while time.monotonic() < deadline and not (log.exists() and "summary: " in log.read_text()):
        time.sleep(1)
    said = log.read_text() if log.exists() else "cron did not begin it"
    assert " INFO summary: report: done in " in said, said
    assert " INFO summary: seed-story-100: First run: nothing to compare with." in said, said
    page = (out / "seed-story-100" / "index.html").read_text(encoding="utf-8")
    assert "The story Standpoint grew from" in page
