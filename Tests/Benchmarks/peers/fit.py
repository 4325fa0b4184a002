"""scikit-learn on an RFM table: fit.py pandas|polars RFM.csv SUMMARY K RESTARTS [silhouette]"""

import json
import sys
import time

library, path, summary, k, restarts, *measures = sys.argv[1:]
names = ["recency", "frequency", "monetary"]
if library == "pandas":
    import pandas as pd

    values = pd.read_csv(path, usecols=names)[names].to_numpy(dtype=float)
else:
    import polars as pl

    values = pl.scan_csv(path).select(names).collect().to_numpy().astype(float)

from sklearn.cluster import KMeans
from sklearn.preprocessing import StandardScaler

scaled = StandardScaler().fit_transform(values)
start = time.perf_counter()
means = KMeans(n_clusters=int(k), n_init=int(restarts), random_state=42).fit(scaled)
seconds = time.perf_counter() - start
result = {"customers": len(values), "inertia": means.inertia_, "seconds": seconds}
if measures:
    from sklearn.metrics import silhouette_score

    result["silhouette"] = float(silhouette_score(scaled, means.labels_))
with open(summary, "w") as file:
    json.dump(result, file)
