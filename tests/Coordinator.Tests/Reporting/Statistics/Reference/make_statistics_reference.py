"""Writes statistics.json to this folder: reference figures for the tests of the report's statistics.

numpy, scipy and statsmodels compute them and share no code with the report. Run without arguments.
"""

import json
import pathlib

import numpy
import pandas
import scipy
import statsmodels
from scipy import stats
from statsmodels.formula.api import ols
from statsmodels.stats.anova import anova_lm
from statsmodels.stats.multitest import multipletests
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
}
path = pathlib.Path(__file__).with_name("statistics.json")
path.write_text(json.dumps(reference, indent=1, default=float) + "\n")
