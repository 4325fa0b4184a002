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
import os
import shutil
import subprocess
import tempfile
import time
from decimal import Decimal
from pathlib import Path

import comparison
from comparison import ROOT, VENV, YEARS, distances, expect, near, run, table

# What each engine needs of PyPI, and the modules that it brings.
PACKAGES = {
    "duckdb": {"duckdb": "duckdb", "dbt-core<1.12": "dbt.cli", "dbt-duckdb<1.11": "dbt.adapters.duckdb"},
    "datafusion": {"datafusion": "datafusion"}, "clickhouse": {"chdb": "chdb"}, "spark": {"pyspark": "pyspark"},
}  # fmt: skip
NAMES = ["duckdb", "sqlite", "postgres", "mariadb", "datafusion", "clickhouse", "spark"]
SUMS = [
    [], ["--returns", "net"], ["--clean", "sales"], ["--clean", "customers", "--returns", "net"],
    ["--frequency", "lines"], ["--frequency", "days"], ["--monetary", "average"], ["--as-of", "next-day"],
    ["--window", "90d"], ["--as-of", "MIDDLE"], ["--as-of", "MIDDLE", "--window", "45d", "--returns", "net"],
    ["--where", "Country!=United Kingdom"],
]  # fmt: skip

class Absent(Exception):
    pass


# Engines: each takes tables of texts, and gives the rows of a query as lists of texts and numbers.


def quoted(name, quote='"'):
    return quote + name.replace(quote, quote * 2) + quote


def header(path):
    with open(path, newline="", encoding="utf-8") as file:
        return next(csv.reader(file))


class DuckDB:
    def __init__(self):
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
    def __init__(self):
        import sqlite3

        self.connection = sqlite3.connect(":memory:")
        try:
            self.connection.execute("SELECT LN(SQRT(2.0))")
        except sqlite3.OperationalError:
            raise Absent("this SQLite has no SQRT and LN")

    def load(self, table, path):
        with open(path, newline="", encoding="utf-8") as file:
            reader = csv.reader(file)
            names = next(reader)
            self.connection.execute(f"DROP TABLE IF EXISTS {table}")
            self.connection.execute(f"CREATE TABLE {table} ({', '.join(quoted(n) + ' TEXT' for n in names)})")
            marks = ", ".join("?" * len(names))
            self.connection.executemany(f"INSERT INTO {table} VALUES ({marks})", ([v or None for v in r] for r in reader))

    def rows(self, sql):
        return self.connection.execute(sql).fetchall()


class PostgreSQL:
    def __init__(self):
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
        columns = ", ".join(quoted(h) + " TEXT" for h in header(path))
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
    def __init__(self):
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
        columns = ", ".join(f"{quoted(h, '`')} TEXT" for h in header(path))
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
    def __init__(self):
        from datafusion import SessionContext

        self.context, self.loaded = SessionContext(), set()

    def load(self, table, path):
        import pyarrow

        if table in self.loaded:
            self.context.deregister_table(table)
        self.loaded.add(table)
        schema = pyarrow.schema([(name, pyarrow.string()) for name in header(path)])
        self.context.register_csv(table, str(path), schema=schema, has_header=True)

    def rows(self, sql):
        rows = []
        for batch in self.context.sql(sql.strip().rstrip(";")).collect():
            columns = [batch.column(i).to_pylist() for i in range(batch.num_columns)]
            rows += zip(*columns)
        return rows


class ClickHouse:
    def __init__(self):
        from chdb import session

        self.session = session.Session()
        self.session.query("CREATE DATABASE IF NOT EXISTS shop ENGINE = Atomic")
        self.session.query("USE shop")

    def load(self, table, path):
        columns = ", ".join(quoted(h, "`") + " Nullable(String)" for h in header(path))
        self.session.query(f"DROP TABLE IF EXISTS {table}")
        self.session.query(f"CREATE TABLE {table} ({columns}) ENGINE = MergeTree ORDER BY tuple()")
        self.session.query(f"INSERT INTO {table} SELECT * FROM file('{path}', 'CSVWithNames', '{columns}')")

    def rows(self, sql):
        text = self.session.query(sql.strip().rstrip(";"), "JSONCompactStringsEachRow").bytes().decode()
        return [[None if v == "ᴺᵁᴸᴸ" else v for v in json.loads(line)] for line in text.splitlines() if line]


class Spark:
    def __init__(self):
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


def moment(value):
    text = str(value)[:19].replace("T", " ")
    return text if len(text) > 10 else text + " 00:00:00"


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


def check_segments(engine, name, sql, own, model, what):
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
    comparison.into_venv({package: module for name in names for package, module in PACKAGES.get(name, {}).items()})

    program = str(Path(arguments.program).resolve())
    files = comparison.named_or_shared(arguments.files, [*YEARS, "rfm-orders.csv"])
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        folder.chmod(0o755)
        shutil.copytree(ROOT / "Segments", folder / "Segments")
        (folder / "edge-sales.csv").write_text(comparison.EDGE_SALES)
        cases = []
        for path in [folder / "edge-sales.csv", *comparison.there([] if arguments.invented else files)]:
            cases += [(path, *model) for model in comparison.trained(program, path, folder, arguments.quick)]
        for name in names:
            started, before = time.time(), comparison.checks
            try:
                engine = ENGINES[name]()
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
                        _, classified = table(
                            run(program, "classify", path, "--quiet", "--format", "csv", *chosen, folder=folder))
                        sql = run(program, "sql", "all", "--dialect", name, "--table", "sales", *chosen, folder=folder)
                        check_segments(engine, name, sql, classified, content, f"all of {model} by {pack}")
                        (folder / "edges.csv").write_text(comparison.edge_values(content))
                        _, classified = table(
                            run(program, "classify", "edges.csv", "--quiet", "--format", "csv", *chosen, folder=folder))
                        engine.load("edges", folder / "edges.csv")
                        sql = run(program, "sql", "segments", "--dialect", name, "--from", "edges", *chosen, folder=folder)
                        check_segments(engine, name, sql, classified, content, f"edges of {model} by {pack}")
            finally:
                getattr(engine, "close", lambda: None)()
            if name == "duckdb" and not arguments.invented:
                check_dbt(program, folder / "edge-sales.csv", "edge-sales-0", folder)
            seconds, so_far = time.time() - started, len(comparison.failures)
            print(f"{name}: {comparison.checks - before} checks, {seconds:.0f} s, so far {so_far} failed", flush=True)
    comparison.end("distance or margin")


if __name__ == "__main__":
    main()
