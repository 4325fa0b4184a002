"""What is in files, as lines of text that can be compared and read."""

import hashlib
import os
import pathlib
import re
import shutil
import sqlite3
import stat
import tempfile
import zipfile

# Where a line that is too long to be read in a diff is folded: at what JSON and XML are made of.
FOLD = re.compile(r"(?<=[,{\[])(?=[\"{\[])|(?<=, )(?=[\"{\[])|(?<=>)(?=<)")
LINES = 300
BLOCK = 500


class Files:
    """The files of some folders at a moment."""

    def __init__(self, folders, plain, whole):
        self.plain, self.whole = plain, whole
        self.found = {}
        for folder in folders:
            for base, names, files in os.walk(folder):
                for name in names + files:
                    path = pathlib.Path(base, name)
                    shown = str(path.relative_to(folder))
                    self.found[shown if folder.name == "work" else f"~/{shown}"] = (path, *fingerprint(path))

    def changes(self, before):
        """What was made, changed and removed since: {path: {"what": …, "text": [line]}}."""
        out = {}
        for shown in sorted(self.found.keys() | before.found.keys()):
            old, new = before.found.get(shown), self.found.get(shown)
            if old == new:
                continue
            if new is None:
                out[shown] = {"what": "removed", "text": []}
                continue
            path, mode, digest, _ = new
            word = "changed" if old else "made"
            if old and old[2] == digest:
                again = "written again" if old[1] == mode else f"mode {old[1]} → {mode}"
                out[shown] = {"what": f"{again}, its bytes as they were", "text": []}
            elif digest is None:
                out[shown] = {"what": f"{word}, mode {mode}, not a plain file", "text": []}
            else:
                kind, content = text(path)
                content = self.plain(content)
                out[shown] = {
                    "what": f"{word}, mode {mode}, {kind}{hashlib.sha256(content).hexdigest()[:16]}",
                    "text": lines(content, self.whole),
                }
        return out


def fingerprint(path):
    """The mode of a file, the hash of its bytes, and what changes whenever it is written."""
    status = path.lstat()
    mode = f"{stat.S_IMODE(status.st_mode):o}"
    if not stat.S_ISREG(status.st_mode):
        return mode, None, None
    return mode, hashlib.sha256(path.read_bytes()).hexdigest(), (status.st_ino, status.st_mtime_ns)


def text(path):
    """What stands in a file, and in which form; without what differs from run to run."""
    content = path.read_bytes()
    if path.name.endswith(("-wal", "-shm", "-journal")):
        return "not read: ", b""
    if content.startswith(b"SQLite format 3\0"):
        return "as a dump ", dump(path)
    if content.startswith(b"PK\3\4"):
        return f"{hashlib.sha256(content).hexdigest()[:16]}, its parts ", parts(path)
    if path.name == "forgotten.list":
        # The salt is random, and so are the hashes.
        return "without hashes ", re.sub(rb"[0-9a-f]{64}", b"<hash>", content)
    return "", content


def dump(path):
    """A store: schema and rows, sorted, and what its head says."""
    out = []
    with tempfile.TemporaryDirectory() as folder:
        # A copy, since even reading a store may leave files beside it.
        for name in (path.name, f"{path.name}-wal"):
            if path.with_name(name).exists():
                shutil.copy(path.with_name(name), folder)
        store = sqlite3.connect(os.path.join(folder, path.name))
        store.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
        for pragma in ("user_version", "application_id", "encoding", "journal_mode", "page_size",
                       "auto_vacuum", "integrity_check"):
            out.append(f"{pragma} {store.execute(f'PRAGMA {pragma}').fetchone()[0]}")
        schema = store.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()
        for kind, name, sql in schema:
            out.append(f"{kind} {name}: {sql}")
        for kind, name, _ in schema:
            if kind not in ("table", "view"):
                continue
            try:
                rows = sorted(map(repr, store.execute(f'SELECT * FROM "{name}"')))
            except sqlite3.Error as error:
                rows = [f"cannot be read: {error}"]
            out += [f"{name}, {len(rows)} rows"] + rows
        store.close()
    return "\n".join(out).encode("utf-8", "surrogateescape") + b"\n"


def parts(path):
    """A workbook: each part in its order, with its date."""
    out = b""
    with zipfile.ZipFile(path) as workbook:
        for part in workbook.infolist():
            out += f"part {part.filename} {part.date_time}\n".encode() + workbook.read(part) + b"\n"
    return out


def lines(content, whole):
    """Bytes as lines: what cannot be seen is spelt out, long lines are folded, long texts end with hashes."""
    shown = content.decode("utf-8", "surrogateescape")
    shown = re.sub(r"[\x00-\x09\x0b-\x1f\x7f\x80-\x9f\udc80-\udcff\\]", spelt, shown)
    out = []
    for line in shown.split("\n"):
        if len(line) > 200:
            pieces = FOLD.split(line)
            out += [piece + " \\" for piece in pieces[:-1]] + pieces[-1:]
        else:
            out.append(line)
    if out[-1] == "":
        out.pop()
    elif out:
        out.append("(no line break at the end)")
    if whole or len(out) <= LINES + BLOCK:
        return out
    kept = out[:LINES]
    for start in range(LINES, len(out), BLOCK):
        block = out[start:start + BLOCK]
        digest = hashlib.sha256("\n".join(block).encode("utf-8", "surrogateescape")).hexdigest()[:16]
        kept.append(f"… lines {start + 1} to {start + len(block)}: {digest}")
    return kept


def spelt(character):
    """A byte or a control character as it is written in Python."""
    code = ord(character[0])
    if character[0] == "\\":
        return "\\\\"
    if code > 0xdc00:  # A byte that is not UTF-8.
        return f"\\x{code - 0xdc00:02x}"
    return f"\\u{code:04x}" if code > 0x7f else f"\\x{code:02x}"
