"""DuckDB: the nearest centroid of each row of an RFM table, its scores and its margin, in SQL.

duckdb_classify.py MODEL.json RFM.csv OUT.csv
"""

import json
import math
import sys

import duckdb

model_path, path, out = sys.argv[1:]
with open(model_path) as file:
    model = json.load(file)
features = model["features"]
scaled = [f"(({f['name']} - {f['mean']!r}) / {f['scale']!r})" for f in features]
centroids = model["centroids"]
k = len(centroids)
squares = [
    " + ".join(f"(s{i} - {c[i]!r}) * (s{i} - {c[i]!r})" for i in range(3)) for c in centroids]


def score(name, best_is_low):
    cuts = model["scores"][name]
    below = " + ".join(f"({name} > {cut!r})::INTEGER" for cut in cuts)
    return f"{len(cuts) + 1} - ({below})" if best_is_low else f"1 + ({below})"


def margin(own):
    others = []
    for c in range(k):
        apart = 2 * math.dist(centroids[own], centroids[c])
        if c != own:
            others.append(f"(d{c} - d{own}) / {apart!r}")
    return f"least({', '.join(others)})"


outside = " OR ".join(
    f"NOT {f['name']} BETWEEN {f['fence'][0]!r} AND {f['fence'][1]!r}" for f in features if f["fence"])
nearest = " ".join(
    f"WHEN {' AND '.join(f'd{c} <= d{o}' for o in range(k) if o != c)} THEN {c}" for c in range(k))
margins = " ".join(f"WHEN {c} THEN {margin(c)}" for c in range(k))
duckdb.execute(f"""
    SET preserve_insertion_order = true;
    COPY (
      WITH rows AS (
        SELECT customer_id, recency, frequency, monetary, {', '.join(f'{s} AS s{i}' for i, s in enumerate(scaled))}
        FROM read_csv('{path}', types = {{'customer_id': 'VARCHAR', 'recency': 'INTEGER',
          'frequency': 'INTEGER', 'monetary': 'DOUBLE'}})
      ), distances AS (
        SELECT *, {', '.join(f'{square} AS d{c}' for c, square in enumerate(squares))} FROM rows
      ), labels AS (
        SELECT *, CASE {nearest} END AS cluster FROM distances
      )
      SELECT customer_id, recency, frequency, monetary,
        {score('recency', True)} AS recency_score, {score('frequency', False)} AS frequency_score,
        {score('monetary', False)} AS monetary_score, cluster, 'Cluster ' || cluster AS segment,
        {outside or 'false'} AS outlier, CASE cluster {margins} END AS margin
      FROM labels
    ) TO '{out}' (HEADER)
""")
