#!/usr/bin/env python3
"""Trains a StandardScaler and a KMeans with scikit-learn on real sales, takes them over with `rfm import`, and compares
each customer's cluster with `predict`.

    python3 Tests/Proof/clusters_of_imports.py PROGRAM [FILE...]

Without files: the two real years in ../shared/data. The first way is that of the published study: customers beyond
Tukey's fences of frequency and monetary are left out of training, and all are put into clusters. The JSON is what the
snippet of `rfm import --snippet` writes, run on files of joblib. Needs scikit-learn and numpy.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import comparison
from comparison import ROOT, YEARS, expect, run, table

try:
    import joblib
    import numpy as np
    from sklearn.cluster import KMeans
    from sklearn.preprocessing import StandardScaler
except ImportError as missing:
    print(f"skipped: {missing.name} is not installed for {sys.executable}")
    sys.exit(0)


def inside(column):
    q1, q3 = np.quantile(column, [0.25, 0.75])
    return (column >= q1 - 1.5 * (q3 - q1)) & (column <= q3 + 1.5 * (q3 - q1))


def check(program, path, folder, k, order, logged, leaves_out):
    _, rows = table(run(program, "table", path, "--quiet", "--format", "csv", folder=folder))
    names = ["recency", "frequency", "monetary"]
    values = np.array([[float(v) for v in row[:3]] for row in rows.values()])
    train = inside(values[:, 1]) & inside(values[:, 2]) if leaves_out else np.ones(len(values), dtype=bool)
    columns = np.column_stack(
        [np.log1p(np.maximum(values[:, names.index(n)], 0)) if n in logged else values[:, names.index(n)] for n in order])
    scaler = StandardScaler().fit(columns[train])
    means = KMeans(n_clusters=k, n_init=10, random_state=42).fit(scaler.transform(columns[train]))
    joblib.dump(scaler, folder / "scaler.joblib")
    joblib.dump(means, folder / "kmeans.joblib")
    (folder / "snippet.py").write_text(run(program, "import", "--snippet", folder=folder))
    text = subprocess.run(
        [sys.executable, "snippet.py", "scaler.joblib", "kmeans.joblib"], cwd=folder, capture_output=True, text=True, check=True)
    model = json.loads(text.stdout)
    model["features"], model["log"] = order, logged
    (folder / "model.json").write_text(json.dumps(model))
    outliers = "iqr" if leaves_out else "none"
    summary = run(
        program, "import", "model.json", "--customers", path, "--outliers", outliers, "-o", "Models/taken.json", "--quiet",
        folder=folder)
    what = f"{path.name}, k = {k}, {','.join(order)}, logs of {','.join(logged) or 'none'}, outliers {outliers}"
    expect("come to" not in summary, f"{what}: {summary}")
    _, answers = table(
        run(program, "classify", path, "--quiet", "--format", "csv", "--model", "taken", folder=folder))
    labels = means.predict(scaler.transform(columns))
    same = sum(int(answers[customer][6]) == label for customer, label in zip(rows, labels))
    expect(same == len(rows), f"{what}: {same} of {len(rows)} as predict")
    print(f"{what}: {same} of {len(rows)} as predict", flush=True)


def main():
    program = str(Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / ".build/release/rfm").resolve())
    files = comparison.named_or_shared(sys.argv[2:], YEARS)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        shutil.copytree(ROOT / "Segments", folder / "Segments")
        for path in comparison.there(files):
            check(program, path, folder, 4, ["recency", "frequency", "monetary"], [], True)
            check(program, path, folder, 5, ["monetary", "recency", "frequency"], ["frequency", "monetary"], False)
    comparison.end()


if __name__ == "__main__":
    main()
