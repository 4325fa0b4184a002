#!/usr/bin/env python3
"""Makes the files in Tests/ExchangeTests/Foreign anew: one scaler and k-means of scikit-learn on invented customers, as
each program writes them. Needs scikit-learn, skops and skl2onnx. pipeline.pmml is made by foreign-pmml.py.

    python3 Tests/ExchangeTests/foreign-models.py
"""

import json
from pathlib import Path

import numpy as np
from sklearn.cluster import KMeans
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

FOLDER = Path(__file__).parent / "Foreign"
random = np.random.default_rng(18)
groups = [(20, 12, 900), (40, 4, 300), (200, 2, 80)]
rows = [
    (int(abs(random.normal(r, r / 4))), 1 + int(abs(random.normal(f, f / 3))), round(abs(float(random.normal(m, m / 4))), 2))
    for r, f, m in groups
    for _ in range(30)
]
values = np.array(rows, dtype=float)
scaler = StandardScaler().fit(values)
means = KMeans(n_clusters=3, n_init=5, random_state=18).fit(scaler.transform(values))
pipeline = Pipeline([("scaler", scaler), ("kmeans", means)])
labels = pipeline.predict(values).tolist()
lines = ["customer_id,recency,frequency,monetary"] + [f"{i + 1},{r},{f},{m}" for i, (r, f, m) in enumerate(rows)]
(FOLDER / "customers.csv").write_text("\n".join(lines) + "\n")
(FOLDER / "labels.json").write_text(json.dumps(labels) + "\n")
snippet = {
    "format": "rfm-import/1", "features": ["recency", "frequency", "monetary"], "log": [],
    "mean": scaler.mean_.tolist(), "scale": scaler.scale_.tolist(), "centroids": means.cluster_centers_.tolist(),
    "sizes": [labels.count(c) for c in range(3)], "inertia": float(means.inertia_),
}  # fmt: skip
(FOLDER / "snippet.json").write_text(json.dumps(snippet) + "\n")

import skops.io

skops.io.dump(pipeline, FOLDER / "pipeline.skops")

from skl2onnx import to_onnx
from skl2onnx.common.data_types import FloatTensorType

onnx = to_onnx(pipeline, initial_types=[("values", FloatTensorType([None, 3]))], target_opset=17)
(FOLDER / "pipeline.onnx").write_bytes(onnx.SerializeToString())
