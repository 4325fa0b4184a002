"""rfm-server beside a service of FastAPI, uvicorn and scikit-learn with the study's contract: make bench ROWS=service

Both run on this machine, one at a time, in turns. wrk asks (apt-get install wrk), curl posts. What a server spends is
what /proc says of its process, so the programs that ask are not counted in.
"""

import json
import os
import pathlib
import re
import signal
import statistics
import subprocess
import sys
import threading
import time
import urllib.request

sys.path.append(str(pathlib.Path(__file__).resolve().parent / "peers"))
import sales  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TICKS = os.sysconf("SC_CLK_TCK")
CONNECTIONS = 16


class Service:
    """A server that runs, and what /proc says of it."""

    def __init__(self, name, command, folder, env=None, ready=None):
        self.name = name
        start = time.perf_counter()
        self.process = subprocess.Popen(
            [str(word) for word in command], cwd=folder, env={**os.environ, **(env or {})},
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        if ready:
            self.base = ready
            while not self.answers():
                time.sleep(0.002)
        else:
            self.base = self.process.stdout.readline().split()[-1]
        self.seconds = time.perf_counter() - start

    def answers(self):
        try:
            return urllib.request.urlopen(self.base + "/healthz", timeout=5).status == 200
        except OSError:
            return False

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()

    @property
    def processor(self):
        """Seconds of the processor so far."""
        words = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(words[11]) + int(words[12])) / TICKS

    def mebibytes(self, what):
        """VmRSS, what it holds now, or VmHWM, the most it held."""
        text = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(rf"{what}:\s+(\d+)", text)[1]) / 1024

    def load(self, path, seconds, connections=CONNECTIONS, script=None):
        """Asks as fast as it answers: answers a second, answers for a second of the processor, p99 in ms."""
        before = self.processor
        out = subprocess.run(
            ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", *(["-s", script] if script else []),
             self.base + path],
            capture_output=True, text=True, check=True).stdout
        spent = self.processor - before
        wrong = re.search(r"Non-2xx or 3xx responses: (\d+)|Socket errors: (.*)", out)
        if wrong:
            raise SystemExit(f"{self.name}: {wrong[0]}")
        count = int(re.search(r"(\d+) requests in", out)[1])
        value, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", out).groups()
        return count / seconds, count / spent, float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit]

    def post(self, file, out="/dev/null"):
        """Seconds from the first byte of a file to the last of the answer."""
        told = subprocess.run(
            ["curl", "-sS", "-f", "-o", str(out), "-w", "%{time_total}", "-F", f"file=@{file}",
             self.base + "/classify_customers"], capture_output=True, text=True, check=True).stdout
        return float(told)


class Measured:
    def __init__(self, bench):
        self.bench = bench
        self.pairs = bench.options.pairs
        self.seconds = 2 if bench.options.small else 8
        server = bench.options.server or ROOT / ".build-server" / "release" / "rfm-server"
        self.server = pathlib.Path(server).resolve()
        self.rows = []
        self.pickle = bench.file("pandas-4.pickle")
        python = bench.environment("service-venv", HERE / "peers" / "service-requirements.txt")
        self.python = python
        # Made by the same scikit-learn that reads it.
        subprocess.run(
            [python, HERE / "peers" / "pandas_train.py", bench.sales, self.pickle, bench.file("pandas-4.csv"),
             bench.file("pandas-4.json"), "4"], check=True)

    def ours(self, *options):
        return Service(
            "rfm-server", [self.server, "--port", "0", "--log", "error", "--model", self.bench.model, *options], ROOT)

    def theirs(self):
        return Service(
            "FastAPI", [self.python, "-m", "uvicorn", "study_service:app", "--port", "8765", "--log-level", "error"],
            HERE / "peers", {"MODEL": str(self.pickle)}, "http://127.0.0.1:8765")

    def row(self, what, value, unit, bar, is_good, peer=""):
        mark = "" if bar is None else f"{'≤' if unit != '×' else '≥'} {bar} {unit}"
        self.rows.append([what, f"{value:,.3g} {unit}" if value < 1000 else f"{value:,.0f} {unit}", peer, mark,
                          "" if bar is None else "yes" if is_good else "NO"])
        print("  " + " | ".join(self.rows[-1]), flush=True)

    def most(self, what, value, unit, bar, peer=""):
        self.row(what, value, unit, bar, value <= bar, peer)

    def least(self, what, value, bar, peer=""):
        self.row(what, value, "×", bar, value >= bar, peer)

    # --- What is measured

    def start(self):
        runs, idle, theirs = [], [], []
        for _ in range(max(9, self.pairs)):
            with self.ours() as service:
                runs.append(service.seconds)
                time.sleep(0.3)
                idle.append(service.mebibytes("VmRSS"))
        for _ in range(3):
            with self.theirs() as service:
                theirs.append((service.seconds, service.mebibytes("VmRSS")))
        self.most("ready after", statistics.median(runs), "s", 0.1, f"{statistics.median(t for t, _ in theirs):.2f} s")
        self.most("idle", max(idle), "MiB", 40, f"{max(m for _, m in theirs):.0f} MiB")

    def score(self):
        ratios, p99s, ours, theirs = [], [], [], []
        for _ in range(self.pairs):
            with self.ours() as service:
                service.load("/api/v1/score?r=12&f=5&m=1840.5", 1)
                own = service.load("/api/v1/score?r=12&f=5&m=1840.5", self.seconds)
            with self.theirs() as service:
                service.load("/score?r=12&f=5&m=1840.5", 1)
                other = service.load("/score?r=12&f=5&m=1840.5", self.seconds)
            ratios.append(own[1] / other[1])
            p99s.append(own[2])
            ours.append(own[1])
            theirs.append(other)
        self.least("scores for a second of the processor", statistics.median(ratios), 25,
                   f"{statistics.median(o[1] for o in theirs):,.0f}, here {statistics.median(ours):,.0f}")
        self.most(f"p99 at {CONNECTIONS} connections", statistics.median(p99s), "ms", 5,
                  f"{statistics.median(o[2] for o in theirs):.1f} ms")

    def contract(self):
        """The sales of one customer, posted to both as the study's page posts them."""
        with open(self.bench.sales, encoding="utf-8") as file:
            rows = [next(file)]
            place = rows[0].rstrip("\r\n").split(",").index(sales.columns(self.bench.sales)["customer"])
            # No comma stands in quotes in a row whose description has none.
            rest = [row for row in file if row.count(",") == rows[0].count(",") and '"' not in row]
        of = rest[0].rstrip("\r\n").split(",")[place]
        rows += [row for row in rest if row.rstrip("\r\n").split(",")[place] == of][:20]
        script = self.bench.file("service-post.lua")
        script.write_text(
            'wrk.method = "POST"\nwrk.headers["Content-Type"] = "multipart/form-data; boundary=x"\n'
            'wrk.body = "--x\\r\\nContent-Disposition: form-data; name=\\"file\\"; filename=\\"a.csv\\"\\r\\n\\r\\n" .. '
            "[==[\n" + "".join(rows) + ']==] .. "\\r\\n--x--\\r\\n"\n')
        ratios, ours, theirs = [], [], []
        for _ in range(self.pairs):
            found = []
            # Four at a time, of which one is worked on: none shall be told to come again.
            for make in (lambda: self.ours("--max-queued", "16"), self.theirs):
                with make() as service:
                    service.load("/classify_customers", 1, 4, script)
                    found.append(service.load("/classify_customers", self.seconds, 4, script)[1])
            ratios.append(found[0] / found[1])
            ours.append(found[0])
            theirs.append(found[1])
        self.least("one customer's sales by the study's contract, for a second of the processor",
                   statistics.median(ratios), 25,
                   f"{statistics.median(theirs):,.0f}, here {statistics.median(ours):,.0f}")

    def busy(self):
        """Look-ups while one file after the other is classified."""
        file, p99s = self.bench.sales, []
        for _ in range(self.pairs):
            with self.ours() as service:
                stop, count = threading.Event(), [0]

                def classify():
                    while not stop.is_set():
                        service.post(file)
                        count[0] += 1

                thread = threading.Thread(target=classify)
                thread.start()
                p99s.append(service.load("/api/v1/score?r=12&f=5&m=1840.5", self.seconds)[2])
                stop.set()
                thread.join()
        self.most(f"p99 while {file.stat().st_size / 1e6:.0f} MB are classified again and again",
                  statistics.median(p99s), "ms", 20)

    def file(self):
        file, times, peaks, ratios, theirs = self.bench.sales, [], [], [], []
        own, other = self.bench.file("service-rfm.json"), self.bench.file("service-peer.json")
        for _ in range(self.pairs):
            with self.ours() as service:
                first = service.post(file, own)
                peaks.append(service.mebibytes("VmHWM"))
                best = statistics.median([service.post(file) for _ in range(5)])
            with self.theirs() as service:
                service.post(file, other)
                peer = service.post(file)
                memory = service.mebibytes("VmHWM")
            times.append(best)
            theirs.append((peer, memory))
            ratios.append(peer / best)
        self.check(own, other)
        size = f"{file.stat().st_size / 1e6:.0f} MB"
        self.most(f"{size} to JSON", statistics.median(times), "s", 0.25, f"{statistics.median(t for t, _ in theirs):.2f} s")
        self.least(f"{size} to JSON, ratio", statistics.median(ratios), 10)
        self.most(f"peak of {size}", max(peaks), "MiB", 96, f"{max(m for _, m in theirs):.0f} MiB")

    def check(self, own, other):
        """The same customers with the same sums, whatever the clusters are called."""
        a, b = ({row["customer_id"]: row for row in json.loads(path.read_text())} for path in (own, other))
        if a.keys() != b.keys():
            raise SystemExit(f"{len(a)} customers, and the other service says {len(b)}")
        for customer, row in a.items():
            values, others = row["rfm_values"], b[customer]["rfm_values"]
            if row.keys() != b[customer].keys() or any(abs(values[k] - others[k]) > 0.011 for k in values):
                raise SystemExit(f"customer {customer}: {values}, and the other service says {others}")

    def gigabyte(self):
        if self.bench.options.small:
            return
        # A gigabyte is 2³⁰ bytes.
        self.bench.options.times = -(-2**30 // self.bench.sales.stat().st_size)
        large = self.bench.large
        with self.ours("--max-body", "2048") as service:
            seconds = service.post(large)
            peak = service.mebibytes("VmHWM")
        self.most(f"peak of {large.stat().st_size / 1e6:,.0f} MB ({seconds:.2f} s)", peak, "MiB", 160)

    def table(self):
        titles = ["rfm-server", "measured", "FastAPI + uvicorn + scikit-learn", "bar", "reached"]
        print("\n| " + " | ".join(titles) + " |\n|" + " --- |" * len(titles))
        for row in self.rows:
            print("| " + " | ".join(row) + " |")


def measure(bench):
    measured = Measured(bench)
    for part in (measured.start, measured.score, measured.contract, measured.busy, measured.file, measured.gigabyte):
        part()
    measured.table()
