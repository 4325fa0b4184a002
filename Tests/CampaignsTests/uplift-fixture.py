"""Figures of scipy and statsmodels that UpliftTests.swift holds the program against.

    python3 Tests/CampaignsTests/uplift-fixture.py > Tests/CampaignsTests/uplift-fixture.json

Made with scipy 1.x and statsmodels 0.14; the invented campaigns come from a seeded generator.
"""

import json

import numpy
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportions_ztest


def campaign(seed, targets, controls, rate, lift, mean):
    random = numpy.random.default_rng(seed)

    def group(size, share):
        bought = random.random(size) < share
        money = numpy.round(random.lognormal(numpy.log(mean), 0.9, size), 2)
        return numpy.where(bought, money, 0.0), bought

    (x, x_bought), (y, y_bought) = group(targets, rate * lift), group(controls, rate)
    z, p = proportions_ztest([x_bought.sum(), y_bought.sum()], [targets, controls])
    low, high = confint_proportions_2indep(
        x_bought.sum(), targets, y_bought.sum(), controls, method="wald", compare="diff")
    pooled = (x_bought.sum() + y_bought.sum()) / (targets + controls)
    error = numpy.sqrt(pooled * (1 - pooled) * (1 / targets + 1 / controls))
    newcombe = confint_proportions_2indep(
        x_bought.sum(), targets, y_bought.sum(), controls, method="newcomb", compare="diff")
    welch = stats.ttest_ind(x, y, equal_var=False)
    interval = welch.confidence_interval(0.95)
    spread = numpy.sqrt(x.var(ddof=1) / targets + y.var(ddof=1) / controls)
    return {
        "targets": {"customers": targets, "revenues": x[x_bought].tolist()},
        "controls": {"customers": controls, "revenues": y[y_bought].tolist()},
        "response": {
            "difference": x_bought.mean() - y_bought.mean(), "low": low, "high": high, "statistic": z, "p": p,
            "smallest": (stats.norm.ppf(0.975) + stats.norm.ppf(0.8)) * error, "newcombe": newcombe,
        },
        "revenue": {
            "difference": x.mean() - y.mean(), "low": interval.low, "high": interval.high,
            "statistic": welch.statistic, "freedom": welch.df, "p": welch.pvalue,
            "smallest": (stats.t.ppf(0.975, welch.df) + stats.t.ppf(0.8, welch.df)) * spread,
        },
    }


def adjusted(seed, targets, controls, noise):
    """CUPED: before and after of each customer, and Welch's test of after − θ(before − mean)."""
    random = numpy.random.default_rng(seed)
    before = numpy.round(random.lognormal(5, 1.2, targets + controls), 2)
    after = numpy.round(before * random.lognormal(-0.5, noise, targets + controls), 2)
    after[random.random(targets + controls) < 0.5] = 0
    theta = numpy.cov(after, before)[0, 1] / before.var(ddof=1)
    rest = after - theta * (before - before.mean())
    x, y = rest[:targets], rest[targets:]
    welch = stats.ttest_ind(x, y, equal_var=False)
    interval = welch.confidence_interval(0.95)
    spread = numpy.sqrt(x.var(ddof=1) / targets + y.var(ddof=1) / controls)
    customers = numpy.column_stack([before, after])
    return {
        "targets": customers[:targets].tolist(), "controls": customers[targets:].tolist(),
        "effect": {
            "difference": x.mean() - y.mean(), "low": interval.low, "high": interval.high,
            "statistic": welch.statistic, "freedom": welch.df, "p": welch.pvalue,
            "smallest": (stats.t.ppf(0.975, welch.df) + stats.t.ppf(0.8, welch.df)) * spread,
        },
    }


def stratified(segments):
    """Segments are targets, those who bought, controls, those who bought."""
    n, bought, m, control_bought = numpy.array(segments, dtype=float).T
    p, q, weight = bought / n, control_bought / m, (n + m) / (n + m).sum()
    difference = (weight * (p - q)).sum()
    error = numpy.sqrt((weight**2 * (p * (1 - p) / (n - 1) + q * (1 - q) / (m - 1))).sum())
    reach = stats.norm.ppf(0.975) * error
    return {
        "segments": segments,
        "effect": {
            "difference": difference, "low": difference - reach, "high": difference + reach,
            "statistic": difference / error, "p": 2 * stats.norm.sf(abs(difference / error)),
            "smallest": (stats.norm.ppf(0.975) + stats.norm.ppf(0.8)) * error,
        },
    }


fixture = {
    "campaigns": [
        campaign(1, 900, 100, 0.10, 1.4, 60), campaign(2, 45, 5, 0.40, 1.0, 25),
        campaign(3, 3000, 300, 0.05, 1.0, 120), campaign(4, 400, 400, 0.30, 1.5, 15),
        campaign(5, 12, 8, 0.50, 1.2, 300), campaign(6, 1200, 60, 0.20, 0.6, 80),
    ],
    "adjusted": [adjusted(7, 400, 40, 0.5), adjusted(8, 60, 9, 0.1), adjusted(9, 5, 2, 1.0)],
    "stratified": [
        stratified([[900, 120, 100, 9], [300, 90, 33, 12], [1500, 60, 167, 4]]),
        stratified([[18, 3, 2, 1], [400, 80, 44, 6]]),
    ],
    # The first is Newcombe's own example (1998, table II): .0524 to .3339.
    "newcombe": [
        {"targets": [n, x], "controls": [m, y], "interval": confint_proportions_2indep(
            x, n, y, m, method="newcomb", compare="diff")}
        for n, x, m, y in [(70, 56, 80, 48), (72, 26, 8, 4), (56, 48, 29, 29), (9, 9, 8, 1), (10, 10, 10, 0)]
    ],
    "t": [
        {"freedom": f, "t": t, "twoSided": 2 * stats.t.sf(t, f)}
        for f in [1, 1.5, 2, 4.7, 10, 33.3, 127, 129, 1000.25, 1e5, 3e6]
        for t in [0.01, 0.5, 1.0, 1.96, 4.0, 12.0]
    ],
    "critical": [
        {"freedom": f, "tails": p, "value": stats.t.isf(p / 2, f)}
        for f in [1, 1.5, 2, 4.7, 10, 33.3, 127, 129, 1000.25, 1e5, 3e6]
        for p in [0.001, 0.01, 0.05, 0.4, 0.9]
    ],
    "normal": [{"p": p, "value": stats.norm.ppf(p)} for p in [1e-9, 0.001, 0.025, 0.2, 0.5, 0.8, 0.975, 0.9999]],
}
print(json.dumps(fixture, indent=None, separators=(",", ":"), default=float))
