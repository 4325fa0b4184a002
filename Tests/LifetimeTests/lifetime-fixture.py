"""Figures of lifetimes and scipy that LifetimeTests holds the program against.

    python3 Tests/LifetimeTests/lifetime-fixture.py > Tests/LifetimeTests/lifetime-fixture.json

Made with lifetimes 0.11.3, scipy 1.17 and numpy 2.4. Customers are those of CDNOW (Fader and Hardie), as lifetimes
carries them, with time in hundredths of weeks, and of invented shops from a seeded generator, with time in days.
"""

import json
import warnings

import numpy
from lifetimes import ModifiedBetaGeoFitter
from lifetimes.datasets import load_cdnow_summary
from scipy import integrate, optimize, stats
from scipy.special import gammaln, psi

warnings.filterwarnings("ignore")


def invented(seed, customers, span, r, alpha, a, b, later=0):
    """Repeats, age at the last purchase, age, and purchase days in the `later` days that follow.

    The model's own story, a day at a time; with a = 0 nobody leaves.
    """
    random = numpy.random.default_rng(seed)
    rows = []
    for _ in range(customers):
        age = int(random.integers(1, span + 1))
        rate = random.gamma(r, 1 / alpha)
        leaves = random.beta(a, b) if a else 0.0
        days, time = {0}, 0.0
        while random.random() >= leaves:
            time += random.exponential(1 / rate)
            if time > age + later:
                break
            days.add(int(time))
        seen = sorted(day for day in days if day <= age)
        rows.append([len(seen) - 1, seen[-1], age, sum(day > age for day in days)])
    return numpy.array(rows)


def mbg(parameters, x, last, age):
    """The logarithm of the likelihood, and its gradient."""
    r, alpha, a, b = parameters
    third = -(r + x) * numpy.log(alpha + age)
    fourth = numpy.log(a) - numpy.log(b + x) - (r + x) * numpy.log(alpha + last)
    both = numpy.logaddexp(third, fourth)
    left = numpy.exp(fourth - both)
    value = (gammaln(r + x) - gammaln(r) + r * numpy.log(alpha) + gammaln(a + b) + gammaln(b + x + 1) - gammaln(b)
             - gammaln(a + b + x + 1) + both)
    gradient = [
        psi(r + x) - psi(r) + numpy.log(alpha) - (1 - left) * numpy.log(alpha + age) - left * numpy.log(alpha + last),
        r / alpha - (r + x) * ((1 - left) / (alpha + age) + left / (alpha + last)),
        psi(a + b) - psi(a + b + x + 1) + left / a,
        psi(a + b) + psi(b + x + 1) - psi(b) - psi(a + b + x + 1) - left / (b + x),
    ]
    return value.sum(), [part.sum() for part in gradient]


def nbd(parameters, x, age):
    r, alpha = parameters
    return (gammaln(r + x) - gammaln(r) + r * numpy.log(alpha) - (r + x) * numpy.log(alpha + age)).sum()


def fitted(x, last, age):
    scale = 10 / age.max()
    shift = x.sum() * numpy.log(scale)

    def objective(logarithms):
        parameters = numpy.exp(logarithms)
        value, gradient = mbg(parameters, x, last * scale, age * scale)
        return -value, -numpy.array(gradient) * parameters

    options = {"ftol": 1e-15, "gtol": 1e-9, "maxiter": 1000}
    bounds = [(-12, 12)] * 4
    best = optimize.minimize(objective, (-.5, .5, -.5, 1), jac=True, method="L-BFGS-B", bounds=bounds, options=options)
    parameters = numpy.exp(best.x)
    parameters[1] /= scale
    without = optimize.minimize(lambda p: -nbd(numpy.exp(p), x, age * scale), (-.5, .5), method="Nelder-Mead",
                                options={"xatol": 1e-9, "fatol": 1e-9, "maxiter": 10_000})
    return parameters, -best.fun + shift, -without.fun + shift


def figures(name, rows):
    x, last, age = (rows[:, column].astype(float) for column in range(3))
    parameters, value, without = fitted(x, last, age)
    theirs = ModifiedBetaGeoFitter().fit(x, last, age)
    theirs_value = mbg(theirs.params_.values, x, last, age)[0]
    assert abs(theirs_value - value) < 1e-6 * abs(value), (name, theirs_value, value)
    given = [.7, 40.0, .6, 2.5]
    value_there, gradient_there = mbg(given, x, last, age)
    distinct, counts = numpy.unique(rows[:, :3], axis=0, return_counts=True)
    return {
        "name": name,
        "customers": numpy.column_stack([distinct, counts]).tolist(),
        "parameters": parameters.tolist(), "logLikelihood": value, "nbdLogLikelihood": without,
        "given": {"parameters": given, "value": value_there, "gradient": gradient_there, "nbd": nbd(given[:2], x, age)},
    }


def predictions(parameters):
    """By lifetimes; the probability of a purchase by an integral over the rates of those who have not left."""
    fitter = ModifiedBetaGeoFitter()
    import pandas
    fitter.params_ = pandas.Series(dict(zip(["r", "alpha", "a", "b"], parameters)))
    rows = []
    for x, last, age in [(0, 0, 1), (0, 0, 300), (1, 1, 554), (4, 221, 221), (22, 362, 551), (150, 360, 365)]:
        for days in [1, 90, 365]:
            alive = float(numpy.ravel(fitter.conditional_probability_alive(x, last, age))[0])
            rates = stats.gamma(parameters[0] + x, scale=1 / (parameters[1] + age))
            low, high = rates.ppf(1e-16), rates.isf(1e-18)
            none = integrate.quad(lambda rate: numpy.exp(-rate * days) * rates.pdf(rate), 0, high, epsabs=0,
                                  epsrel=1e-11, limit=500, points=[low, rates.mean()])[0]
            expected = fitter.conditional_expected_number_of_purchases_up_to_time(days, x, last, age)
            rows.append({"repeats": x, "ageAtLast": last, "age": age, "days": days, "alive": alive,
                         "buys": alive * (1 - none), "expected": float(numpy.ravel(expected)[0])})
    return {"parameters": list(parameters), "customers": rows}


def check(name, seed, a):
    """A shop of 200 days, everybody's first purchase on one of the first 100: the second half is 100 days later."""
    rows = invented(seed, 800, 100, .8, 25.0, a, 2.0, later=100)
    x, last, age, later = (rows[:, column].astype(float) for column in range(4))
    parameters, _, _ = fitted(x, last, age)
    fitter = ModifiedBetaGeoFitter()
    import pandas
    fitter.params_ = pandas.Series(dict(zip(["r", "alpha", "a", "b"], parameters)))
    expected = fitter.conditional_expected_number_of_purchases_up_to_time(100, x, last, age)
    return {
        "name": name, "customers": rows.tolist(),
        "model": numpy.abs(expected - later).mean(), "naive": numpy.abs(x + 1 - later).mean(),
    }


cdnow = load_cdnow_summary()
hundredths = numpy.column_stack([
    cdnow["frequency"], numpy.rint(cdnow["recency"] * 100), numpy.rint(cdnow["T"] * 100)]).astype(int)
print(json.dumps({
    "fits": [
        figures("CDNOW", hundredths),
        figures("an invented shop whose customers leave", invented(1, 1500, 400, .7, 60.0, .8, 2.5)),
        figures("an invented shop whose customers stay", invented(2, 1500, 400, .9, 60.0, 0, 0)),
    ],
    "predictions": [predictions(p) for p in [(.73365957, 69.756277, .21073296, 5.7189199), (.5, 20.0, 1.7, .9)]],
    "checks": [check("leave", 3, .8), check("stay", 4, 0)],
}, separators=(",", ":"), default=float))
