"""Runs a story in a folder of its own and says what each command line did."""

import codecs
import dataclasses
import fcntl
import os
import pathlib
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import termios
import time

import written

SECONDS = 60


@dataclasses.dataclass
class Stage:
    root: pathlib.Path
    repository: pathlib.Path
    sources: dict  # paths of the real sales
    made: list  # names of the invented files in root/files
    whole: bool


def story(stage, number, told):
    """Runs the lines of a story in turn.

    Returns a dictionary for each: line, status, stdout and stderr (or screen), files.
    """
    os.umask(0o022)
    folder = stage.root / f"{number:04}"
    work, home = folder / "work", folder / "home"
    for part in (work, home, folder / "tmp"):
        part.mkdir(parents=True)
    for name in ("Models", "Segments"):
        # Plain copies of what is in the repository, whoever made the checkout and with which umask.
        shutil.copytree(stage.repository / name, work / name)
    for path in sorted(work.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o600 if path.suffix == ".sqlite" else 0o644)
    for name in told.named(stage.sources):
        (work / name).symlink_to(stage.sources[name])
    for name in told.named(stage.made):
        shutil.copy(stage.root / "files" / name, work / name)
    environment = {
        "PATH": f"{stage.root}/bin:/usr/bin:/bin", "TZ": "UTC", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8",
        "TERM": "xterm-256color", "INPUTRC": "/dev/null", "PAGER": "cat", "TMPDIR": f"{folder}/tmp",
        "HOME": str(home), "XDG_DATA_HOME": f"{home}/data", "XDG_STATE_HOME": f"{home}/state",
        "XDG_CONFIG_HOME": f"{home}/config", "XDG_CACHE_HOME": f"{home}/cache",
    }

    def plain(text):
        text = text.replace(os.fsencode(folder), b"/FOLDER").replace(os.fsencode(stage.root), b"/ROOT")
        return re.sub(rb"/rfm-edit-\w{6}/", b"/rfm-edit-RANDOM/", text)

    out = []
    before = written.Files([work, home], plain, stage.whole)
    for line in told.lines:
        ran = on_terminal if line.columns else piped
        status, streams = ran(line, work, environment)
        after = written.Files([work, home], plain, stage.whole)
        done = {"line": line.command, "status": status}
        if line.is_preparation:
            done["files"] = {}
        else:
            for name, content in streams.items():
                content = loose(plain(content)) if line.is_loose else plain(content)
                done[name] = written.lines(content, stage.whole)
            done["files"] = after.changes(before)
        out.append(done)
        before = after
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o755)
    shutil.rmtree(folder)
    return out


def loose(text):
    """A text without its digits, the width of its gaps and bars."""
    text = re.sub(r"[0-9][0-9.,]*", "#", text.decode("utf-8", "surrogateescape"))
    return re.sub(r"[ \u2580-\u259f]+", " ", text).encode("utf-8", "surrogateescape")


def piped(line, work, environment):
    process = subprocess.Popen(
        ["/bin/sh", "-c", line.command], cwd=work, env=environment, start_new_session=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    text = "".join(part + "\n" for part in line.input)
    try:
        out, errors = process.communicate(text.encode(), timeout=SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        out, errors = process.communicate()
        return f"none after {SECONDS} seconds", {"stdout": out, "stderr": errors}
    return process.returncode, {"stdout": out, "stderr": errors}


def on_terminal(line, work, environment):
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, line.columns, 0, 0))
    environment = dict(environment)
    if not line.colour:
        environment["NO_COLOR"] = "1"

    def take_terminal():
        os.setsid()
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    # The shell outlives a Ctrl-C that is meant for the program.
    process = subprocess.Popen(
        ["/bin/sh", "-c", f"trap : INT; {line.command}"], cwd=work, env=environment, stdin=theirs,
        stdout=theirs, stderr=theirs, preexec_fn=take_terminal)
    os.close(theirs)
    screen = Screen(ours)
    end = time.monotonic() + SECONDS
    for typed in line.input:
        if not screen.wait_for_prompt(end):
            break
        if typed.startswith("!"):
            subprocess.run(
                ["/bin/sh", "-c", typed[1:]], cwd=work, env=environment, stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=SECONDS)
            continue
        keys = codecs.decode(typed, "unicode_escape").encode("latin-1")
        screen.type(keys[:-2] if typed.endswith("\\c") else keys + b"\r")
    if line.input and screen.wait_for_prompt(end):
        screen.type(b"\x04")
    status = screen.wait_for_end(end)
    if not status:
        os.killpg(process.pid, signal.SIGKILL)
    os.close(ours)
    process.wait()
    return process.returncode if status else f"none after {SECONDS} seconds", {"screen": screen.content}


class Screen:
    """What a program writes to a terminal."""
    CODES = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|[\x01\x02]")
    PROMPTS = (b"rfm> ", b"(y or n)", b"[Y/n] ", b"[y/N] ", b"--More--")

    def __init__(self, descriptor):
        self.descriptor = descriptor
        self.content = b""
        self.read_until = 0
        self.is_open = True

    def take(self, seconds):
        """Takes what has been written; false where nothing came."""
        if not self.is_open or not select.select([self.descriptor], [], [], max(0, seconds))[0]:
            return False
        try:
            piece = os.read(self.descriptor, 65536)
        except OSError:  # The other side is closed.
            piece = b""
        self.is_open = bool(piece)
        self.content += piece
        return self.is_open

    def type(self, keys):
        self.read_until = len(self.content)
        os.write(self.descriptor, keys)

    def wait_for_prompt(self, end):
        """Waits until a line can be typed; false where the program has ended."""
        while self.is_open and time.monotonic() < end:
            came = self.take(0.03 if self.asks() else 1)
            # A question of another kind has been waiting for a second.
            if not came and self.is_open and (self.asks() or len(self.content) > self.read_until):
                return True
        return self.is_open

    def asks(self):
        tail = self.CODES.sub(b"", self.content[self.read_until:][-400:])
        return tail.endswith(self.PROMPTS)

    def wait_for_end(self, end):
        while self.is_open and time.monotonic() < end:
            self.take(end - time.monotonic())
        return not self.is_open
