"""Writes statistics.json to this folder: reference figures for the tests of the report's statistics.

numpy, scipy and statsmodels compute them and share no code with the report. Run without arguments.
"""

import fractions
import itertools
import json
import pathlib

import numpy
import pandas
import scipy
import statsmodels
from scipy import special, stats
from statsmodels.formula.api import ols
from statsmodels.stats.anova import anova_lm
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

random = numpy.random.RandomState(20261124)


def summary(values):
    low, high = numpy.quantile(values, [0.25, 0.75])
    return {
        "values": list(values), "mean": numpy.mean(values), "sd": numpy.std(values, ddof=1), "median": numpy.median(values),
        "low": low, "high": high, "iqm": stats.trim_mean(values, 0.25),
    }


def band(count, length):
    curves = [numpy.exp(random.normal(-1, 1, length + random.randint(0, 3))) for _ in range(count)]
    shortest = min(len(curve) for curve in curves)
    low, median, high = numpy.quantile([curve[:shortest] for curve in curves], [0.25, 0.5, 0.75], axis=0)
    return {"curves": [list(curve) for curve in curves], "median": list(median), "low": list(low), "high": list(high)}


def signed_rank(n, levels):
    """The test by scipy; the estimate and intervals from all pairs, with the null distribution as a product of polynomials."""
    differences = random.normal(0.3, 1, n) * numpy.exp(random.normal(0, 0.5, n))
    averages = numpy.sort(numpy.add.outer(differences, differences)[numpy.triu_indices(n)] / 2)
    counts = [1]
    for rank in range(1, n + 1):
        counts = [a + b for a, b in zip(counts + [0] * rank, [0] * rank + counts)]
    cumulative = list(itertools.accumulate(counts))
    intervals = []
    for level in levels:
        most = fractions.Fraction(1 - fractions.Fraction(str(level))) * 2**n / 2
        rank = sum(1 for count in cumulative[: len(averages) // 2 + 1] if count <= most)
        intervals.append(
            {"level": level, "low": None if rank == 0 else averages[rank - 1], "high": None if rank == 0 else averages[-rank]})
    return {
        "differences": list(differences), "estimate": numpy.median(averages),
        "p": stats.wilcoxon(differences, method="exact").pvalue, "intervals": intervals,
    }


def large_signed_rank(n):
    differences = random.normal(0.2, 1, n)
    test = stats.wilcoxon(differences, correction=True, method="approx")
    exact = stats.wilcoxon(differences, method="exact")
    return {"differences": list(differences), "p": test.pvalue, "exact": exact.pvalue}


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
    return {
        "times": [[None if numpy.isinf(t) else t for t in row] for row in times], "taus": taus,
        "heights": [[float(numpy.mean(row <= tau)) for tau in taus] for row in ratios], "scores": score,
    }


def t_quantile(df):
    # stats.t.ppf is off by up to a relative 2e-9; the inverse of the incomplete beta function is not.
    x = special.betaincinv(df / 2, 0.5, 0.05)
    quantile = numpy.sqrt(df * (1 - x) / x)
    assert numpy.isclose(quantile, stats.t.ppf(0.975, df), rtol=1e-8)
    return {"df": df, "quantile": quantile}


def proportion(successes, count, level):
    plain = proportion_confint(successes, count, alpha=1 - level, method="wilson")
    return {"successes": successes, "count": count, "level": level, "low": plain[0], "high": plain[1]}


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


def superiority(n):
    first, second = tied_pair(n, n)
    wins = sum(first > second) + sum(first == second) / 2
    low, high = proportion_confint(wins, n, method="wilson")
    return {"first": list(first), "second": list(second), "share": wins / n, "low": low, "high": high}


def hedges(df):
    # The mean of the factor's reciprocal: the expected value of sqrt(df / chi squared), by quadrature.
    root = stats.chi2(df).expect(lambda x: numpy.sqrt(df / x), epsabs=1e-13, epsrel=1e-12)
    return {"df": df, "factor": 1 / root}


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
    "bands": [band(count, length) for count, length in ((2, 4), (3, 5), (6, 3))],
    "signed ranks": [signed_rank(n, (0.5, 0.8, 0.95, 0.975, 0.99, 0.995)) for n in (1, 2, 3, 5, 6, 9, 10, 20, 50, 100)],
    "large signed ranks": [large_signed_rank(n) for n in (101, 200)],
    "holm": [
        {"p": list(p), "adjusted": list(multipletests(p, method="holm")[1])}
        for p in (random.rand(n) ** 4 for n in (1, 2, 5, 9, 20))
    ],
    "decompositions": [decomposition(levels, 3) for levels in ((2, 3, 2), (3, 4, 4), (4, 2, 3))],
    "profiles": [profile(solvers, problems) for solvers, problems in ((2, 5), (3, 20), (4, 7))],
    "t quantiles": [t_quantile(df) for df in (1, 2, 3, 4, 18, 30, 1000)],
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
    "superiority": [superiority(n) for n in (1, 2, 5, 16, 60)],
    "hedges": [hedges(df) for df in (2, 3, 4, 9, 50, 400)],
    "holm levels": [holm_levels(n, alpha) for n in (1, 3, 6, 12) for alpha in (0.05, 0.2)],
    "expected best": [expected_best(n, draws) for n, draws in ((1, 1), (6, 1), (6, 3), (9, 9), (11, 4))],
    "discordant": [discordant(n) for n in (3, 10, 40)],
    "coins": [
        {"first": first, "second": second, "p": stats.binomtest(first, first + second).pvalue}
        for first, second in ((3, 5), (0, 40), (60, 30), (480, 520), (530, 480), (480, 720), (49_600, 50_400))
    ],
}
path = pathlib.Path(__file__).with_name("statistics.json")
path.write_text(json.dumps(reference, indent=1, default=float) + "\n")
