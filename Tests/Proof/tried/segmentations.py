"""Ways to form groups, judged by the year that came after, and how surely groups are found again."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.spatial.distance import cdist
from sklearn.cluster import DBSCAN, HDBSCAN, AgglomerativeClustering, KMeans
from sklearn.metrics import adjusted_rand_score, roc_auc_score
from sklearn.mixture import GaussianMixture

from . import data


# MARK: Points


def fences(shop):
    """Who is within 1.5 interquartile ranges of the quartiles, in frequency and monetary."""
    inside = np.ones(len(shop.customers), bool)
    for column in shop.rfm.T[1:]:
        low, high = np.percentile(column, [25, 75])
        inside &= (column >= low - 1.5 * (high - low)) & (column <= high + 1.5 * (high - low))
    return inside


def raw(shop):
    """Everyone scaled by those within the fences, and who these are."""
    inside = fences(shop)
    values = shop.rfm
    return (values - values[inside].mean(0)) / values[inside].std(0), inside


def logarithms(shop):
    values = shop.rfm.copy()
    values[:, 1:] = np.log1p(np.maximum(values[:, 1:], 0))
    return (values - values.mean(0)) / values.std(0), np.ones(len(values), bool)


def default(shop, k):
    """As `rfm train` groups: k-means within the fences, the others with the nearest centroid."""
    points, inside = raw(shop)
    return KMeans(k, n_init=10, random_state=0).fit(points[inside]).predict(points)


# MARK: Judged by the year after


def by_pack(shop, clusters, outlier):
    """The segment of everyone by Segments/retail.json; clusters are numbered best first."""
    pack = json.loads((Path(__file__).resolve().parents[3] / "Segments/retail.json").read_text())
    values = {"recency": shop.rfm[:, 0], "frequency": shop.rfm[:, 1], "monetary": shop.rfm[:, 2]}
    segment = np.full(len(clusters), -1)
    for number, rule in enumerate(pack["segments"]):
        takes = segment < 0
        for key, wanted in rule["when"].items():
            if key in values:
                column = values[key]
                takes &= (column >= wanted.get("min", -np.inf)) & (column <= wanted.get("max", np.inf))
                takes &= (column > wanted.get("above", -np.inf)) & (column < wanted.get("below", np.inf))
            else:
                takes &= (outlier if key == "outlier" else clusters) == wanted
        segment[takes] = number
    return segment


def medoids(points, k, seed=0):
    """k-medoids, by the alternation of Park and Jun (2009), from the best of ten starts."""
    distances = cdist(points, points)
    random = np.random.default_rng(seed)
    best = None
    for _ in range(10):
        chosen = random.choice(len(points), k, replace=False)
        for _ in range(100):
            labels = distances[:, chosen].argmin(1)
            moved = np.array([
                np.flatnonzero(labels == c)[distances[np.ix_(labels == c, labels == c)].sum(0).argmin()]
                for c in range(k)
            ])  # fmt: skip
            if (moved == chosen).all():
                break
            chosen = moved
        cost = distances[:, chosen].min(1).sum()
        if best is None or cost < best[0]:
            best = (cost, chosen)
    return distances[:, best[1]].argmin(1)


def nearest(points, of, labels):
    """Each point with the cluster whose mean is nearest: for what cannot say where others belong."""
    found = np.unique(labels[labels >= 0])
    means = np.array([of[labels == label].mean(0) for label in found])
    return found[cdist(points, means).argmin(1)]


def grouped(name, shop, trained=None):
    """The group of everyone by groups formed of some of those who would be trained on (of all without)."""
    points, inside = raw(shop) if name.startswith(("k-means raw", "beyond", "pack")) else logarithms(shop)
    used = inside if trained is None else inside & trained
    kind, *rest = name.split(", ")
    own = points[used]
    k = int(rest[0]) if rest else 0
    if kind.startswith("k-means"):
        return KMeans(k, n_init=10, random_state=0).fit(own).predict(points)
    if kind == "beyond the fences":
        groups = KMeans(k, n_init=10, random_state=0).fit(own).predict(points)
        return np.where(inside, groups, k)
    if kind == "pack retail":
        means = KMeans(k, n_init=10, random_state=0).fit(own)
        best_first = np.argsort(-(means.cluster_centers_ @ [-1, 1, 1]))
        return by_pack(shop, np.argsort(best_first)[means.predict(points)], ~inside)
    if kind == "k-medoids log":
        return nearest(points, own, medoids(own, k))
    if kind == "Ward log":
        return nearest(points, own, AgglomerativeClustering(k, linkage="ward").fit_predict(own))
    if kind.startswith("mixture"):
        covariance = "full" if "full" in kind else "diag"
        return GaussianMixture(k, covariance_type=covariance, n_init=5, random_state=0).fit(own).predict(points)
    if kind == "HDBSCAN":
        return HDBSCAN(min_cluster_size=50).fit_predict(points)
    if kind == "DBSCAN":
        return DBSCAN(eps=0.3, min_samples=20).fit_predict(points)
    # The sum of three scores of 1 to 5, by quintiles.
    scores = [np.digitize(column, np.percentile(column, [20, 40, 60, 80]), right=True) for column in shop.rfm.T]
    return 4 - scores[0] + scores[1] + scores[2]


def judged(groups, shop):
    """What is foretold of each half of the customers by what came of the groups in the other."""
    revenue = shop.later_revenue
    logarithm = np.log1p(np.maximum(revenue, 0))
    foretold = np.zeros((3, len(groups)))
    half = data.halves(len(groups))
    for part in (half, ~half):
        for column, values in enumerate([shop.lapsed.astype(float), logarithm, revenue]):
            mean = {g: values[~part & (groups == g)].mean() for g in np.unique(groups[~part])}
            foretold[column, part] = [mean.get(g, values[~part].mean()) for g in groups[part]]
    rest = ((logarithm - foretold[1]) ** 2).sum() / ((logarithm - logarithm.mean()) ** 2).sum()
    return roc_auc_score(shop.lapsed, foretold[0]), 1 - rest, share_of_top_tenth(foretold[2], revenue)


def share_of_top_tenth(score, revenue):
    """Of customers who are foretold the same, each is as likely to be in the tenth."""
    left, found = len(score) / 10, 0.0
    for value in np.unique(score)[::-1]:
        own = score == value
        part = min(1, left / own.sum())
        found += part * revenue[own].sum()
        left -= part * own.sum()
        if left <= 0:
            break
    return found / revenue.sum()


def half_split(name, shop, splits=5):
    """How alike the groups are that each half of the customers gives to everyone, in the mean of some splits."""
    halves = [data.halves(len(shop.customers), seed=seed) for seed in range(1, splits + 1)]
    return np.mean([adjusted_rand_score(grouped(name, shop, half), grouped(name, shop, ~half)) for half in halves])


# Lapse AUC, R² of log revenue, revenue in the top tenth, half-split ARI.
PAGE = {
    "k-means raw, 4": (0.740, 0.287, 0.320, 0.925),
    "beyond the fences, 4": (None, None, 0.50, None),
    "pack retail, 4": (0.752, 0.313, 0.580, None),
    "k-means log, 4": (0.746, 0.295, 0.416, 0.863),
    "k-means log, 5": (0.755, 0.310, 0.538, 0.745),
    "k-means log, 8": (0.770, 0.327, 0.517, 0.720),
    "k-medoids log, 4": (0.754, 0.305, 0.308, 0.960),
    "Ward log, 4": (0.757, 0.307, 0.307, 0.447),
    "mixture log full, 4": (0.739, 0.235, 0.206, 0.65),
    "mixture log diagonal, 4": (0.754, 0.300, 0.340, 0.62),
    "HDBSCAN": (0.718, 0.186, 0.235, None),
    "DBSCAN": (0.735, 0.216, 0.345, None),
    "sum of RFM scores": (0.776, 0.327, 0.522, None),
}
# How far each may be off: halves are drawn at random.
WITHIN = (0.01, 0.015, 0.1, 0.25)


def rows(shops, said):
    if "A" not in shops:
        return
    shop = shops["A"]
    for name, page in PAGE.items():
        figures = list(judged(grouped(name, shop), shop))
        figures.append(half_split(name, shop) if page[3] else None)
        names = ["lapse_auc", "r2", "top_tenth", "half_split"]
        said.row(f"A, {name}", **{
            key: (figure, page[i], WITHIN[i]) if page[i] else figure
            for i, (key, figure) in enumerate(zip(names, figures)) if figure is not None})  # fmt: skip


# MARK: Found again


def jaccard(a, b, k):
    both = np.zeros((k, k))
    np.add.at(both, (a, b), 1)
    return (both / (both.sum(1)[:, None] + both.sum(0)[None] - both)).max(1)


# By number of groups: the least similarity in the resamples, and in the second year.
STABILITY = {
    "raw": {2: (0.970, 0.881), 3: (0.984, 0.879), 4: (0.950, 0.736), 5: (0.725, 0.310), 6: (0.785, 0.343),
            8: (0.581, 0.131)},
    "log": {2: (0.982, 0.992), 3: (0.953, 0.968), 4: (0.941, 0.960), 5: (0.794, 0.829), 6: (0.875, 0.764),
            8: (0.801, 0.669)},
}  # fmt: skip
FPC = (0.9717, 0.9777, 0.9877, 0.9942)


def bootstrap(points, k, resamples=50, seed=1):
    random = np.random.default_rng(seed)
    labels = KMeans(k, n_init=20, tol=0, random_state=0).fit(points).labels_
    found = []
    for i in range(resamples):
        drawn = points[random.integers(0, len(points), len(points))]
        found.append(jaccard(labels, KMeans(k, n_init=10, random_state=i).fit(drawn).predict(points), k))
    return np.mean(found, axis=0)


def in_other_year(shop, other, scaled, k):
    """The groups of `other`, in its own units, among the customers of `shop`."""

    def fit(shop):
        points, inside = scaled(shop)
        return points, inside, KMeans(k, n_init=20, random_state=0).fit(points[inside])

    points, inside, own = fit(shop)
    _, other_inside, theirs = fit(other)
    there, here = values(other, scaled)[other_inside], values(shop, scaled)
    return jaccard(own.labels_, theirs.predict(((here - there.mean(0)) / there.std(0))[inside]), k)


def values(shop, scaled):
    """Before scaling."""
    found = shop.rfm.copy()
    if scaled is logarithms:
        found[:, 1:] = np.log1p(np.maximum(found[:, 1:], 0))
    return found


def stability(shops, said):
    if "A" not in shops:
        return
    shop = shops["A"]
    later = shop.sales[shop.sales.date > shop.as_of]
    second_year = data.Shop("second year", later, later.date.max(), 0)
    for kind, by_k in STABILITY.items():
        scaled = raw if kind == "raw" else logarithms
        points, inside = scaled(shop)
        for k, (page, page_then) in by_k.items():
            found = np.sort(bootstrap(points[inside], k))
            then = in_other_year(shop, second_year, scaled, k).min()
            # Unstable clusters fall out differently with every seed.
            said.row(f"A, {kind}, k = {k}", least=(found[0], page, 0.03 if page > 0.945 else 0.12),
                     second_year=(then, page_then, 0.09))  # fmt: skip
            if kind == "raw" and k == 4:
                said.row("A, raw, k = 4, beside fpc::clusterboot", **{
                    f"cluster_{i}": (own, theirs, 0.03) for i, (own, theirs) in enumerate(zip(found, FPC))})  # fmt: skip
    chance(said)


def chance(said):
    """The example data of the R package rfm: nothing can be foretold of it, and its groups are stable."""
    file = data.FOLDER / "rfm-orders.csv"
    if not file.exists():
        return
    rows = pd.read_csv(file)
    rows["date"] = pd.to_datetime(rows.order_date)
    rows = rows.rename(columns={"customer_id": "id"}).assign(invoice=lambda r: np.arange(len(r)))
    shop = data.Shop("rfm-orders", data.with_days(rows), pd.Timestamp("2006-12-31 23:59:59"), 0)
    points, inside = raw(shop)
    found = np.sort(bootstrap(points[inside], 4))
    said.row("rfm-orders, k = 4", least=found[0], greatest=found[-1])


# MARK: How many groups


def gap(shops, said):
    """The gap statistic (Tibshirani, Walther and Hastie 2001), against points spread evenly over the ranges."""
    if "A" not in shops:
        return
    points, inside = raw(shops["A"])
    points = points[inside]
    random = np.random.default_rng(0)
    gaps, errors = [], []
    for k in range(1, 11):
        own = np.log(KMeans(k, n_init=5, random_state=0).fit(points).inertia_)
        even = [np.log(KMeans(k, n_init=2, random_state=0).fit(
            random.uniform(points.min(0), points.max(0), points.shape)).inertia_) for _ in range(10)]  # fmt: skip
        gaps.append(np.mean(even) - own)
        errors.append(np.std(even) * np.sqrt(1 + 1 / 10))
    first = next((k for k in range(1, 10) if gaps[k - 1] >= gaps[k] - errors[k]), None)
    said.row("A, gap statistic, k = 1…10", **{f"k{k}": value for k, value in enumerate(gaps, 1)})
    print(f"  A, the gap statistic takes k = {first}")
