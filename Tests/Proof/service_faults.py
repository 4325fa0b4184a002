"""What rfm-server does when clients, the disk or the machine do not do their part.

    make proof ROWS=faults
    service_faults.py RFM RFM-SERVER [slow] [gone] [killed] [full] [ended]

slow: 200 slow clients for a minute; others still get their answers. gone: clients that go away in the middle. killed:
kill -9 at 50 random moments. full: no room on the disk (needs root, or user namespaces). ended: SIGTERM in the middle.
"""

import http.client
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODEL = "online-retail-2009-2010"
SCORE = "/api/v1/score?r=12&f=5&m=1840.50"


class Server:
    """rfm-server in a folder of its own."""

    def __init__(self, folder, *options, temporary=None):
        self.temporary = Path(temporary or folder / "tmp")
        self.temporary.mkdir(exist_ok=True)
        self.folder = folder
        self.process = subprocess.Popen(
            [PROGRAM, "--port", "0", "--log", "error", "--model", MODEL, *options], cwd=folder,
            stdout=subprocess.PIPE, text=True,
            env={**os.environ, "TMPDIR": str(self.temporary), "HOME": str(folder / "nobody")})
        self.port = int(self.process.stdout.readline().rsplit(":", 1)[1])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=30)

    def ask(self, method, path, body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()

    def upload(self, body):
        status, _, answer = self.ask("POST", "/api/v1/uploads?name=sales.csv", body,
                                     Content_Type="application/octet-stream")
        assert status == 201, answer
        return json.loads(answer)["id"]

    def spooled(self):
        """Temporary files without a name that are still open."""
        found = []
        for entry in Path(f"/proc/{self.process.pid}/fd").iterdir():
            try:
                target = os.readlink(entry)
            except OSError:
                continue
            if target.endswith("(deleted)"):
                found.append(target)
        return found

    def settled(self, condition, seconds=5):
        """Whether something becomes true in time."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if condition():
                return True
            time.sleep(0.05)
        return False


def folder():
    place = Path(tempfile.mkdtemp(prefix="rfm-faults-"))
    for name in ("Models", "Segments", "Layouts"):
        shutil.copytree(ROOT / name, place / name)
    return place


def sales(place, customers, rows):
    path = place / f"sales-{rows}.csv"
    subprocess.run([RFM, "sample", "--customers", str(customers), "--rows", str(rows), "-o", path, "--quiet"],
                   check=True)
    return path.read_bytes()


def leftovers(place):
    """Files that no finished job leaves."""
    # Locks are empty, and hold nobody off whose process is gone.
    known = {"Models", "Segments", "Layouts", "tmp", "nobody"}
    found = [path for path in place.iterdir() if path.name not in known and path.suffix != ".csv"]
    found += list((place / "tmp").iterdir())
    for name in ("Models", "Segments"):
        found += [path for path in (place / name).iterdir() if (path.name.startswith(".") and path.suffix != ".lock") or "part" in path.suffix]
    return found


# --- Slow clients


def slow(seconds=60, clients=200):
    place = folder()
    with Server(place) as server:
        stop = time.monotonic() + seconds
        closed = [0]

        def drip(begin, repeat):
            """Sends a byte a second; the server may end it, then another one comes."""
            while time.monotonic() < stop:
                with server.connect() as one:
                    try:
                        one.sendall(begin)
                        while time.monotonic() < stop:
                            one.sendall(repeat)
                            time.sleep(1)
                    except OSError:
                        closed[0] += 1

        def deaf():
            """Asks for much and reads nothing."""
            request = b"GET /api/v1/export.csv HTTP/1.1\r\nHost: localhost\r\n\r\n"
            while time.monotonic() < stop:
                with socket.socket() as one:
                    one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                    one.connect(("127.0.0.1", server.port))
                    try:
                        for _ in range(20):
                            one.sendall(request)
                        while time.monotonic() < stop:
                            time.sleep(1)
                            one.sendall(b"")
                            if one.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
                                break
                    except OSError:
                        closed[0] += 1

        header = (b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: ", b"a")
        body = (b"POST /classify_customers HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n"
                b"Content-Type: multipart/form-data; boundary=x\r\n\r\n--x\r\n", b"a")
        threads = []
        for number in range(clients):
            kind = number % 3
            threads.append(threading.Thread(
                target=deaf if kind == 2 else drip, args=() if kind == 2 else header if kind == 0 else body))
            threads[-1].start()
        time.sleep(1)
        times = []
        other = http.client.HTTPConnection("127.0.0.1", server.port)
        while time.monotonic() < stop:
            start = time.perf_counter()
            other.request("GET", SCORE)
            answer = other.getresponse()
            answer.read()
            assert answer.status == 200
            times.append(time.perf_counter() - start)
            time.sleep(0.005)
        for thread in threads:
            thread.join()
        times.sort()
        p99 = times[len(times) * 99 // 100] * 1000
        print(f"slow: {len(times):,} answers beside {clients} slow clients, p50 {times[len(times) // 2] * 1000:.2f} ms, "
              f"p99 {p99:.2f} ms; {closed[0]} slow connections were ended")
        assert p99 <= 10, p99
        assert server.settled(lambda: not server.spooled()), server.spooled()
    shutil.rmtree(place)


# --- Clients that go away


def gone():
    place = folder()
    large, small = sales(place, 20_000, 400_000), sales(place, 300, 5_000)
    with Server(place, "--max-queued", "0") as server:

        def begin(method, path, body=b"", length=None, **headers):
            lines = [f"{method} {path} HTTP/1.1", "Host: localhost"]
            lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
            if body or length:
                lines.append(f"Content-Length: {length or len(body)}")
            one = server.connect()
            one.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
            return one

        def is_free():
            """Whether a heavy job could run: there is no place for one to wait."""
            return server.ask("GET", "/api/v1/report")[0] == 200

        # In the middle of an upload: raw, and as a form.
        kind = {"Content_Type": "application/octet-stream"}
        form = {"Content_Type": "multipart/form-data; boundary=x"}
        head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
        for path, body, headers in (("/api/v1/uploads", large[:4_000_000], kind),
                                    ("/classify_customers", head + large[:4_000_000], form)):
            one = begin("POST", path, body, len(large) + 10_000, **headers)
            assert server.settled(server.spooled)
            one.close()
            assert server.settled(lambda: not server.spooled()), server.spooled()
        assert not leftovers(place) and is_free()

        # In the middle of a job that somebody waits for.
        upload = server.upload(large)
        for path in ("sweep?restarts=100&max-k=20", "profile", "customers.json"):
            one = begin("GET", f"/api/v1/uploads/{upload}/{path}")
            time.sleep(0.15)
            one.close()
            assert server.settled(is_free, 3), f"{path} went on without its client"

        # In the middle of a download: some of the answer was read.
        one = begin("GET", f"/api/v1/uploads/{upload}/customers.json")
        assert len(one.recv(65536)) > 0
        one.close()
        assert server.settled(is_free, 3)
        assert server.settled(lambda: len(server.spooled()) == 1), server.spooled()

        # In the middle of a training: the client goes, and somebody else gives it up.
        status, headers, _ = server.ask("POST", f"/api/v1/models?upload={upload}&name=shop&restarts=1000&k=20")
        assert status == 202
        assert server.ask("GET", "/api/v1/report")[0] == 429
        assert server.ask("DELETE", headers["Location"])[0] == 204
        assert server.settled(is_free, 3)
        assert json.loads(server.ask("GET", headers["Location"])[2])["phase"] == "cancelled"
        assert not list((place / "Models").glob("shop*")), list((place / "Models").iterdir())

        # The client of a training goes before it is told where it is: the model is whole.
        other = server.upload(small)
        begin("POST", f"/api/v1/models?upload={other}&name=whole&k=3").close()
        assert server.settled(lambda: (place / "Models" / "whole.json").exists() and is_free(), 20)
        assert server.ask("GET", SCORE + "&model=whole")[0] == 200

        for one in (upload, other):
            assert server.ask("DELETE", f"/api/v1/uploads/{one}")[0] == 204
        assert server.settled(lambda: not server.spooled()), server.spooled()
        assert not leftovers(place), leftovers(place)
    print("gone: clients that went in the middle of uploads, jobs, downloads and trainings left no file and no job")
    shutil.rmtree(place)


# --- kill -9


def whole(place):
    """All models and packs, as the command line reads them."""
    for path in sorted((place / "Models").glob("*.json")):
        subprocess.run([RFM, "score", "12", "5", "1840.50", "--json", "--model", path], cwd=place, check=True,
                       capture_output=True)
        subprocess.run([RFM, "export", "--json", "--model", path], cwd=place, check=True, capture_output=True)
    subprocess.run([RFM, "packs", "--json"], cwd=place, check=True, capture_output=True)
    json.loads((place / "Segments" / "retail.json").read_text())


def killed(times=50):
    place = folder()
    body = sales(place, 300, 5_000)
    seen = set()
    for number in range(times):
        with Server(place) as server:
            upload = server.upload(body)

            def train():
                while server.ask("POST", f"/api/v1/models?upload={upload}&name=shop&k=3&seed={number}")[0] < 500:
                    time.sleep(0.01)

            def edit():
                path = f"/api/v1/packs/retail?model={MODEL}"
                while True:
                    tag = server.ask("GET", path)[1]["ETag"]
                    name = "Top " + "x" * random.randrange(40)
                    server.ask("PATCH", path, json.dumps({"segment": "1", "name": name}), If_Match=tag,
                               Content_Type="application/json")

            def quietly(work):
                try:
                    work()
                except (OSError, http.client.HTTPException):
                    pass

            for work in (train, edit):
                threading.Thread(target=quietly, args=(work,), daemon=True).start()
            time.sleep(random.uniform(0.02, 0.6))
        whole(place)
        seen.add((place / "Segments" / "retail.json").read_text())
    with Server(place) as server:
        upload = server.upload(body)
        assert server.ask("POST", f"/api/v1/models?upload={upload}&name=shop&k=3")[0] == 202
        assert server.settled(lambda: server.ask("GET", SCORE + "&model=shop")[0] == 200, 10)
    print(f"killed: at {times} random moments; models, customers and packs were whole ({len(seen)} texts of the pack)")
    shutil.rmtree(place)


# --- No room


def full():
    if os.geteuid() != 0:
        # A mount of one's own.
        os.execvp("unshare", ["unshare", "-rm", sys.executable, __file__, RFM, PROGRAM, "full"])
    place = folder()
    disk = place / "tmp"
    disk.mkdir()
    body = sales(place, 4_000, 300_000)
    small = sales(place, 300, 5_000)
    mounted = []

    def mount(where, size):
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", where], check=True)
        mounted.append(where)

    try:
        mount(disk, "8m")
        with Server(place) as server:
            for path, headers in (("/api/v1/uploads", {"Content_Type": "application/octet-stream"}), ):
                status, _, answer = server.ask("POST", path, body, **headers)
                assert status == 507, (status, answer)
                assert server.settled(lambda: not server.spooled())
            form = (b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n' + body
                    + b"\r\n--x--\r\n")
            status, _, answer = server.ask("POST", "/classify_customers", form,
                                           Content_Type="multipart/form-data; boundary=x")
            assert status == 507, (status, answer)
            assert server.settled(lambda: not server.spooled())
            assert shutil.disk_usage(disk).used < 100_000 and not list(disk.iterdir())
            upload = server.upload(small)

            # No room where the models and the packs are.
            for name in ("Models", "Segments"):
                kept = place / f"{name}.kept"
                shutil.move(place / name, kept)
                (place / name).mkdir()
                mount(place / name, "2m")
                shutil.copytree(kept, place / name, dirs_exist_ok=True)
                shutil.rmtree(kept)
            before = {path: path.read_bytes() for name in ("Models", "Segments") for path in (place / name).iterdir()
                      if path.is_file()}
            for name in ("Models", "Segments"):
                try:
                    with open(place / name / "filler", "wb") as file:
                        while file.write(b"x" * 4096):
                            file.flush()
                except OSError:
                    pass
            status, headers, answer = server.ask("POST", f"/api/v1/models?upload={upload}&name=shop&k=3")
            assert status == 202, answer
            run = lambda: json.loads(server.ask("GET", headers["Location"])[2])
            assert server.settled(lambda: run()["phase"] == "failed", 20), run()
            assert "the disk is full" in run()["problem"], run()
            path = f"/api/v1/packs/retail?model={MODEL}"
            tag = server.ask("GET", path)[1]["ETag"]
            status, _, answer = server.ask("PATCH", path, '{"segment": "1", "name": "Top"}', If_Match=tag,
                                           Content_Type="application/json")
            assert status == 507, (status, answer)
            now = {path: path.read_bytes() for name in ("Models", "Segments") for path in (place / name).iterdir()
                   if path.is_file() and path.name != "filler"}
            assert now == before, now.keys() ^ before.keys()
            for name in ("Models", "Segments"):
                (place / name / "filler").unlink()
            assert server.ask("PATCH", path, '{"segment": "1", "name": "Top"}', If_Match=tag,
                              Content_Type="application/json")[0] == 200
    finally:
        for where in reversed(mounted):
            subprocess.run(["umount", "-l", where], check=False)
    print("full: 507 for uploads and edits, a failed training, and nothing half-written")
    shutil.rmtree(place)


# --- SIGTERM


def ended():
    place = folder()
    body = sales(place, 20_000, 400_000)
    for job in ("classify", "train"):
        with Server(place, "--drain", "30") as server:
            upload = server.upload(body)
            answers = []
            if job == "train":
                status, headers, _ = server.ask("POST", f"/api/v1/models?upload={upload}&name=shop&k=4")
                assert status == 202
            else:
                thread = threading.Thread(target=lambda: answers.append(
                    server.ask("GET", f"/api/v1/uploads/{upload}/customers.json")))
                thread.start()
                time.sleep(0.05)
            server.process.send_signal(signal.SIGTERM)
            assert server.process.wait(timeout=35) == 0
            if job == "train":
                subprocess.run([RFM, "score", "12", "5", "20", "--model", "shop"], cwd=place, check=True,
                               capture_output=True)
            else:
                thread.join()
                assert answers[0][0] == 200 and len(json.loads(answers[0][2])) > 10_000
    with Server(place, "--drain", "1") as server:
        upload = server.upload(body)
        assert server.ask("POST", f"/api/v1/models?upload={upload}&name=long&k=20&restarts=5000")[0] == 202
        time.sleep(0.2)
        start = time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(timeout=10) == 1
        seconds = time.monotonic() - start
        assert 0.9 < seconds < 3, seconds
    assert not list((place / "Models").glob("long*")) and not leftovers(place), leftovers(place)
    print(f"ended: what ran was finished; what took too long was given up after {seconds:.1f} s, without a trace")
    shutil.rmtree(place)


RFM, PROGRAM = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
for name in sys.argv[3:] or ["slow", "gone", "killed", "full", "ended"]:
    {"slow": slow, "gone": gone, "killed": killed, "full": full, "ended": ended}[name]()
