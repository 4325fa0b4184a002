"""A server of one's own for a test: a folder with the models and packs that ship, and a browser that looks at it."""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile

from playwright.sync_api import sync_playwright

ROOT = pathlib.Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"
VIEWS = ["score?r=12&f=5&m=1840.50", "customers", "file", "train", "segments", "segments/edit?place=1", "map", "compare",
         "lists", "report"]


class Server:
    """Runs rfm-server in a folder until it is left."""

    def __init__(self, program, *options):
        self.program, self.options = str(pathlib.Path(program).resolve()), options
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="rfm-page-"))
        for name in ["Models", "Segments", "Layouts"]:
            (self.folder / name).mkdir()
        for path in ROOT.glob("Models/online-retail-2009-2010*"):
            shutil.copy(path, self.folder / "Models")
        for name in ["Segments", "Layouts"]:
            for path in (ROOT / name).glob("*.json"):
                shutil.copy(path, self.folder / name)
        self.port = 0

    def start(self):
        environment = {"PATH": "/usr/bin:/bin", "HOME": str(self.folder / "home"), "TMPDIR": str(self.folder)}
        self.process = subprocess.Popen(
            [self.program, "--port", str(self.port), "--log", "error", *self.options], cwd=self.folder,
            env=environment, stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        self.address = re.search(r"http://\S+", line).group(0)
        self.port = int(self.address.rsplit(":", 1)[1])
        return self

    def stop(self):
        self.process.terminate()
        self.process.wait()

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


class Browser:
    """Chromium; what a page says on its console, and every address that it asks for, is kept."""

    def __enter__(self):
        self.driver = sync_playwright().start()
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        self.chromium = self.driver.chromium.launch(executable_path=CHROMIUM, args=arguments)
        return self

    def __exit__(self, *_):
        self.chromium.close()
        self.driver.stop()

    def page(self, width=1280, scheme="light", scripts=True, locale="en-GB", height=900):
        context = self.chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, java_script_enabled=scripts, locale=locale,
            accept_downloads=True)
        page = context.new_page()
        # The server of the tests is a debug build, and they may not be alone on the machine.
        page.set_default_timeout(120_000)
        page.messages, page.addresses = [], []
        page.on("console", lambda message: page.messages.append(message.text))
        page.on("pageerror", lambda error: page.messages.append(str(error)))
        page.on("request", lambda request: page.addresses.append(request.url))
        return page
