"""What the proofs have in common that hold other programs against rfm: the program, its answers, files on every edge."""

import csv
import math
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".build" / "engines-venv"
SHARED = ROOT.parent / "shared" / "data"
YEARS = ["online-retail-2009-2010.csv", "online-retail-2010-2011.csv"]
TOLERANCE = 1e-9
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


def end(of=None):
    """Says how many checks there were, and how far the worst figure was off; ends with whether all held."""
    print(f"{checks} checks, {len(failures)} failed" + (f"; the worst {of} differs by {worst:.1e}" if of else ""))
    sys.exit(1 if failures else 0)


def into_venv(packages):
    """Runs the script again where the packages are; packages: by what is asked of pip, the module that it brings."""
    if os.environ.get("RFM_ENGINES_VENV") == "ready":
        return
    python = VENV / "bin/python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
    for package, module in packages.items():
        if subprocess.run([python, "-c", f"import {module}"], capture_output=True).returncode:
            subprocess.run([python, "-m", "pip", "install", "-q", package])
    os.execve(python, [str(python), *sys.argv], dict(os.environ, RFM_ENGINES_VENV="ready"))


def there(paths):
    """Those of the files that are there; the others are named."""
    for path in paths:
        if path.exists():
            yield path
        else:
            print(f"skipped: {path} is not there")


def named_or_shared(named, names):
    """The files that were named, or those of the shared data."""
    return [Path(name).resolve() for name in named] or [SHARED / name for name in names]


def run(program, *arguments, folder):
    environment = dict(os.environ, HOME=str(folder / "home"))
    done = subprocess.run([program, *map(str, arguments)], cwd=folder, capture_output=True, env=environment)
    if done.returncode != 0:
        sys.exit(f"rfm {' '.join(map(str, arguments))}: exit status {done.returncode}\n{done.stderr.decode()}")
    return done.stdout.decode()


def table(text):
    rows = list(csv.reader(text.splitlines()))
    return rows[0], {row[0]: row[1:] for row in rows[1:]}


def near(a, b):
    global worst
    difference = abs(a - b) / max(1, abs(a), abs(b))
    worst = max(worst, difference)
    return difference <= TOLERANCE


def distances(model, values):
    point = []
    for value, feature in zip(values, model["features"]):
        if feature["transform"] == "log1p":
            value = math.log1p(value) if value > 0 else 0.0
        point.append((value - feature["mean"]) / feature["scale"])
    return [math.dist(point, centre) for centre in model["centroids"]]


def trained(program, path, folder, is_quick):
    """Trains a file with each of MODELS, or with the first alone: the number and the name of each model."""
    for number, options in enumerate(MODELS[: 1 if is_quick else None]):
        name = f"{path.stem}-{number}"
        # The invented sales have too few customers for four clusters.
        own = ["--k", "3"] if path.stem == "edge-sales" and number != 1 else []
        run(program, "train", path, "-o", f"Models/{name}.json", "--quiet", *options, *own, folder=folder)
        yield number, name


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
