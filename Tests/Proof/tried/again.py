"""Who will buy again, for how much, and who is late."""

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.special import gammaln, hyp2f1, psi
from sklearn.metrics import roc_auc_score

from . import segmentations


# MARK: MBG/NBD


def log_likelihood(parameters, x, t_x, T, weights):
    r, alpha, a, b = parameters
    third = -(r + x) * np.log(alpha + T)
    fourth = np.log(a) - np.log(b + x) - (r + x) * np.log(alpha + t_x)
    both = np.logaddexp(third, fourth)
    left = np.exp(fourth - both)
    value = (gammaln(r + x) - gammaln(r) + r * np.log(alpha) + gammaln(a + b) + gammaln(b + x + 1) - gammaln(b)
             - gammaln(a + b + x + 1) + both)  # fmt: skip
    gradient = [
        psi(r + x) - psi(r) + np.log(alpha) - (1 - left) * np.log(alpha + T) - left * np.log(alpha + t_x),
        r / alpha - (r + x) * ((1 - left) / (alpha + T) + left / (alpha + t_x)),
        psi(a + b) - psi(a + b + x + 1) + left / a,
        psi(a + b) + psi(b + x + 1) - psi(b) - psi(a + b + x + 1) - left / (b + x),
    ]
    return (weights * value).sum(), np.array([(weights * part).sum() for part in gradient])


def fitted(x, t_x, T):
    """Parameters with time in days, and the logarithm of the likelihood."""
    distinct, weights = np.unique(np.column_stack([x, t_x, T]), axis=0, return_counts=True)
    scale = 10 / T.max()

    def objective(logarithms):
        parameters = np.exp(logarithms)
        value, gradient = log_likelihood(
            parameters, distinct[:, 0], distinct[:, 1] * scale, distinct[:, 2] * scale, weights)
        return -value, -gradient * parameters

    found = minimize(objective, (-0.5, 0.5, -0.5, 1), jac=True, method="L-BFGS-B", bounds=[(-12, 12)] * 4,
                     options={"ftol": 1e-15, "gtol": 1e-8, "maxiter": 1000})  # fmt: skip
    parameters = np.exp(found.x)
    parameters[1] /= scale
    return parameters, -found.fun + x.sum() * np.log(scale)


def fitted_without_leaving(x, T):
    scale = 10 / T.max()

    def objective(logarithms):
        r, alpha = np.exp(logarithms)
        return -(gammaln(r + x) - gammaln(r) + r * np.log(alpha) - (r + x) * np.log(alpha + T * scale)).sum()

    found = minimize(objective, (-0.5, 0.5), method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-9})
    return -found.fun + x.sum() * np.log(scale)


def alive(parameters, x, t_x, T):
    r, alpha, a, b = parameters
    return 1 / (1 + a / (b + x) * ((alpha + T) / (alpha + t_x)) ** (r + x))


def buys(parameters, x, t_x, T, days):
    r, alpha, _, _ = parameters
    return alive(parameters, x, t_x, T) * (1 - ((alpha + T) / (alpha + T + days)) ** (r + x))


def expected(parameters, x, t_x, T, days):
    r, alpha, a, b = parameters
    z = days / (alpha + T + days)
    none = (1 - z) ** (r + x)
    return alive(parameters, x, t_x, T) * (a + b + x) / (a - 1) * (
        1 - none * hyp2f1(r + x, b + x + 1, a + b + x, z))  # fmt: skip


# MARK: Who will buy again


LIKELIHOODS = {"A": (-62587.333554, -62592.089079), "C": (-94050.054350, -94190.522438)}
# recency, frequency, the segment, P(alive), P(buys)
LAPSE = {
    "A": (0.719, 0.755, 0.740, 0.672, 0.775), "C": (0.767, 0.760, 0.756, 0.733, 0.808),
    "CDNOW": (0.759, 0.753, 0.745, 0.700, 0.755),
}  # fmt: skip
# The error of the model and of the customer's own rate.
ERRORS = {"A": (2.522, 2.192), "C": (1.028, 1.109), "CDNOW": (0.788, 1.578)}


def rows(shops, said):
    for name, shop in shops.items():
        history = shop.history
        parameters, value = fitted(*history)
        without = fitted_without_leaving(history[0], history[2])
        page = LIKELIHOODS.get(name)
        within = 1e-6 * abs(value)
        said.row(f"{name}, MBG/NBD",
                 MBG=(value, page[0], within) if page else value, NBD=(without, page[1], within) if page else without,
                 ratio=2 * (value - without))  # fmt: skip
        lapse(name, shop, parameters, said)
        errors(name, shop, parameters, said)
        check(name, shop, said)
        rivals(name, shop, parameters, said)


def lapse(name, shop, parameters, said):
    """How often one of those who did not come back scores higher than one of those who did."""
    scores = {
        "recency": shop.customers.recency.to_numpy(), "frequency": -shop.customers.frequency.to_numpy(),
        "alive": -alive(parameters, *shop.history), "buys": -buys(parameters, *shop.history, shop.horizon),
    }  # fmt: skip
    figures = {key: roc_auc_score(shop.lapsed, score) for key, score in scores.items()}
    figures["segment"] = segmentations.judged(segmentations.default(shop, 4), shop)[0]
    order = ["recency", "frequency", "segment", "alive", "buys"]
    page = LAPSE.get(name)
    said.row(f"{name}, AUC of who does not come back in {shop.horizon} days",
             **{key: (figures[key], page[i], 0.005) if page else figures[key] for i, key in enumerate(order)})
    random = np.random.default_rng(0)
    gains = []
    for _ in range(200):
        drawn = random.integers(0, len(shop.lapsed), len(shop.lapsed))
        gains.append(roc_auc_score(shop.lapsed[drawn], scores["buys"][drawn])
                     - roc_auc_score(shop.lapsed[drawn], scores["recency"][drawn]))
    low, high = np.percentile(gains, [2.5, 97.5])
    page = {"A": (0.044, 0.068), "C": (0.034, 0.049), "CDNOW": (-0.008, -0.003)}.get(name)
    said.row(f"{name}, gain of buys on recency in 95 of 100 resamples", low=(low, page[0], 0.004) if page else low,
             high=(high, page[1], 0.004) if page else high)  # fmt: skip


def errors(name, shop, parameters, said):
    history = shop.history
    model = np.abs(expected(parameters, *history, shop.horizon) - shop.later_days).mean()
    span = (shop.day - shop.first).days
    rate = np.abs(shop.customers.days * shop.horizon / span - shop.later_days).mean()
    page = ERRORS.get(name)
    said.row(f"{name}, mean error of the purchase days in {shop.horizon} days",
             model=(model, page[0], 0.01) if page else model, rate=(rate, page[1], 0.01) if page else rate)  # fmt: skip


def check(name, shop, said):
    """The first half of the span, tested on the second."""
    span = (shop.day - shop.first).days
    middle = shop.first + pd.Timedelta(days=span // 2)
    half = shop.known(middle + pd.Timedelta(hours=23, minutes=59, seconds=59))
    history = [half[column].to_numpy(dtype=float) for column in ("x", "t_x", "T")]
    days = (shop.day - middle).days
    later = shop.between(middle, days).groupby("id").day.nunique().reindex(half.index).fillna(0).to_numpy()
    parameters, _ = fitted(*history)
    model = np.abs(expected(parameters, *history, days) - later).mean()
    rate = np.abs(half.days.to_numpy() * days / (span // 2) - later).mean()
    page = {"A": 0.057, "B": -0.112, "C": 0.033, "CDNOW": -0.698}.get(name)
    said.row(f"{name}, check on the second half", difference=(model - rate, page, 0.01) if page else model - rate)


def rivals(name, shop, parameters, said):
    """BG/NBD and Pareto/NBD, by lifetimes, all by the purchase days that they expect."""
    figures = {"MBG": roc_auc_score(shop.lapsed, -expected(parameters, *shop.history, shop.horizon))}
    try:
        from lifetimes import BetaGeoFitter, ParetoNBDFitter
    except ImportError:
        return
    x, t_x, T = shop.history
    for label, fitter in [("BG", BetaGeoFitter(penalizer_coef=1e-6)), ("Pareto", ParetoNBDFitter())]:
        # Pareto/NBD is slow: a part of CDNOW is enough to see how well it ranks.
        some = slice(None) if len(x) < 6_000 or label == "BG" else slice(None, None, 10)
        try:
            fitter.fit(x[some], t_x[some], T[some])
        except Exception as error:
            print(f"  {name}, {label}/NBD: does not converge ({type(error).__name__})")
            continue
        days = fitter.conditional_expected_number_of_purchases_up_to_time(shop.horizon, x[some], t_x[some], T[some])
        figures[label] = roc_auc_score(shop.lapsed[some], -np.nan_to_num(np.asarray(days), nan=0.0))
    said.row(f"{name}, AUC by expected purchase days", **figures)


# MARK: For how much


def found_in_top_tenth(score, revenue):
    """The share of the later revenue that is found among the tenth with the highest scores."""
    order = np.argsort(-score, kind="stable")[: len(score) // 10]
    return revenue[order].sum() / revenue.sum()


def money(shops, said):
    if "A" not in shops:
        return
    shop = shops["A"]
    history = shop.history
    parameters, _ = fitted(*history)
    days = expected(parameters, *history, shop.horizon)
    monetary = shop.customers.monetary.to_numpy()
    mean = monetary / shop.customers.days.to_numpy()
    said.row("A, later revenue in the top tenth",
             by_revenue=(found_in_top_tenth(monetary, shop.later_revenue), 0.607, 0.005),
             by_mean=(found_in_top_tenth(mean * days, shop.later_revenue), 0.609, 0.005))  # fmt: skip
    try:
        from lifetimes import GammaGammaFitter
    except ImportError:
        return
    again = (history[0] > 0) & (mean > 0)
    # The mean over the repeats alone, as the model asks for it.
    fitter = GammaGammaFitter(penalizer_coef=1e-4).fit(history[0][again], mean[again])
    value = np.asarray(fitter.conditional_expected_average_profit(history[0], mean))
    said.row("A, later revenue in the top tenth", by_gamma_gamma=(
        found_in_top_tenth(value * days, shop.later_revenue), 0.615, 0.01))  # fmt: skip


# MARK: Who is late


OVERDUE = {"A": (0.636, 0.667, 0.694), "C": (0.664, 0.702, 0.742), "CDNOW": (0.667, 0.684, 0.711)}
FOUND = {"A": (0.160, 0.188, 0.241), "C": (0.088, 0.180, 0.260), "CDNOW": (0.014, 0.053, 0.077)}


def overdue(shops, said):
    for name, shop in shops.items():
        if name not in OVERDUE:
            continue
        some = shop.customers.x.to_numpy() > 0
        x, t_x, _ = (column[some] for column in shop.history)
        recency = shop.customers.recency.to_numpy()[some]
        lapsed, monetary = shop.lapsed[some], shop.customers.monetary.to_numpy()[some]
        shop_gap = t_x.sum() / x.sum()
        raw, drawn = recency * x / t_x, recency * (x + 2) / (t_x + 2 * shop_gap)
        page = OVERDUE[name]
        said.row(f"{name}, AUC among those who had come back (g₀ {shop_gap:.2f} days)",
                 raw=(roc_auc_score(lapsed, raw), page[0], 0.002), drawn=(roc_auc_score(lapsed, drawn), page[1], 0.002),
                 recency=(roc_auc_score(lapsed, recency), page[2], 0.002))  # fmt: skip
        all_of_it = monetary[lapsed].sum()

        def found(score):
            first = np.argsort(-score, kind="stable")[:100]
            return monetary[first][lapsed[first]].sum() / all_of_it

        page = FOUND[name]
        said.row(f"{name}, revenue of the lapsed in the first hundred",
                 raw=(found(raw), page[0], 0.006), drawn=(found(drawn), page[1], 0.006),
                 by_money=(found(np.where(drawn >= 2, monetary, -np.inf)), page[2], 0.006))  # fmt: skip
