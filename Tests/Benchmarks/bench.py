#!/usr/bin/env python3
"""Times rfm against what people use instead, on this machine, in this run, with the same answer.

    make bench                        everything; a quarter of an hour, and 9 GB of disk below .build/bench
    make bench ROWS="table score"     some rows of the table
    bench.py --list                   which rows there are
    bench.py --small                  a smoke test of all rows on little files

Whole processes are timed in turn, A B A B …, after one round that does not count; the ratio is the median of
the pairs' ratios. No figure is printed that was not measured in this run.
"""

import argparse
import functools
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys

import service

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PEERS = HERE / "peers"
BUILD = ROOT / ".build"
SHARED = ROOT.parent / "shared" / "data"


class Mismatch(Exception):
    """Two programs gave different answers."""


class Program:
    """A command that is timed: its name, how it is started, and where its output goes."""

    # Where programs run: what they write without being told to, such as a pack for new clusters, stays there.
    folder = None

    def __init__(self, name, command, output="/dev/null"):
        self.name = name
        self.command = [str(part) for part in command]
        self.output = str(output)
        self.runs = []

    def run(self):
        launched = subprocess.run(
            [sys.executable, "-S", "-E", HERE / "launch.py", os.path.abspath(self.output), *self.command],
            capture_output=True, text=True, check=True, cwd=self.folder)
        status, seconds, processor, kib = launched.stdout.split()
        if status != "0":
            raise SystemExit(f"{self.name} failed: {' '.join(self.command)}\n{self.errors()}")
        return float(seconds), float(processor), int(kib) / 1024

    def errors(self):
        path = pathlib.Path(self.output + ".err")
        return path.read_text() if path.exists() else ""

    @property
    def seconds(self):
        return statistics.median(run[0] for run in self.runs)

    @property
    def least(self):
        return min(run[0] for run in self.runs)

    @property
    def mebibytes(self):
        return max(run[2] for run in self.runs)


class Bench:
    def __init__(self, options):
        self.options = options
        self.folder = pathlib.Path(options.folder or BUILD / "bench").resolve()
        self.folder.mkdir(parents=True, exist_ok=True)
        Program.folder = self.folder
        self.rfm = self.built(options.rfm)
        self.lines = []
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"

    # --- What is needed

    @functools.cached_property
    def python(self):
        """The peers, in an environment of their own that is made once."""
        return self.environment("bench-venv", HERE / "requirements.txt")

    def environment(self, name, requirements):
        """The Python of an environment with these requirements."""
        place = BUILD / name
        wanted = requirements.read_text()
        marker = place / "requirements.txt"
        if not marker.exists() or marker.read_text() != wanted:
            say(f"installing the peers in {place}")
            subprocess.run([sys.executable, "-m", "venv", "--clear", place], check=True)
            subprocess.run(
                [place / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
                 "-r", requirements], check=True)
            marker.write_text(wanted)
        return place / "bin" / "python"

    def built(self, given):
        if given:
            return pathlib.Path(given).resolve()
        subprocess.run(["make", "-s", "build"], cwd=ROOT, check=True)
        return BUILD / "release" / "rfm"

    def file(self, name):
        return self.folder / name

    def made(self, name, make):
        """A file that is made once and kept for the next run."""
        path = self.file(name)
        if not path.exists():
            say(f"making {path}")
            make(path)
        return path

    def sample(self, customers, rows):
        def make(path):
            subprocess.run(
                [self.rfm, "sample", "--customers", str(customers), "--rows", str(rows), "-o", path, "--quiet"],
                check=True)
        return self.made(f"sample-{customers}-{rows}.csv", make)

    @property
    def sales(self):
        """A year of sales: the real one where it is there."""
        real = SHARED / "online-retail-2010-2011.csv"
        if real.exists() and not self.options.small:
            return real
        return self.sample(400, 20_000) if self.options.small else self.sample(4_372, 541_909)

    @property
    def large(self):
        """Twenty years of as many shops."""
        real = SHARED / "online-retail-2010-2011.csv"
        if self.options.small:
            return self.sample(2_000, 100_000)
        times = self.options.times
        if not real.exists():
            return self.sample(4_372 * times, 541_909 * times)
        return self.made(f"large-{times}.csv", lambda path: subprocess.run(
            [sys.executable, HERE / "large_sales.py", real, path, "--times", str(times)], check=True))

    def customers(self, count):
        """An RFM table with a row for each of so many customers."""
        count = count // 100 if self.options.small else count
        sales = self.sample(count, 2 * count)
        return count, self.made(f"customers-{count}.csv", lambda path: subprocess.run(
            [self.rfm, "table", sales, "-o", path, "--quiet"], check=True))

    @property
    def model(self):
        return ROOT / "Models" / "online-retail-2009-2010.json"

    # --- Timing

    def time(self, work, ours, peers, size=None, imports=None):
        """Rounds of all programs in turn.

        imports: by peer, the modules that it cannot do without; a run of only these is timed beside it.
        """
        bare = {}
        for peer in peers:
            modules = (imports or {}).get(peer.name)
            if modules:
                bare[peer.name] = Program(f"import {modules}", [self.python, "-c", f"import {modules}"])
        programs = [ours, *peers, *bare.values()]
        for number in range(self.options.pairs + 1):
            for program in programs:
                figures = program.run()
                # The first round fills the caches and does not count.
                if number > 0:
                    program.runs.append(figures)
        for peer in peers:
            rounds = list(zip(ours.runs, peer.runs))
            ratio = statistics.median(theirs[0] / own[0] for own, theirs in rounds)
            net = None
            if peer.name in bare:
                net = statistics.median(
                    (theirs[0] - load[0]) / own[0]
                    for (own, theirs), load in zip(rounds, bare[peer.name].runs))
            self.line(work, ours, peer, ratio, net, size)

    def line(self, work, ours, peer, ratio, net, size):
        rate = f"{size / 1e6 / ours.seconds:,.0f}" if size else ""
        cells = [
            work, f"{clock(ours.seconds)} (least {clock(ours.least)})", f"{ours.mebibytes:,.0f}", rate, peer.name,
            clock(peer.seconds), f"{peer.mebibytes:,.0f}", f"{ratio:.1f} ×", f"{net:.1f} ×" if net else ""]
        self.lines.append(cells)
        say("  " + " | ".join(cells))

    def print_table(self):
        if not self.lines:
            return
        titles = ["work", "rfm", "MiB", "MB/s", "peer", "its time", "its MiB", "ratio", "net of imports"]
        print("\n| " + " | ".join(titles) + " |\n|" + " --- |" * len(titles))
        for cells in self.lines:
            print("| " + " | ".join(cells) + " |")

    # --- The rows of the table

    def train(self):
        """train --k 4 on a year of sales, against pandas and Polars with scikit-learn"""
        self.training("4")

    def sweep(self):
        """the same with every k from 2 to 12 and their silhouettes"""
        self.training("sweep")

    def training(self, how):
        sales = self.sales
        model = self.file("rfm-model.json")
        k = "auto" if how == "sweep" else how
        ours = Program("rfm", [self.rfm, "train", sales, "-o", model, "--k", k, "--json", "--quiet"],
                       self.file("rfm-train.json"))
        peers = []
        for library in ["pandas", "polars"]:
            base = f"{library}-{how}"
            peers.append(Program(f"{library} + scikit-learn", [
                self.python, PEERS / f"{library}_train.py", sales, self.file(base + ".pickle"),
                self.file(base + ".csv"), self.file(base + ".json"), how]))
        self.check_training(ours, peers, how, sales)
        imports = {
            "pandas + scikit-learn": "pandas, sklearn.cluster, sklearn.metrics, sklearn.preprocessing",
            "polars + scikit-learn": "polars, sklearn.cluster, sklearn.metrics, sklearn.preprocessing",
        }
        self.time(f"train --k {k}", ours, peers, sales.stat().st_size, imports)

    def check_training(self, ours, peers, how, sales):
        ours.run()
        answer = json.loads(pathlib.Path(ours.output).read_text())
        quality = answer["quality"]
        table = self.file("rfm-check.csv")
        subprocess.run([self.rfm, "table", sales, "-o", table, "--quiet"], check=True)
        sums = self.sums(table)
        for peer in peers:
            peer.run()
            theirs = json.loads(pathlib.Path(peer.command[5]).read_text())
            same(peer.name, "customers", sums["customers"], theirs["customers"])
            same(peer.name, "customers trained on", answer["source"]["trainedOn"], theirs["trained"])
            for name in ["recency", "frequency", "monetary"]:
                near(peer.name, f"sum of {name}", sums[name], theirs[name], 1e-9)
            if how == "sweep":
                for entry in quality["sweep"]:
                    no_worse(peer.name, f"inertia of k = {entry['k']}", entry["inertia"],
                             theirs["sweep"][str(entry["k"])])
                same(peer.name, "the best k", answer["quality"].get("k", len(answer["clusters"])), theirs["k"])
            else:
                no_worse(peer.name, "inertia", quality["inertia"], theirs["inertia"])
                near(peer.name, "silhouette", quality["silhouette"], theirs["silhouette"], 1e-3)

    def sums(self, path):
        """Customers and sums of an RFM table, added up by DuckDB."""
        query = (
            "import duckdb, json, sys; row = duckdb.execute(f\"SELECT count(*), sum(recency), sum(frequency), "
            "sum(monetary) FROM read_csv('{sys.argv[1]}', types = {{'monetary': 'DECIMAL(18,4)'}})\").fetchone(); "
            "print(json.dumps([float(value) for value in row]))")
        out = subprocess.run(
            [self.python, "-c", query, path], capture_output=True, text=True, check=True).stdout
        return dict(zip(["customers", "recency", "frequency", "monetary"], json.loads(out)))

    def table(self):
        """sales to an RFM table, twenty times a year of sales, against DuckDB and Polars"""
        sales = self.large
        ours = Program("rfm", [self.rfm, "table", sales, "-o", self.file("table-rfm.csv"), "--quiet"])
        peers = [
            Program(name, [self.python, PEERS / f"{name}_table.py", sales, self.file(f"table-{name}.csv")])
            for name in ["duckdb", "polars"]]
        ours.run()
        sums = self.sums(self.file("table-rfm.csv"))
        for peer in peers:
            peer.run()
            theirs = self.sums(self.file(f"table-{peer.name}.csv"))
            for name in sums:
                # Polars adds up binary numbers, so its pence are not exact.
                near(peer.name, name, sums[name], theirs[name], 1e-9)
        self.time("table", ours, peers, sales.stat().st_size, {"duckdb": "duckdb", "polars": "polars"})

    def kmeans(self):
        """k-means of 1,000,000 customers, k = 8, 10 restarts, from the RFM table to the model"""
        count, table = self.customers(1_000_000)
        model = self.file("kmeans.json")
        ours = Program("rfm", [
            self.rfm, "train", table, "-o", model, "--k", "8", "--restarts", "10", "--outliers", "none", "--json",
            "--quiet"], self.file("rfm-kmeans.json"))
        peers = [
            Program(f"{library} + scikit-learn", [
                self.python, PEERS / "fit.py", library, table, self.file(f"kmeans-{library}.json"), "8", "10"])
            for library in ["pandas", "polars"]]
        self.check_fit(ours, peers)
        imports = {peer.name: f"{peer.command[2]}, sklearn.cluster, sklearn.preprocessing" for peer in peers}
        self.time(f"train --k 8 of {count:,}, store written", ours, peers, table.stat().st_size, imports)
        self.time_fits(count, table)

    def time_fits(self, count, table):
        """The same k-means by itself, by the programs' own clocks: nothing is read, measured or written."""
        product = "rfm-inner-benchmarks"
        subprocess.run(["swift", "build", "-c", "release", "--product", product], cwd=ROOT, check=True,
                       stdout=subprocess.DEVNULL)
        found = self.file("fit.json")
        ours = Program("rfm", [BUILD / "release" / product, "fit", table, "8", "10"], found)
        summary = self.file("fit-sklearn.json")
        peer = Program("scikit-learn", [self.python, PEERS / "fit.py", "polars", table, summary, "8", "10"])
        for number in range(self.options.pairs + 1):
            for program, answer in [(ours, found), (peer, summary)]:
                _, processor, mebibytes = program.run()
                fit = json.loads(answer.read_text())
                if number > 0:
                    program.runs.append((fit["seconds"], processor, mebibytes))
                program.inertia = fit["inertia"]
        no_worse(peer.name, "inertia", ours.inertia, peer.inertia)
        ratio = statistics.median(theirs[0] / own[0] for own, theirs in zip(ours.runs, peer.runs))
        self.line(f"k-means alone, {count:,} customers", ours, peer, ratio, None, None)

    def silhouette(self):
        """the exact silhouette of 20,000 customers, k = 4, one restart"""
        count, table = self.customers(20_000)
        ours = Program("rfm", [
            self.rfm, "train", table, "-o", self.file("silhouette.json"), "--k", "4", "--restarts", "1",
            "--outliers", "none", "--exact-silhouette", "--json", "--quiet"], self.file("rfm-silhouette.json"))
        peers = [
            Program(f"{library} + scikit-learn", [
                self.python, PEERS / "fit.py", library, table, self.file(f"silhouette-{library}.json"), "4", "1",
                "silhouette"])
            for library in ["pandas", "polars"]]
        self.check_fit(ours, peers, isExactFit=False)
        imports = {
            peer.name: f"{peer.command[2]}, sklearn.cluster, sklearn.metrics, sklearn.preprocessing"
            for peer in peers}
        self.time(f"exact silhouette of {count:,}", ours, peers, None, imports)

    def check_fit(self, ours, peers, isExactFit=True):
        ours.run()
        answer = json.loads(pathlib.Path(ours.output).read_text())
        for peer in peers:
            peer.run()
            theirs = json.loads(pathlib.Path(peer.command[4]).read_text())
            same(peer.name, "customers", answer["source"]["customers"], theirs["customers"])
            # One restart each may end in different minima: their silhouettes are of different clusters then.
            if isExactFit:
                no_worse(peer.name, "inertia", answer["quality"]["inertia"], theirs["inertia"])

    def classify(self):
        """classify 10,000,000 rows of an RFM table, CSV to CSV, against the same distances in SQL"""
        count, table = self.customers(10_000_000)
        out, theirs = self.file("classified-rfm.csv"), self.file("classified-duckdb.csv")
        ours = Program("rfm", [
            self.rfm, "classify", table, "--model", self.model, "--segments", ROOT / "Segments", "-o", out,
            "--quiet"])
        peer = Program("duckdb", [self.python, PEERS / "duckdb_classify.py", self.model, table, theirs])
        ours.run()
        peer.run()
        query = (
            "import polars as pl, sys; a, b = (pl.scan_csv(p, schema_overrides={'customer_id': pl.String})"
            ".select('customer_id', 'cluster', 'outlier', pl.col('margin').alias('m'), 'recency_score') "
            "for p in sys.argv[1:]); both = pl.concat([a, b.rename(lambda n: n + '_b')], how='horizontal'); "
            "print(both.select(pl.len(), ((pl.col('cluster') != pl.col('cluster_b')) | (pl.col('outlier') != "
            "pl.col('outlier_b')) | (pl.col('customer_id') != pl.col('customer_id_b')) | "
            "(pl.col('recency_score') != pl.col('recency_score_b')) | ((pl.col('m') - pl.col('m_b')).abs() > 1e-9))"
            ".sum()).collect(engine='streaming').row(0))")
        found = subprocess.run(
            [self.python, "-c", query, out, theirs], capture_output=True, text=True, check=True).stdout
        same("duckdb", "rows, and rows answered otherwise", f"({count}, 0)", found.strip())
        self.time(f"classify {count:,} rows", ours, [peer], table.stat().st_size, {"duckdb": "duckdb"})

    def score(self):
        """from start to the first answer, against a script that unpickles its model and predicts"""
        pickle = self.file("pandas-4.pickle")
        if not pickle.exists():
            Program("pandas", [
                self.python, PEERS / "pandas_train.py", self.sales, pickle, self.file("pandas-4.csv"),
                self.file("pandas-4.json"), "4"]).run()
        builds = {"as make run builds it": self.rfm}
        static = BUILD / "static" / "release" / "rfm"
        if static.exists():
            builds["as make install does"] = static
        else:
            say("  the static build is left out: make install PREFIX=… makes it")
        pairs = self.options.pairs
        # Milliseconds need more rounds than seconds.
        self.options.pairs = max(pairs, 15)
        for build, rfm in builds.items():
            ours = Program("rfm", [
                rfm, "score", "12", "5", "1840.5", "--model", self.model, "--segments", ROOT / "Segments"])
            peer = Program("unpickle, predict", [self.python, PEERS / "score.py", pickle, "12", "5", "1840.5"])
            self.time(f"score, {build}", ours, [peer])
        self.options.pairs = pairs

    def inner(self):
        """the parts by themselves: parse, aggregate, assign, silhouette, store and its look-ups"""
        if "rfm-inner-benchmarks" not in (ROOT / "Package.swift").read_text():
            say("  left out: there is no target rfm-inner-benchmarks")
            return
        subprocess.run(
            ["swift", "run", "-c", "release", "rfm-inner-benchmarks"], cwd=ROOT, check=True)

    def service(self):
        """rfm-server beside FastAPI + uvicorn + scikit-learn: answers, waiting, memory, files"""
        if not shutil.which("wrk"):
            say("  left out: it needs wrk (apt-get install wrk)")
            return
        service.measure(self)

    # --- Growth

    def growth(self):
        """1×, 4×, 16× the rows: time and memory for a row"""
        rows = 5_000 if self.options.small else 2_000_000
        files = [(factor, self.sample(rows // 125 * factor, rows * factor)) for factor in (1, 4, 16)]
        self.grow("rows", [(f"{factor} ×", rows * factor, "row", path) for factor, path in files])

    def many(self):
        """10³ to 10⁷ customers: time for a row and memory for a customer"""
        top = 5 if self.options.small else 7
        counts = [10 ** power for power in range(3, top + 1)]
        self.grow("customers", [
            (f"{count:,} customers, {2 * max(count, 10 ** (top - 2)):,} rows", count, "customer",
             self.sample(count, 2 * max(count, 10 ** (top - 2)))) for count in counts])

    def grow(self, title, files):
        # The time is the reader's: to replace the large file of another program would take some of it, too.
        table = self.file("growth.csv")
        programs = [
            Program(name, [self.rfm, "table", path, "-o", table, "--quiet"]) for name, _, _, path in files]
        for number in range(self.options.pairs + 1):
            for program in programs:
                table.unlink(missing_ok=True)
                figures = program.run()
                if number > 0:
                    program.runs.append(figures)
        unit = files[0][2]
        print(f"\n| {title} | rfm table | ns for a row | MiB | bytes for a {unit} |\n|" + " --- |" * 5)
        for program, (name, count, _, path) in zip(programs, files):
            rows = int(path.stem.split("-")[-1])
            print(
                f"| {name} | {clock(program.seconds)} | {program.seconds / rows * 1e9:,.0f} | "
                f"{program.mebibytes:,.0f} | {program.mebibytes * 2 ** 20 / count:,.0f} |")


# --- Checks


def same(peer, what, ours, theirs):
    if ours != theirs:
        raise Mismatch(f"{what}: rfm says {ours}, {peer} says {theirs}")


def near(peer, what, ours, theirs, tolerance):
    if abs(ours - theirs) > tolerance * max(abs(ours), abs(theirs), 1):
        raise Mismatch(f"{what}: rfm says {ours}, {peer} says {theirs}")


def no_worse(peer, what, ours, theirs):
    if ours > theirs * 1.002:
        raise Mismatch(f"{what}: rfm reaches {ours}, {peer} {theirs}")


# --- Words


def clock(seconds):
    return f"{seconds * 1e3:.1f} ms" if seconds < 0.1 else f"{seconds:.2f} s"


def say(text):
    print(text, file=sys.stderr, flush=True)


ROWS = ["train", "sweep", "table", "kmeans", "silhouette", "classify", "score", "inner", "growth", "many", "service"]


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", nargs="*", metavar="row", help="which rows; all without")
    parser.add_argument("--pairs", type=int, default=5, help="how many pairs are timed (5)")
    parser.add_argument("--times", type=int, default=20, help="how often the large file repeats a year (20)")
    parser.add_argument("--small", action="store_true", help="little files: whether all works, not how fast")
    parser.add_argument("--rfm", help="the program; built otherwise")
    parser.add_argument("--server", help="the program rfm-server; .build-server/release/rfm-server otherwise")
    parser.add_argument("--folder", help="where files are kept; .build/bench otherwise")
    parser.add_argument("--list", action="store_true", help="the rows and what they are")
    options = parser.parse_args()
    if options.list:
        for row in ROWS:
            print(f"{row:11}{getattr(Bench, row).__doc__}")
        return 0
    unknown = [row for row in options.rows if row not in ROWS]
    if unknown:
        parser.error(f"there is no row {unknown[0]!r}; there are {', '.join(ROWS)}")
    if options.pairs < 1:
        parser.error("--pairs: at least 1")
    bench = Bench(options)
    failed = []
    for row in options.rows or ROWS:
        say(f"{row}: {getattr(Bench, row).__doc__}")
        try:
            getattr(bench, row)()
        except Mismatch as mismatch:
            failed.append(f"{row}: {mismatch}")
            say(f"  {mismatch}")
    bench.print_table()
    for line in failed:
        print(f"not the same answer, so not timed: {line}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
