"""Splits of a real list in which no campaign was: how often a test sees one."""

import numpy as np
from scipy import stats

from . import segmentations

# Welch, CUPED, two proportions, post-stratified: false alarms and standard errors.
PAGE = {
    90: ((0.138, 0.057, 0.029, 0.045), (82.8, 64.4, 0.0235, 0.0205)),
    180: ((0.107, 0.065, None, None), (145.8, 97.7, None, None)),
}
SPLITS = 1000


def rows(shops, said):
    if "A" not in shops:
        return
    shop = shops["A"]
    monetary = shop.customers.monetary.to_numpy()
    segments = segmentations.default(shop, 4)
    for days, (alarms, errors) in PAGE.items():
        later = shop.between(shop.day, days).groupby("id").revenue.sum().reindex(shop.customers.index).fillna(0)
        seen, error = split(later.to_numpy(), monetary, segments)
        names = ["welch", "cuped", "proportions", "stratified"]
        said.row(f"{days} days, false alarms in {SPLITS} splits at 5 %", **{
            # Other splits move a share by one or two points, and few of them make the greatest.
            name: (seen[i], alarms[i], 0.04) if alarms[i] else seen[i] for i, name in enumerate(names)})  # fmt: skip
        said.row(f"{days} days, standard error", **{
            name: (error[i], errors[i], 0.04 * errors[i]) if errors[i] else error[i] for i, name in enumerate(names)
        })  # fmt: skip
    interval_of_eight(said)


def controls(segments, random):
    """A tenth of each segment, as `rfm export --holdout 10` draws them."""
    control = np.zeros(len(segments), bool)
    for segment in np.unique(segments):
        own = np.flatnonzero(segments == segment)
        control[random.permutation(own)[: round(len(own) / 10)]] = True
    return control


def split(later, before, segments, seed=3):
    random = np.random.default_rng(seed)
    bought = (later > 0).astype(float)
    slope = np.cov(later, before)[0, 1] / before.var(ddof=1)
    adjusted = later - slope * (before - before.mean())
    seen, errors = np.zeros(4), np.zeros(4)
    for _ in range(SPLITS):
        control = controls(segments, random)
        found = [welch(later, control), welch(adjusted, control), proportions(bought, control),
                 stratified(bought, control, segments)]  # fmt: skip
        seen += [p < 0.05 for p, _ in found]
        errors += [error for _, error in found]
    return seen / SPLITS, errors / SPLITS


def welch(values, control):
    a, b = values[~control], values[control]
    error = np.sqrt(a.var(ddof=1) / len(a) + b.var(ddof=1) / len(b))
    return stats.ttest_ind(a, b, equal_var=False).pvalue, error


def proportions(bought, control):
    a, b, rate = bought[~control], bought[control], bought.mean()
    error = np.sqrt(rate * (1 - rate) * (1 / len(a) + 1 / len(b)))
    return 2 * stats.norm.sf(abs(a.mean() - b.mean()) / error), error


def stratified(bought, control, segments):
    difference = variance = 0.0
    for segment in np.unique(segments):
        own = segments == segment
        a, b, weight = bought[own & ~control], bought[own & control], own.mean()
        difference += weight * (a.mean() - b.mean())
        variance += weight**2 * (a.var(ddof=1) / len(a) + b.var(ddof=1) / len(b))
    error = np.sqrt(variance)
    return 2 * stats.norm.sf(abs(difference) / error), error


def interval_of_eight(said):
    """72 targets of whom 26 bought, 8 controls of whom 4 did."""

    def score(bought, all_of_them):
        found = stats.binomtest(bought, all_of_them).proportion_ci(method="wilson")
        return bought / all_of_them, found.low, found.high

    (p, p_low, p_high), (q, q_low, q_high) = score(26, 72), score(4, 8)
    reach = 1.959963985 * np.sqrt(p * (1 - p) / 72 + q * (1 - q) / 8)
    said.row("eight controls", wald_low=p - q - reach, wald_high=p - q + reach,
             newcombe_low=p - q - np.hypot(p - p_low, q_high - q),
             newcombe_high=p - q + np.hypot(p_high - p, q - q_low))  # fmt: skip
