"""Writes splits_reference.json: the examples that scikit-learn chooses for each part, by their numbers.

Run with numpy 1.24 and scikit-learn 1.2: python3 make_splits_reference.py > splits_reference.json
"""
import json
import warnings

import numpy as np
from sklearn.model_selection import (
    GroupKFold, GroupShuffleSplit, KFold, StratifiedKFold, TimeSeriesSplit, train_test_split)
from sklearn.preprocessing import StandardScaler

warnings.simplefilter("ignore")
SEEDS = [0, 1, 3, 17, 4294967295]


def numbers(values):
    return [int(value) for value in values]


def parts(pairs):
    return [{"train": numbers(train), "test": numbers(test)} for train, test in pairs]


def labels_of(counts, seed):
    labels = np.repeat(np.arange(len(counts)), counts)
    np.random.RandomState(seed).shuffle(labels)
    return labels


def random_splits():
    for seed in SEEDS:
        for examples, fraction in [(2, 0.5), (10, 0.25), (33, 0.1), (50, 0.9)]:
            pair = train_test_split(np.arange(examples), test_size=fraction, random_state=seed)
            yield {"examples": examples, "fraction": fraction, "seed": seed, "parts": parts([pair])}


def stratified_splits():
    shapes = [([2, 2], 0.5), ([10, 10], 0.25), ([30, 3], 0.1), ([7, 7, 7, 7], 0.3), ([5, 9, 2, 2, 13], 0.37), ([3] * 12, 0.4), ([40, 1 + 1, 6], 0.2)]
    for seed in SEEDS:
        for counts, fraction in shapes:
            labels = labels_of(counts, seed)
            pair = train_test_split(np.arange(len(labels)), test_size=fraction, random_state=seed, stratify=labels)
            yield {"labels": numbers(labels), "fraction": fraction, "seed": seed, "parts": parts([pair])}


def grouped_splits():
    for seed in SEEDS:
        for counts, fraction in [([1, 1], 0.5), ([4, 1, 6, 2, 2], 0.3), ([2] * 20, 0.25), ([9, 1, 1], 0.5)]:
            groups = labels_of(counts, seed) * 3 + 5
            split = GroupShuffleSplit(1, test_size=fraction, random_state=seed).split(groups, groups=groups)
            yield {"groups": numbers(groups), "fraction": fraction, "seed": seed, "parts": parts(split)}


def folds():
    for seed in SEEDS:
        for examples, count in [(2, 2), (10, 3), (31, 5), (24, 24)]:
            split = KFold(count, shuffle=True, random_state=seed).split(np.arange(examples))
            yield {"examples": examples, "folds": count, "seed": seed, "parts": parts(split)}


def stratified_folds():
    for seed in SEEDS:
        for counts, count in [([2, 2], 2), ([10, 11], 3), ([1, 5, 17], 5), ([6] * 6, 4), ([2, 3, 10], 10)]:
            labels = labels_of(counts, seed)
            split = StratifiedKFold(count, shuffle=True, random_state=seed).split(labels, labels)
            yield {"labels": numbers(labels), "folds": count, "seed": seed, "parts": parts(split)}


def grouped_folds():
    # numpy's sort is stable up to 16 groups; beyond, the sizes differ, so that no order among equal ones matters.
    for seed in SEEDS:
        for counts, count in [([1, 1], 2), ([4, 1, 6, 2, 2, 2], 3), ([3] * 16, 5), (list(range(1, 21)), 4)]:
            groups = labels_of(counts, seed) * 7 + 2
            yield {"groups": numbers(groups), "folds": count, "seed": seed, "parts": parts(GroupKFold(count).split(groups, groups=groups))}


def ordered_folds():
    for examples, count in [(3, 2), (10, 3), (23, 5), (25, 24)]:
        yield {"examples": examples, "folds": count, "seed": 0, "parts": parts(TimeSeriesSplit(count).split(np.arange(examples)))}


def standardised_labels():
    for seed in SEEDS:
        labels = np.random.RandomState(seed).randn(40) * 1000 + 5e6
        scaler = StandardScaler().fit(labels.reshape(-1, 1))
        yield {"labels": [value.hex() for value in labels], "mean": scaler.mean_[0].hex(), "scale": scaler.scale_[0].hex()}


print(json.dumps({
    "random": list(random_splits()),
    "stratified": list(stratified_splits()),
    "grouped": list(grouped_splits()),
    "folds": list(folds()),
    "stratified_folds": list(stratified_folds()),
    "grouped_folds": list(grouped_folds()),
    "ordered_folds": list(ordered_folds()),
    "standardised_labels": list(standardised_labels()),
}, separators=(",", ":")).replace('{"', '\n{"'))
