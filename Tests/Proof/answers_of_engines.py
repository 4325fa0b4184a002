#!/usr/bin/env python3
"""Runs the SQL of `rfm sql` on real engines, and compares row by row with `rfm table` and `rfm classify`.

    python3 Tests/Proof/answers_of_engines.py [--engines duckdb,sqlite] [--quick] [--invented] PROGRAM [FILE...]

Without files: the two real years and the orders in ../shared/data. Each file is loaded as texts, the hardest case,
and so are two files that this script invents, of sales and of values on every edge. Engines of PyPI come into
.build/engines-venv; PostgreSQL and MariaDB are those of the system, started for the time of the run. What cannot be
had is skipped by name. dbt builds what `rfm sql all --dbt` writes, on DuckDB.

Clusters, scores, outliers, segments, recency, frequency and dates must be the same, totals the same to the last
decimal (the same double in SQLite), distances and margins within 1e-9.
"""

import argparse
import csv
import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".build" / "engines-venv"
PACKAGES = {"duckdb": "duckdb", "datafusion": "datafusion", "clickhouse": "chdb", "spark": "pyspark"}
DBT = ["dbt-core<1.12", "dbt-duckdb<1.11"]
NAMES = ["duckdb", "sqlite", "postgres", "mariadb", "datafusion", "clickhouse", "spark"]
TOLERANCE = 1e-9
SUMS = [
    [], ["--returns", "net"], ["--clean", "sales"], ["--clean", "customers", "--returns", "net"],
    ["--frequency", "lines"], ["--frequency", "days"], ["--monetary", "average"], ["--as-of", "next-day"],
    ["--window", "90d"], ["--as-of", "MIDDLE"], ["--as-of", "MIDDLE", "--window", "45d", "--returns", "net"],
    ["--where", "Country!=United Kingdom"],
]  # fmt: skip
MODELS = [[], ["--k", "2"], ["--k", "12", "--log", "frequency,monetary", "--outliers", "none"]]

failures = []
checks = 0
worst = 0.0


def expect(holds, what):
    global checks
    checks += 1
    if not holds:
        failures.append(what)
        print(f"  FAILED: {what}", flush=True)


class Absent(Exception):
    pass


# Engines: each takes tables of texts, and gives the rows of a query as lists of texts and numbers.


def quoted(name, quote='"'):
    return quote + name.replace(quote, quote * 2) + quote


class DuckDB:
    def __init__(self, folder):
        import duckdb

        self.connection = duckdb.connect()

    def load(self, table, path):
        self.connection.execute(
            f"CREATE OR REPLACE TABLE {table} AS SELECT * FROM read_csv(?, all_varchar = true, nullstr = '')",
            [str(path)],
        )

    def rows(self, sql):
        return self.connection.execute(sql).fetchall()


class SQLite:
    def __init__(self, folder):
        import sqlite3

        self.connection = sqlite3.connect(":memory:")
        try:
            self.connection.execute("SELECT LN(SQRT(2.0))")
        except sqlite3.OperationalError:
            raise Absent("this SQLite has no SQRT and LN")

    def load(self, table, path):
        with open(path, newline="", encoding="utf-8") as file:
            reader = csv.reader(file)
            header = next(reader)
            self.connection.execute(f"DROP TABLE IF EXISTS {table}")
            self.connection.execute(f"CREATE TABLE {table} ({', '.join(quoted(h) + ' TEXT' for h in header)})")
            marks = ", ".join("?" * len(header))
            self.connection.executemany(f"INSERT INTO {table} VALUES ({marks})", ([v or None for v in r] for r in reader))

    def rows(self, sql):
        return self.connection.execute(sql).fetchall()


class PostgreSQL:
    def __init__(self, folder):
        tools = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
        if not tools or not shutil.which("psql"):
            raise Absent("PostgreSQL is not installed (apt install postgresql)")
        self.tools, self.folder = tools[0], Path(tempfile.mkdtemp(prefix="rfm-pg-", dir="/tmp"))
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        self.as_owner(
            [self.tools / "initdb", "-D", self.folder / "d", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale", "C.UTF-8"])
        options = f"-p 55432 -k {self.folder} -c listen_addresses='' -c fsync=off"
        self.as_owner([self.tools / "pg_ctl", "-D", self.folder / "d", "-w", "-l", self.folder / "log", "-o", options, "start"])

    def as_owner(self, command):
        # The server does not run as root.
        owner = ["/sbin/runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        subprocess.run([*owner, *map(str, command)], check=True, stdout=subprocess.DEVNULL, cwd="/")

    def psql(self, *arguments, **more):
        command = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", str(self.folder), "-p", "55432", "-U", "postgres"]
        done = subprocess.run([*command, *arguments], capture_output=True, text=True, **more)
        if done.returncode != 0:
            raise RuntimeError(done.stderr[:500])
        return done.stdout

    def load(self, table, path):
        with open(path, newline="", encoding="utf-8") as file:
            header = next(csv.reader(file))
        columns = ", ".join(quoted(h) + " TEXT" for h in header)
        self.psql("-c", f"DROP TABLE IF EXISTS {table}", "-c", f"CREATE TABLE {table} ({columns})")
        with open(path) as file:
            self.psql("-c", f"\\copy {table} FROM STDIN (FORMAT csv, HEADER)", stdin=file)

    def rows(self, sql):
        (self.folder / "query.sql").write_text(sql)
        text = self.psql("--csv", "-t", "-f", str(self.folder / "query.sql"))
        return [[None if v == "" else v for v in row] for row in csv.reader(text.splitlines())]

    def close(self):
        self.as_owner([self.tools / "pg_ctl", "-D", self.folder / "d", "-m", "immediate", "stop"])
        shutil.rmtree(self.folder, ignore_errors=True)


class MariaDB:
    def __init__(self, folder):
        if not shutil.which("mariadbd") and not Path("/usr/sbin/mariadbd").exists():
            raise Absent("MariaDB is not installed (apt install mariadb-server)")
        self.folder = Path(tempfile.mkdtemp(prefix="rfm-my-", dir="/tmp"))
        subprocess.run(
            ["mariadb-install-db", "--no-defaults", f"--datadir={self.folder}/d", "--user=root",
             "--auth-root-authentication-method=normal"], check=True, capture_output=True)  # fmt: skip
        self.socket = self.folder / "my.sock"
        self.server = subprocess.Popen(
            ["/usr/sbin/mariadbd", "--no-defaults", f"--datadir={self.folder}/d", "--user=root", "--skip-networking",
             f"--socket={self.socket}", "--local-infile=1", "--innodb-flush-log-at-trx-commit=0",
             f"--pid-file={self.folder}/pid"],
            stdout=subprocess.DEVNULL, stderr=open(self.folder / "log", "w"))  # fmt: skip
        for _ in range(60):
            time.sleep(0.5)
            if self.socket.exists():
                break
        self.mariadb("CREATE DATABASE shop CHARACTER SET utf8mb4", database=None)

    def mariadb(self, sql, database="shop"):
        command = ["mariadb", "--no-defaults", f"--socket={self.socket}", "-u", "root", "--local-infile=1", "--batch",
                   "--skip-column-names", "--default-character-set=utf8mb4"]  # fmt: skip
        done = subprocess.run(command + ([database] if database else []), input=sql, capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(done.stderr[:500])
        return done.stdout

    def load(self, table, path):
        with open(path, newline="", encoding="utf-8") as file:
            header = next(csv.reader(file))
        columns = ", ".join(f"{quoted(h, '`')} TEXT" for h in header)
        self.mariadb(
            f"DROP TABLE IF EXISTS {table}; CREATE TABLE {table} ({columns}) CHARACTER SET utf8mb4;"
            f"LOAD DATA LOCAL INFILE '{path}' INTO TABLE {table} CHARACTER SET utf8mb4 FIELDS TERMINATED BY ','"
            " OPTIONALLY ENCLOSED BY '\"' ESCAPED BY '' LINES TERMINATED BY '\\n' IGNORE 1 LINES")

    def rows(self, sql):
        escapes = {"\\n": "\n", "\\t": "\t", "\\\\": "\\", "\\0": "\0"}

        def value(text):
            if text == "NULL":
                return None
            parts, at = [], 0
            while at < len(text):
                pair = text[at : at + 2]
                parts.append(escapes.get(pair, text[at]))
                at += 2 if pair in escapes else 1
            return "".join(parts)

        return [[value(v) for v in line.split("\t")] for line in self.mariadb(sql).splitlines()]

    def close(self):
        self.server.terminate()
        self.server.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


class DataFusion:
    def __init__(self, folder):
        from datafusion import SessionContext

        self.context, self.loaded = SessionContext(), set()

    def load(self, table, path):
        import pyarrow

        if table in self.loaded:
            self.context.deregister_table(table)
        self.loaded.add(table)
        with open(path, newline="", encoding="utf-8") as file:
            header = next(csv.reader(file))
        schema = pyarrow.schema([(name, pyarrow.string()) for name in header])
        self.context.register_csv(table, str(path), schema=schema, has_header=True)

    def rows(self, sql):
        rows = []
        for batch in self.context.sql(sql.strip().rstrip(";")).collect():
            columns = [batch.column(i).to_pylist() for i in range(batch.num_columns)]
            rows += zip(*columns)
        return rows


class ClickHouse:
    def __init__(self, folder):
        from chdb import session

        self.session = session.Session()
        self.session.query("CREATE DATABASE IF NOT EXISTS shop ENGINE = Atomic")
        self.session.query("USE shop")

    def load(self, table, path):
        with open(path, newline="", encoding="utf-8") as file:
            header = next(csv.reader(file))
        columns = ", ".join(quoted(h, "`") + " Nullable(String)" for h in header)
        self.session.query(f"DROP TABLE IF EXISTS {table}")
        self.session.query(f"CREATE TABLE {table} ({columns}) ENGINE = MergeTree ORDER BY tuple()")
        self.session.query(f"INSERT INTO {table} SELECT * FROM file('{path}', 'CSVWithNames', '{columns}')")

    def rows(self, sql):
        text = self.session.query(sql.strip().rstrip(";"), "JSONCompactStringsEachRow").bytes().decode()
        return [[None if v == "ᴺᵁᴸᴸ" else v for v in json.loads(line)] for line in text.splitlines() if line]


class Spark:
    def __init__(self, folder):
        if not shutil.which("java"):
            raise Absent("Java is not installed")
        from pyspark.sql import SparkSession

        os.environ["TZ"] = "Europe/Berlin"
        self.spark = (
            SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "4").config("spark.driver.memory", "3g")
            .config("spark.sql.session.timeZone", "Europe/Berlin").getOrCreate())  # fmt: skip
        self.spark.sparkContext.setLogLevel("ERROR")

    def load(self, table, path):
        rows = self.spark.read.csv(str(path), header=True, escape='"', multiLine=False)
        rows.createOrReplaceTempView(table)

    def rows(self, sql):
        return [list(row) for row in self.spark.sql(sql.strip().rstrip(";")).collect()]

    def close(self):
        self.spark.stop()


ENGINES = dict(zip(NAMES, [DuckDB, SQLite, PostgreSQL, MariaDB, DataFusion, ClickHouse, Spark]))


# What rfm says.


def run(program, *arguments, folder):
    environment = dict(os.environ, HOME=str(folder / "home"))
    done = subprocess.run([program, *map(str, arguments)], cwd=folder, capture_output=True, env=environment)
    if done.returncode != 0:
        sys.exit(f"rfm {' '.join(map(str, arguments))}: exit status {done.returncode}\n{done.stderr.decode()}")
    return done.stdout.decode()


def table(text):
    rows = list(csv.reader(text.splitlines()))
    return rows[0], {row[0]: row[1:] for row in rows[1:]}


def moment(value):
    text = str(value)[:19].replace("T", " ")
    return text if len(text) > 10 else text + " 00:00:00"


def near(a, b):
    global worst
    difference = abs(a - b) / max(1, abs(a), abs(b))
    worst = max(worst, difference)
    return difference <= TOLERANCE


def check_sums(engine, name, program, path, options, what, folder, model):
    sql = run(program, "sql", "sums", "--dialect", name, "--table", "sales", "--model", model, *options, folder=folder)
    _, own = table(run(program, "table", path, "--quiet", "--format", "csv", *options, folder=folder))
    rows = {row[0]: row[1:] for row in engine.rows(sql)}
    expect(rows.keys() == own.keys(), f"{name}: {what}: {len(rows)} customers, not {len(own)}")
    wrong = 0
    for customer, (recency, frequency, monetary, first, last) in own.items():
        r, f, m, a, b = rows.get(customer, [None] * 5)
        if m is None:
            continue
        isSame = (int(r), int(f), moment(a), moment(b)) == (int(recency), int(frequency), moment(first), moment(last))
        if "average" in options:
            isSame = isSame and near(float(m), float(monetary))
        elif name == "sqlite":
            isSame = isSame and float(m) == float(monetary)
        else:
            isSame = isSame and Decimal(str(m)) == Decimal(monetary)
        if not isSame:
            wrong += 1
            if wrong == 1:
                print("   ", customer, rows[customer], own[customer])
    expect(wrong == 0, f"{name}: {what}: {wrong} of {len(own)} customers differ")


def distances(model, values):
    point = []
    for value, feature in zip(values, model["features"]):
        if feature["transform"] == "log1p":
            value = math.log1p(value) if value > 0 else 0.0
        point.append((value - feature["mean"]) / feature["scale"])
    return [math.dist(point, centre) for centre in model["centroids"]]


def check_segments(engine, name, program, sql, classified, model, what):
    header, own = classified
    k = len(model["centroids"])
    rows = {row[0]: row[1:] for row in engine.rows(sql)}
    expect(rows.keys() == own.keys(), f"{name}: {what}: {len(rows)} customers, not {len(own)}")
    wrong = 0
    for customer, answer in own.items():
        row = rows.get(customer)
        if row is None:
            continue
        r, f, m, rs, fs, ms, cluster, segment, outlier, margin = answer[:10]
        isSame = [str(v) for v in row[3:7]] == [rs, fs, ms, cluster] and row[7] == segment
        isSame = isSame and str(row[8]) == ("1" if outlier == "true" else "0")
        isSame = isSame and (row[9] is None if margin == "" else near(float(row[9]), float(margin)))
        own_distances = distances(model, [float(r), float(f), float(m)])
        isSame = isSame and len(row) == 10 + k and all(near(float(a), b) for a, b in zip(row[10:], own_distances))
        if not isSame:
            wrong += 1
            if wrong == 1:
                print("   ", customer, row, answer)
    expect(wrong == 0, f"{name}: {what}: {wrong} of {len(own)} customers differ")


# Files on every edge.

EDGE_SALES = """Invoice,StockCode,Quantity,InvoiceDate,Price,Customer ID,Country
100001,10001,1,2010-01-01 00:00:00,0.001,1.0,United Kingdom
100001,10002A,2,2010-01-01 00:00:00,0.333,1.0,United Kingdom
100002,PADS,1,2010-03-27 23:59:59,1.005,1,France
100003,10003,3,2010-03-28 02:30:00,2.5,Mail@Example.COM,France
100004,10003,3,2010-03-28 03:30:00,2.5,mail@example.com,France
C100003,10003,-1,2010-03-29 00:00:00,2.5,mail@example.com,France
c100004,10003,-1,2010-03-29 00:00:00,2.5,mail@example.com,France
A100005,10003,1,2010-03-29 00:00:00,2.5,mail@example.com,France
100006,POST,1,2010-03-29 00:00:00,18,mail@example.com,France
100007,10004,-5,2010-03-30 00:00:00,2.5,7,Spain
100008,10004,5,2010-03-30 00:00:00,-2.5,7,Spain
100009,10004,5,2010-03-30 00:00:00,0,7,Spain
100010.0,10004,5,2010-03-31 12:00:00,9.9999,7,Spain
100010,10004,5,2010-03-31 12:00:00,9.9999,7,Spain
100011,10004,5,2010-04-30 12:00:00,9.99,,Spain
100012,10004,5,2010-04-30 12:00:00,9.99,NULL,Spain
100013,10004,5,2010-04-30 12:00:00,9.99,NaN,Spain
100014,10005,1,2010-05-01 23:59:59,1,Müller,Germany
100015,10005,1,2010-05-02 00:00:00,1,muller,Germany
100016,10005,1,2010-05-02 00:00:00,1,müller,Germany
100017,10005,1,2010-10-31 02:30:00,1,O'Neil,Ireland
100018,10005,1,2010-10-31 23:59:58,1,007.0,Ireland
C100019,10005,-9,2010-10-31 12:00:00,1,onlyreturns,Ireland
"""
EDGE_SALES += "".join(
    f"{200000 + i},2{i % 7:04d},{1 + i % 4},2010-{1 + i % 10:02d}-{1 + i % 28:02d} {i % 24:02d}:{i % 60:02d}:59,"
    f"{(i * 37 % 5000) / 100:.2f},{300 + i % 40},{['France', 'Spain', 'United Kingdom'][i % 3]}\n"
    for i in range(400)
)


def edge_values(model):
    """Values on cuts, fences and halfway between centroids, and a step to either side."""
    columns = []
    for feature, cuts in zip(model["features"], model["scores"].values()):
        values = {0.0, 1.0, 2.0, 1e6}
        places = list(cuts) + (feature["fence"] or [])
        centres = [c[len(columns)] for c in model["centroids"]]
        if feature["transform"] == "none":
            places += [(a + b) / 2 * feature["scale"] + feature["mean"] for a in centres for b in centres]
        for place in places:
            if feature["name"] == "monetary":
                values |= {place, math.nextafter(place, -math.inf), math.nextafter(place, math.inf)}
            else:
                values |= {float(math.floor(place)), float(math.ceil(place))}
        columns.append(sorted(v for v in values if v >= 0 or feature["name"] == "monetary"))
    recencies, frequencies, amounts = columns
    rows = ["customer_id,recency,frequency,monetary"]
    for i, r in enumerate(recencies):
        for j, f in enumerate(v for v in frequencies if v >= 1):
            for m in amounts[(i + j) % 3 :: 3]:
                rows.append(f"e{len(rows)},{int(r)},{int(f)},{m!r}")
    return "\n".join(rows) + "\n"


HOSTILE = ["O'Neil's \"best\"", "{{ 1/0 }}", "{% if x %}", "a\\b'", "--; DROP TABLE sales", "{# no #}"]


def check_dbt(program, path, model, folder):
    """`dbt build` passes on what `rfm sql all --dbt` writes, with names that try to break out."""
    dbt = VENV / "bin/dbt"
    if not dbt.exists():
        print('skipped: dbt is not installed (pip install "dbt-core<1.12" "dbt-duckdb<1.11")')
        return
    import duckdb

    project = folder / "dbt"
    shutil.rmtree(project, ignore_errors=True)
    project.mkdir()
    segments = [{"name": n, "when": {"recency": {"min": 10 * i, "below": 10 * i + 10}}, "interpretation": "",
                 "recommendations": []} for i, n in enumerate(HOSTILE)]  # fmt: skip
    pack = {"format": "rfm-segments/1", "name": "hostile", "title": "Hostile", "segments": segments}
    (folder / "Segments/hostile.json").write_text(json.dumps(pack))
    run(program, "sql", "all", "--dialect", "duckdb", "--table", "sales", "--model", model, "--pack", "hostile", "--dbt",
        project / "models", folder=folder)  # fmt: skip
    (project / "dbt_project.yml").write_text("name: shop\nversion: '1.0'\nprofile: shop\nmodel-paths: [models]\n")
    (project / "profiles.yml").write_text(
        f"shop:\n  target: dev\n  outputs:\n    dev: {{type: duckdb, path: '{project}/shop.duckdb'}}\n")
    with duckdb.connect(str(project / "shop.duckdb")) as connection:
        connection.execute("CREATE TABLE sales AS SELECT * FROM read_csv(?, all_varchar = true)", [str(path)])
    done = subprocess.run(
        [dbt, "build", "--project-dir", project, "--profiles-dir", project], capture_output=True, text=True, cwd=project,
        env=dict(os.environ, DBT_SEND_ANONYMOUS_USAGE_STATS="false"))
    expect(done.returncode == 0, f"dbt build: {done.stdout[-1500:]}{done.stderr[-300:]}")


def middle(path):
    with open(path, newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        date = next(c for c in reader.fieldnames if c.lower().replace("_", "") in ("invoicedate", "orderdate"))
        days = sorted({row[date][:10] for row in reader})
    return days[len(days) // 2]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--engines", default=",".join(NAMES))
    parser.add_argument("--quick", action="store_true", help="three ways to sum up and one model for each file")
    parser.add_argument("--invented", action="store_true", help="only the files that this script invents")
    parser.add_argument("program", nargs="?", default=str(ROOT / ".build/release/rfm"))
    parser.add_argument("files", nargs="*")
    arguments = parser.parse_args()
    names = arguments.engines.split(",")
    if os.environ.get("RFM_ENGINES_VENV") != "ready":
        if not (VENV / "bin/python").exists():
            subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
        python = VENV / "bin/python"
        for name in names:
            if name in PACKAGES and subprocess.run([python, "-c", f"import {PACKAGES[name]}"], capture_output=True).returncode:
                subprocess.run([python, "-m", "pip", "install", "-q", PACKAGES[name]])
        if "duckdb" in names and not (VENV / "bin/dbt").exists():
            subprocess.run([python, "-m", "pip", "install", "-q", *DBT])
        os.execve(python, [str(python), *sys.argv], dict(os.environ, RFM_ENGINES_VENV="ready"))

    program = str(Path(arguments.program).resolve())
    shared = ROOT.parent / "shared" / "data"
    files = [Path(f).resolve() for f in arguments.files] or [
        shared / name for name in ("online-retail-2009-2010.csv", "online-retail-2010-2011.csv", "rfm-orders.csv")]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        folder.chmod(0o755)
        shutil.copytree(ROOT / "Segments", folder / "Segments")
        (folder / "edge-sales.csv").write_text(EDGE_SALES)
        cases = []
        for path in [folder / "edge-sales.csv", *[f for f in files if f.exists() and not arguments.invented]]:
            for number, options in enumerate(MODELS[: 1 if arguments.quick else None]):
                model = f"{path.stem}-{number}"
                own = ["--k", "3"] if path.stem == "edge-sales" and number != 1 else []
                run(program, "train", path, "-o", f"Models/{model}.json", "--quiet", *options, *own, folder=folder)
                cases.append((path, number, model))
        for path in [] if arguments.invented else files:
            if not path.exists():
                print(f"skipped: {path} is not there")
        for name in names:
            started, before = time.time(), checks
            try:
                engine = ENGINES[name](folder)
            except (Absent, ImportError) as absent:
                print(f"skipped: {name}: {absent}")
                continue
            try:
                loaded = None
                for path, number, model in cases:
                    if loaded != path:
                        engine.load("sales", path)
                        loaded = path
                    if number == 0:
                        day = middle(path)
                        for options in SUMS[: 3 if arguments.quick and path.stem != "edge-sales" else None]:
                            if "Country" in " ".join(options) and "orders" in path.stem:
                                continue
                            options = [o.replace("MIDDLE", day) for o in options]
                            what = f"sums of {path.name} {' '.join(options)}"
                            check_sums(engine, name, program, path, options, what, folder, model)
                    content = json.loads((folder / f"Models/{model}.json").read_text())
                    packs = ["retail"] if len(content["centroids"]) == 4 and path.stem.startswith("online") else []
                    for pack in [*packs, "rfm-scores"]:
                        chosen = ["--model", model, "--pack", pack]
                        classified = table(run(program, "classify", path, "--quiet", "--format", "csv", *chosen, folder=folder))
                        sql = run(program, "sql", "all", "--dialect", name, "--table", "sales", *chosen, folder=folder)
                        check_segments(engine, name, program, sql, classified, content, f"all of {model} by {pack}")
                        (folder / "edges.csv").write_text(edge_values(content))
                        classified = table(
                            run(program, "classify", "edges.csv", "--quiet", "--format", "csv", *chosen, folder=folder))
                        engine.load("edges", folder / "edges.csv")
                        sql = run(program, "sql", "segments", "--dialect", name, "--from", "edges", *chosen, folder=folder)
                        check_segments(engine, name, program, sql, classified, content, f"edges of {model} by {pack}")
            finally:
                getattr(engine, "close", lambda: None)()
            if name == "duckdb" and not arguments.invented:
                check_dbt(program, folder / "edge-sales.csv", "edge-sales-0", folder)
            print(f"{name}: {checks - before} checks, {time.time() - started:.0f} s, so far {len(failures)} failed", flush=True)
    print(f"{checks} checks, {len(failures)} failed; the worst distance or margin differs by {worst:.1e}")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
