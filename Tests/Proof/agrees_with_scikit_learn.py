#!/usr/bin/env python3
"""Holds rfm against scikit-learn, on real sales.

For each file and some ways to train: `rfm classify` must put every customer where scikit-learn's KMeans.predict
does with the same scaler and centroids, at the same distances, and Davies-Bouldin, Calinski-Harabasz and
silhouette of `rfm sweep` must be scikit-learn's to 1e-9.

    python3 Tests/Proof/agrees_with_scikit_learn.py [PROGRAM [FILE...]]

Without arguments: .build/release/rfm, and the CSV files in ../shared/data. Where scikit-learn or the files are
missing it says so and has nothing to object to.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

try:
    import numpy as np
    from sklearn.cluster import KMeans
    from sklearn.metrics import calinski_harabasz_score, davies_bouldin_score, silhouette_score
    from sklearn.preprocessing import StandardScaler
except ImportError as missing:
    package = {"sklearn": "scikit-learn"}.get((missing.name or "").split(".")[0], missing.name)
    print(f"skipped: {package} is not installed for {sys.executable}")
    sys.exit(0)

ROOT = Path(__file__).resolve().parents[2]
TOLERANCE = 1e-9
TRAININGS = [[], ["--log", "frequency,monetary", "--outliers", "none"], ["--k", "6"]]
SWEEP = range(2, 9)
KEYS = [
    "customer_id", "predicted_cluster_id", "cluster_name", "cluster_interpretation",
    "cluster_recommendations", "rfm_values", "distances",
]  # fmt: skip

failures = []


def expect(holds, what):
    if not holds:
        failures.append(what)
        print(f"  FAILED: {what}")


def run(program, *arguments, folder):
    done = subprocess.run([program, *map(str, arguments)], cwd=folder, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"rfm {' '.join(map(str, arguments))}: exit status {done.returncode}\n{done.stderr}")
    return done.stdout


def scaler_of(model):
    """scikit-learn's scaler with the model's own means and scales."""
    scaler = StandardScaler()
    scaler.mean_ = np.array([feature["mean"] for feature in model["features"]])
    scaler.scale_ = np.array([feature["scale"] for feature in model["features"]])
    scaler.var_ = scaler.scale_**2
    scaler.n_features_in_ = 3
    return scaler


def kmeans_of(model):
    """scikit-learn's KMeans with the model's own centroids."""
    centroids = np.ascontiguousarray(model["centroids"], dtype=np.float64)
    kmeans = KMeans(n_clusters=len(centroids), init=centroids, n_init=1, max_iter=1).fit(centroids)
    kmeans.cluster_centers_ = centroids
    return kmeans


def transformed(model, values):
    columns = []
    for column, feature in zip(values.T, model["features"]):
        columns.append(np.log1p(np.maximum(column, 0)) if feature["transform"] == "log1p" else column)
    return np.column_stack(columns)


def check_classify(program, sales, options, folder):
    run(program, "train", sales, "-o", "model.json", "--quiet", *options, folder=folder)
    model = json.loads((folder / "model.json").read_text())
    rows = json.loads(run(program, "classify", sales, "--model", "model.json", "--format", "json", folder=folder))
    expect(len(rows) == model["source"]["customers"], "not every customer is classified")
    expect(all(list(row) == KEYS for row in rows), "the keys of the JSON are others")
    expect(
        all(list(row["rfm_values"]) == ["MonetaryValue", "Frequency", "Recency"] for row in rows),
        "the keys of rfm_values are others",
    )
    values = np.array(
        [[row["rfm_values"][key] for key in ("Recency", "Frequency", "MonetaryValue")] for row in rows],
        dtype=np.float64,
    )
    points = scaler_of(model).transform(transformed(model, values))
    kmeans = kmeans_of(model)
    predicted = kmeans.predict(points)
    ours = np.array([row["predicted_cluster_id"] for row in rows])
    differ = int((predicted != ours).sum())
    expect(differ == 0, f"{differ} of {len(rows)} customers are in another cluster")
    distances = np.array([row["distances"] for row in rows])
    # scikit-learn takes |x|² − 2xc + |c|², which loses digits far out; the differences themselves do not.
    exact = np.sqrt(((points[:, None, :] - kmeans.cluster_centers_[None, :, :]) ** 2).sum(axis=2))
    worst = float(np.max(np.abs(distances - exact) / np.maximum(exact, 1e-12)))
    expect(worst < TOLERANCE, f"a distance differs by {worst:.1e} of itself")
    print(f"  classify {' '.join(options) or '(defaults)'}: {len(rows)} customers, {differ} differ, "
          f"distances within {worst:.0e}")


def check_scores(program, sales, folder):
    swept = json.loads(run(program, "sweep", sales, "--max-k", max(SWEEP), "--json", "--quiet", folder=folder))
    worst = {"silhouette": 0.0, "daviesBouldin": 0.0, "calinskiHarabasz": 0.0}
    for step in swept["steps"]:
        run(program, "train", sales, "-o", "k.json", "--k", step["k"], "--quiet", "--save-features",
            "features.csv", folder=folder)  # fmt: skip
        table = np.genfromtxt(folder / "features.csv", delimiter=",", skip_header=1, dtype=str)
        table = table[table[:, 10] == "false"]
        points, labels = table[:, 7:10].astype(np.float64), table[:, 11].astype(int)
        theirs = {
            "silhouette": silhouette_score(points, labels),
            "daviesBouldin": davies_bouldin_score(points, labels),
            "calinskiHarabasz": calinski_harabasz_score(points, labels),
        }
        for name, value in theirs.items():
            difference = abs(step[name] - value) / abs(value)
            worst[name] = max(worst[name], difference)
            expect(difference < TOLERANCE, f"{name} for k = {step['k']} is {step[name]}, not {value}")
    print(f"  sweep k = {min(SWEEP)}…{max(SWEEP)}: " + ", ".join(f"{n} within {d:.0e}" for n, d in worst.items()))


def main():
    arguments = sys.argv[1:]
    program = Path(arguments[0] if arguments else ROOT / ".build/release/rfm").resolve()
    files = [Path(file).resolve() for file in arguments[1:]]
    if not files:
        files = sorted((ROOT.parent / "shared/data").glob("*.csv"))
    if not files:
        print("skipped: there are no sales in ../shared/data; name some files")
        return
    if not program.exists():
        sys.exit(f"{program}: there is no program; build it with: make build")
    for sales in files:
        print(sales.name)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for options in TRAININGS:
                check_classify(program, sales, options, folder)
            check_scores(program, sales, folder)
    if failures:
        sys.exit(f"{len(failures)} claims do not hold")
    print("rfm and scikit-learn agree")


if __name__ == "__main__":
    main()
