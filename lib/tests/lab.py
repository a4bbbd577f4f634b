"""JupyterLab as `make lab` opens it, in a browser: for the tests of the desk, and for its picture in the gallery."""

import json
import os
import secrets
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from browser import Browser

from standpoint.places import NOTEBOOKS

PATIENCE = 400  # seconds: a slow machine is waited for, a hung one is not
CHART = ".standpoint-chart a[role=button]"


@contextmanager
def lab(folder: Path) -> Iterator[tuple[str, str]]:
    """JupyterLab on a free port, over a copy of the notebooks, which it saves by itself: its address and its token.

    Its own files go to `folder`. Raises RuntimeError, with its log, where it does not answer.
    """
    shutil.copytree(NOTEBOOKS, folder / "root" / "notebooks")
    token, log, runtime = secrets.token_hex(16), folder / "lab.log", folder / "runtime"
    own = {
        "JUPYTER_TOKEN": token,
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_DATA_DIR": str(folder / "data"),
        "JUPYTER_RUNTIME_DIR": str(runtime),
    }
    options = (
        "--no-browser",
        "--allow-root",
        "--ServerApp.ip=127.0.0.1",
        "--ServerApp.port=0",
        f"--ServerApp.root_dir={folder / 'root'}",
        f"--LabApp.workspaces_dir={folder / 'workspaces'}",
        f"--LabApp.user_settings_dir={folder / 'settings'}",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    )
    _say_no_to_news(folder / "settings")
    with log.open("wb") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *options],
            env=os.environ | own,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        yield _address(server, runtime, log), token
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _say_no_to_news(settings: Path) -> None:
    """JupyterLab asks, the first time, whether it may look for news: over the page that a test looks at."""
    asked = settings / "@jupyterlab" / "apputils-extension" / "notification.jupyterlab-settings"
    asked.parent.mkdir(parents=True, exist_ok=True)
    asked.write_text('{"fetchNews": "false"}')


def _address(server: subprocess.Popen, runtime: Path, log: Path) -> str:
    """Where the server says that it listens, once it does."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        for path in runtime.glob("jpserver-*.json"):
            try:
                address = json.loads(path.read_text())["url"]
                with urllib.request.urlopen(f"{address}api", timeout=10):
                    return address
            except (OSError, ValueError, KeyError):
                continue
        time.sleep(0.2)
    raise RuntimeError(f"JupyterLab does not answer:\n{log.read_text(errors='replace')[-3000:]}")


def start_page(browser: Browser, at: tuple[str, str]) -> None:
    """Open the start page, its kernel ready."""
    address, token = at
    browser.open(f"{address}lab/tree/notebooks/start.ipynb?token={token}")
    browser.wait("document.querySelectorAll('.jp-Notebook .jp-CodeCell').length >= 3", PATIENCE)
    ready = "document.querySelector('.jp-Notebook-ExecutionIndicator[data-status=idle]')"
    browser.wait(f"Boolean({ready})", PATIENCE)


def run_all_cells(browser: Browser) -> None:
    """Menu Run, Run All Cells; waits until the desk has drawn a chart."""
    items = "[...document.querySelectorAll('.lm-MenuBar-item')].findIndex(i => i.textContent.trim() === 'Run')"
    browser.click(f".lm-MenuBar-item:nth-child({browser.run(f'return {items}') + 1})")
    browser.wait("Boolean(document.querySelector(\".lm-Menu-item[data-command='runmenu:run-all']\"))", PATIENCE)
    browser.click(".lm-Menu-item[data-command='runmenu:run-all']")
    browser.wait(f"Boolean(document.querySelector('{CHART}'))", PATIENCE)


def text(browser: Browser, selector: str) -> str:
    """The words that the first element of that selector shows, "" where there is none."""
    return browser.run("return document.querySelector(arguments[0])?.textContent ?? ''", selector)
