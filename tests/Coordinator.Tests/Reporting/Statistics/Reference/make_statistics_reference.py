"""Writes statistics.json to this folder: reference figures for the tests of the report's statistics.

numpy, scipy and statsmodels compute them and share no code with the report. Run without arguments.
"""

import itertools
import json
import pathlib

import numpy
import pandas
import scipy
import statsmodels
from scipy import optimize, special, stats
from statsmodels.duration.survfunc import SurvfuncRight
from statsmodels.formula.api import ols
from statsmodels.stats.anova import anova_lm
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

random = numpy.random.RandomState(20261124)


def summary(values):
    low, high = stats.t.interval(0.95, len(values) - 1, numpy.mean(values), stats.sem(values))
    return {
        "values": list(values), "mean": numpy.mean(values), "sd": numpy.std(values, ddof=1), "median": numpy.median(values),
        "low": low, "high": high,
    }


def paired(first, second):
    differences = first - second
    low, high = DescrStatsW(differences).tconfint_mean(0.05)
    return {
        "first": list(first), "second": list(second), "p": stats.ttest_rel(first, second).pvalue,
        "low": low, "high": high, "effect": numpy.mean(differences) / numpy.std(differences, ddof=1),
    }


def welch(first, second):
    means = CompareMeans(DescrStatsW(first), DescrStatsW(second))
    low, high = means.tconfint_diff(0.05, usevar="unequal")
    spread = numpy.sqrt((numpy.var(first, ddof=1) + numpy.var(second, ddof=1)) / 2)
    return {
        "first": list(first), "second": list(second), "p": stats.ttest_ind(first, second, equal_var=False).pvalue,
        "df": means.dof_satt(), "low": low, "high": high, "effect": (numpy.mean(first) - numpy.mean(second)) / spread,
    }


def decomposition(levels, replicates):
    rows = [(*index, random.normal(sum(index) * 0.7, 1.0)) for index in numpy.ndindex(*levels) for _ in range(replicates)]
    frame = pandas.DataFrame(rows, columns=["a", "b", "c", "v"])
    table = anova_lm(ols("v ~ C(a, Sum) * C(b, Sum) * C(c, Sum)", frame).fit(), typ=2)["sum_sq"]
    shares = list(table / table.sum())
    return {
        "levels": list(levels), "cells": [list(group) for _, group in frame.groupby(["a", "b", "c"])["v"]],
        "main": shares[:3], "pairs": shares[3:6], "higher": shares[6], "within": shares[7],
    }


def profile(solvers, problems):
    times = random.randint(1, 60, (solvers, problems)).astype(float)
    times[random.rand(solvers, problems) < 0.25] = numpy.inf
    fastest = times.min(axis=0)
    ratios = numpy.where(numpy.isfinite(times), times / numpy.where(numpy.isfinite(fastest), fastest, 1), numpy.inf)
    taus = [1, 1.25, 1.5, 2, 3, 3.9]
    # The area under a staircase is the mean over problems of the width to the right of each step.
    score = [float(numpy.mean(numpy.clip(4 - row, 0, None)) / 3) for row in ratios]
    both = numpy.isfinite(times[0]) & numpy.isfinite(times[1])
    return {
        "times": [[None if numpy.isinf(t) else t for t in row] for row in times], "taus": taus,
        "heights": [[float(numpy.mean(row <= tau)) for tau in taus] for row in ratios], "scores": score,
        "speedup": stats.gmean(times[0][both] / times[1][both]) if both.any() else None,
        # Censored times: the median, with infinity for targets that were never reached.
        "medians": [None if not numpy.isfinite(numpy.median(row)) else float(numpy.median(row)) for row in times],
    }


def t_interval(df, level):
    # stats.t.ppf is off by up to a relative 2e-9; the inverse of the incomplete beta function is not.
    x = special.betaincinv(df / 2, 0.5, 1 - level)
    quantile = numpy.sqrt(df * (1 - x) / x)
    assert numpy.isclose(quantile, stats.t.ppf((1 + level) / 2, df), rtol=1e-8)
    return {
        "df": df, "level": level, "quantile": quantile, "mean": 0.13, "error": 0.02,
        "low": 0.13 - quantile * 0.02, "high": 0.13 + quantile * 0.02,
    }


def proportion(successes, count, level):
    plain = proportion_confint(successes, count, alpha=1 - level, method="wilson")
    corrected = stats.binomtest(successes, count).proportion_ci(level, method="wilsoncc")
    return {
        "successes": successes, "count": count, "level": level, "low": plain[0], "high": plain[1],
        "corrected low": max(0, corrected.low), "corrected high": min(1, corrected.high),
    }


def median_interval(n, level):
    values = numpy.exp(random.normal(3, 1, n))
    values[random.rand(n) < 0.2] = numpy.inf
    coverage = {k: sum(special.comb(n, j, exact=True) for j in range(k, n + 1 - k)) / 2**n for k in range(1, n // 2 + 1)}
    rank = max((k for k in coverage if coverage[k] >= level), default=None)
    ordered = sorted(values)
    return {
        "values": [None if numpy.isinf(v) else v for v in values], "level": level, "rank": rank,
        "low": None if rank is None or numpy.isinf(ordered[rank - 1]) else ordered[rank - 1],
        "high": None if rank is None or numpy.isinf(ordered[n - rank]) else ordered[n - rank],
        "coverage": None if rank is None else coverage[rank],
    }


def tied_pair(m, n):
    """Two samples on a coarse grid, so that values tie."""
    return random.normal(0.3, 1, m).round(1), random.normal(0, 1, n).round(1)


def sign_flip(n):
    first, second = tied_pair(n, n)
    test = stats.permutation_test(
        (first, second), lambda a, b: numpy.mean(a - b), permutation_type="samples", vectorized=False, n_resamples=numpy.inf)
    return {"first": list(first), "second": list(second), "difference": test.statistic, "p": test.pvalue}


def sign(n):
    first, second = tied_pair(n, n)
    greater, smaller = int(sum(first > second)), int(sum(first < second))
    low, high = proportion_confint(greater + (n - greater - smaller) / 2, n, method="wilson")
    return {
        "first": list(first), "second": list(second), "greater": greater, "smaller": smaller,
        "p": stats.binomtest(greater, greater + smaller).pvalue, "share": (greater + (n - greater - smaller) / 2) / n,
        "low": low, "high": high,
    }


def superiority(first, second, level):
    m, n = len(first), len(second)
    share = stats.mannwhitneyu(first, second).statistic / (m * n)
    z, half = stats.norm.ppf((1 + level) / 2), (m + n) / 2 - 1

    def excess(t):
        return (t - share) ** 2 - z**2 * t * (1 - t) * (1 + half * ((1 - t) / (2 - t) + t / (1 + t))) / (m * n)

    # At 0 and 1 the equation also has the estimate itself as a root.
    low = 0 if share == 0 else optimize.brentq(excess, 0, min(share, 1 - 1e-9), xtol=1e-14, rtol=1e-14)
    high = 1 if share == 1 else optimize.brentq(excess, max(share, 1e-9), 1, xtol=1e-14, rtol=1e-14)
    return {"first": list(first), "second": list(second), "level": level, "share": share, "low": low, "high": high}


def hedges(df):
    # The mean of the factor's reciprocal: the expected value of sqrt(df / chi squared), by quadrature.
    root = stats.chi2(df).expect(lambda x: numpy.sqrt(df / x), epsabs=1e-13, epsrel=1e-12)
    return {"df": df, "factor": 1 / root}


def paired_effect(n):
    first, second = random.normal(0.5, 1, n), random.normal(0, 1, n)
    differences = first - second
    factor = special.poch((n - 2) / 2, 0.5) / numpy.sqrt((n - 1) / 2)
    return {
        "first": list(first), "second": list(second), "effect": factor * numpy.mean(differences) / numpy.std(differences, ddof=1),
    }


def holm_levels(n, alpha):
    p = random.rand(n) ** 6
    rejected = multipletests(p, alpha, method="holm")[0]
    thresholds = alpha / numpy.where(rejected, n - stats.rankdata(p) + 1, n - sum(rejected))
    return {"p": list(p), "alpha": alpha, "rejected": [bool(r) for r in rejected], "levels": list(1 - thresholds)}


def expected_best(n, draws):
    values = random.normal(0, 1, n)
    subsets = list(itertools.combinations(values, draws))
    return {
        "values": list(values), "draws": draws, "minimum": numpy.mean([min(s) for s in subsets]),
        "maximum": numpy.mean([max(s) for s in subsets]),
    }


def survival(n, censored, horizon, level):
    times = random.randint(1, 30, n).astype(float)
    observed = random.rand(n) >= censored
    # A subject at risk to the end: the restricted mean is known up to every horizon.
    times[0], observed[0] = 40, False
    curve = SurvfuncRight(times, observed)
    grid = numpy.concatenate([[0], curve.surv_times[curve.surv_times < horizon], [horizon]])
    heights = numpy.concatenate([[1], curve.surv_prob])[: len(grid) - 1]
    areas = heights * numpy.diff(grid)
    after = [sum(areas[i + 1:]) for i in range(len(areas) - 1)]
    events, at_risk = curve.n_events[: len(after)], curve.n_risk[: len(after)]
    error = numpy.sqrt(sum(a**2 * d / (y * (y - d)) for a, d, y in zip(after, events, at_risk)))
    z = stats.norm.ppf((1 + level) / 2)
    return {
        "times": list(times), "observed": [bool(o) for o in observed], "horizon": horizon, "level": level,
        "steps": list(curve.surv_times), "at risk": [float(y) for y in curve.n_risk], "events": [float(d) for d in curve.n_events],
        "survival": list(curve.surv_prob), "mean": sum(areas), "error": error,
        "low": max(0, sum(areas) - z * error), "high": min(horizon, sum(areas) + z * error),
    }


def discordant(n):
    first, second = random.rand(n) < 0.6, random.rand(n) < 0.3
    table = [[sum(a and b for a, b in zip(first, second)), sum(first & ~second)], [sum(~first & second), sum(~first & ~second)]]
    return {
        "first": [bool(a) for a in first], "second": [bool(b) for b in second], "first only": table[0][1], "second only": table[1][0],
        "p": mcnemar(table, exact=True).pvalue,
    }


sizes = [2, 3, 5, 8, 13]
reference = {
    "made by": f"numpy {numpy.__version__}, scipy {scipy.__version__}, statsmodels {statsmodels.__version__}",
    "summaries": [summary(numpy.exp(random.normal(-2, 1, n))) for n in sizes],
    "paired": [paired(random.normal(0.13, 0.01, n), random.normal(0.14, 0.01, n)) for n in sizes],
    "welch": [welch(random.normal(0.13, 0.01, n), random.normal(0.15, 0.03, n + 2)) for n in sizes],
    "holm": [
        {"p": list(p), "adjusted": list(multipletests(p, method="holm")[1])}
        for p in (random.rand(n) ** 4 for n in (1, 2, 5, 9, 20))
    ],
    "decompositions": [decomposition(levels, 3) for levels in ((2, 3, 2), (3, 4, 4), (4, 2, 3))],
    "profiles": [profile(solvers, problems) for solvers, problems in ((2, 5), (3, 20), (4, 7))],
    "t intervals": [t_interval(df, level) for df in (1, 2, 2.5, 4, 30, 1000) for level in (0.5, 0.8, 0.95, 0.99, 0.9999)],
    "proportions": [
        proportion(successes, count, level)
        for successes, count in ((0, 1), (1, 1), (0, 7), (1, 7), (6, 7), (7, 7), (13, 40), (999, 1000))
        for level in (0.5, 0.95, 0.995)
    ],
    "trimmed means": [
        {"values": list(values), "mean": stats.trim_mean(values, 0.25)}
        for values in (numpy.exp(random.normal(0, 2, n)) for n in (1, 3, 4, 5, 7, 8, 30))
    ],
    "median intervals": [median_interval(n, level) for n in (1, 5, 6, 9, 20, 101) for level in (0.5, 0.95, 0.99)],
    "sign flips": [sign_flip(n) for n in (2, 3, 5, 8, 12)],
    "signs": [sign(n) for n in (2, 5, 16, 60)],
    "superiority": [
        superiority(*samples, level)
        for samples in (tied_pair(3, 3), tied_pair(5, 12), tied_pair(40, 30), ([1, 2, 3], [4, 5]), ([6, 7], [2, 3, 4]))
        for level in (0.9, 0.95)
    ],
    "hedges": [hedges(df) for df in (2, 3, 4, 9, 50, 400)],
    "paired effects": [paired_effect(n) for n in (3, 5, 20)],
    "holm levels": [holm_levels(n, alpha) for n in (1, 3, 6, 12) for alpha in (0.05, 0.2)],
    "expected best": [expected_best(n, draws) for n, draws in ((1, 1), (6, 1), (6, 3), (9, 9), (11, 4))],
    "survival": [
        survival(n, censored, horizon, level)
        for n, censored, horizon, level in ((6, 0.0, 25, 0.95), (25, 0.3, 12.5, 0.9), (80, 0.6, 29, 0.95), (80, 0.1, 40, 0.99))
    ],
    "discordant": [discordant(n) for n in (3, 10, 40)],
    "coins": [
        {"first": first, "second": second, "p": stats.binomtest(first, first + second).pvalue}
        for first, second in ((3, 5), (0, 40), (60, 30), (480, 520), (530, 480), (480, 720), (49_600, 50_400))
    ],
}
path = pathlib.Path(__file__).with_name("statistics.json")
path.write_text(json.dumps(reference, indent=1, default=float) + "\n")
