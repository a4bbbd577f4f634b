"""A browser for tests: chromium, led through chromedriver by the W3C's WebDriver protocol (both Debian packages)."""

import base64
import json
import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

import urllib3

KEYS = {"Enter": "\ue007", "Escape": "\ue00c", "Up": "\ue013", "Down": "\ue015", "Tab": "\ue004"}


class Browser:
    """One window. `close` ends it; every method raises RuntimeError with what the browser says went wrong."""

    def __init__(self, folder: Path, *options: str, window: tuple[int, int] = (1440, 1000), dark: bool = False):
        chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        driver = shutil.which("chromedriver")
        assert chromium and driver, "a browser is missing: install Debian's packages chromium and chromium-driver"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self._driver = subprocess.Popen(
            [driver, f"--port={port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self._http = urllib3.PoolManager(retries=False, timeout=330)
        self._at = f"http://127.0.0.1:{port}"
        arguments = ["--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}", *options]
        arguments += ["--hide-scrollbars", f"--window-size={window[0]},{window[1]}"]
        arguments += ["--blink-settings=preferredColorScheme=0"] if dark else []
        chrome = {"binary": chromium, "args": arguments}
        asked = {"goog:chromeOptions": chrome, "goog:loggingPrefs": {"browser": "ALL"}}
        asked |= {"unhandledPromptBehavior": "ignore", "timeouts": {"script": 300_000}}
        try:
            for attempt in range(100):
                try:
                    self._http.request("GET", f"{self._at}/status")
                    break
                except urllib3.exceptions.HTTPError:
                    time.sleep(0.1 if attempt < 99 else 0)
            made = self._ask("POST", "/session", {"capabilities": {"alwaysMatch": asked}})
        except BaseException:
            self._driver.kill()
            raise
        self._at += f"/session/{made['sessionId']}"

    def __enter__(self) -> "Browser":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        try:
            self._ask("DELETE", "")
        finally:
            self._driver.terminate()
            self._driver.wait(30)

    def open(self, page: Path | str) -> None:
        """Go to a file, or an address, and wait until it is loaded."""
        self._ask("POST", "/url", {"url": page if isinstance(page, str) else page.resolve().as_uri()})

    def run(self, script: str, *arguments: Any) -> Any:
        """What the body of a function returns that is called in the page."""
        return self._ask("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def wait(self, script: str, seconds: float = 20) -> Any:
        """The first true value of an expression; AssertionError where there is none in time."""
        until = time.monotonic() + seconds
        while not (found := self.run(f"return {script}")):
            assert time.monotonic() < until, f"never true: {script}"
            time.sleep(0.05)
        return found

    def later(self, script: str) -> Any:
        """What the page passes to `done` in the body of a function."""
        return self._ask("POST", "/execute/async", {"script": f"var done = arguments[0]; {script}", "args": []})

    def keys(self, *pressed: str) -> None:
        """Press keys, by name (KEYS) or as text, wherever the focus is."""
        typed = [c for one in pressed for c in ([KEYS[one]] if one in KEYS else one)]
        steps = [{"type": kind, "value": key} for key in typed for kind in ("keyDown", "keyUp")]
        self._ask("POST", "/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": steps}]})

    def click(self, selector: str) -> None:
        """Click the first element of that selector."""
        found = self._ask("POST", "/element", {"using": "css selector", "value": selector})
        self._ask("POST", f"/element/{next(iter(found.values()))}/click", {})

    def dialog(self) -> str | None:
        """The text of a dialog that a page has opened, such as alert(1); None without one."""
        try:
            return self._ask("GET", "/alert/text")
        except RuntimeError:
            return None

    def said(self) -> list[str]:
        """What the browser's console was told since it was last asked: errors, and what a policy refused."""
        return [line["message"] for line in self._ask("POST", "/se/log", {"type": "browser"})]

    def picture(self, path: Path, *, whole: bool = False) -> Path:
        """What the window shows, or the whole page, as PNG."""
        if whole:
            height = self.run("return document.documentElement.scrollHeight")
            width = self.run("return document.documentElement.clientWidth")
            clip = {"x": 0, "y": 0, "width": width, "height": min(height, 12_000), "scale": 1}
            shot = self.devtools("Page.captureScreenshot", clip=clip, captureBeyondViewport=True)["data"]
        else:
            shot = self._ask("GET", "/screenshot")
        path.write_bytes(base64.b64decode(shot))
        return path

    def pdf(self, path: Path) -> Path:
        """The page as it prints on A4."""
        path.write_bytes(base64.b64decode(self._ask("POST", "/print", {"page": {"width": 21, "height": 29.7}})))
        return path

    def devtools(self, command: str, **options: Any) -> Any:
        """A command of Chromium's own protocol."""
        return self._ask("POST", "/goog/cdp/execute", {"cmd": command, "params": options})

    def _ask(self, method: str, path: str, body: dict | None = None) -> Any:
        content = None if body is None else json.dumps(body)
        answer = self._http.request(method, self._at + path, body=content, headers={"Content-Type": "application/json"})
        value = json.loads(answer.data)["value"]
        if answer.status >= 400:
            raise RuntimeError(f"{value['error']}: {value['message']}")
        return value
