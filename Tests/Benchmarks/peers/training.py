"""From an RFM table to a saved model, as a good notebook does it with scikit-learn."""

import json
import pickle

import numpy as np
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score
from sklearn.preprocessing import StandardScaler


def fences(values):
    low, high = np.quantile(values, [0.25, 0.75])
    reach = 1.5 * (high - low)
    return low - reach, high + reach


def inside(values):
    """Customers within the fences of frequency and monetary; values is customers × 3."""
    kept = np.ones(len(values), dtype=bool)
    for feature in (1, 2):
        low, high = fences(values[:, feature])
        kept &= (values[:, feature] >= low) & (values[:, feature] <= high)
    return kept


def train(values, how, model_path, summary_path):
    """how: a number of clusters, or sweep for k = 2…12 with the best silhouette."""
    kept = inside(values)
    scaler = StandardScaler().fit(values[kept])
    scaled = scaler.transform(values[kept])
    if how == "sweep":
        tried = {}
        for k in range(2, 13):
            means = KMeans(n_clusters=k, n_init=10, random_state=42).fit(scaled)
            tried[k] = (silhouette_score(scaled, means.labels_), means)
        silhouette, means = max(tried.values(), key=lambda pair: pair[0])
        sweep = {k: tried[k][1].inertia_ for k in tried}
    else:
        means = KMeans(n_clusters=int(how), n_init=10, random_state=42).fit(scaled)
        silhouette = silhouette_score(scaled, means.labels_)
        sweep = {}
    labels = means.predict(scaler.transform(values))
    with open(model_path, "wb") as file:
        pickle.dump((scaler, means), file)
    with open(summary_path, "w") as file:
        json.dump(
            {
                "customers": len(values), "trained": int(kept.sum()), "inertia": means.inertia_,
                "silhouette": float(silhouette), "k": means.n_clusters, "sweep": sweep,
                "recency": float(values[:, 0].sum()), "frequency": float(values[:, 1].sum()),
                "monetary": round(float(values[:, 2].sum()), 2),
            },
            file,
        )
    return labels
