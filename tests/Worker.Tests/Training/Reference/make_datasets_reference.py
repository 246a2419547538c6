"""Writes datasets_reference.json: scikit-learn's data of each kind, as hexadecimal floats.

Run with numpy 1.24 and scikit-learn 1.2: python3 make_datasets_reference.py > datasets_reference.json
"""
import json

import numpy as np
from sklearn.datasets import load_digits, make_blobs, make_circles, make_moons
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler


def entry(**given):
    def text(value):
        array = np.asarray(value)
        return [float(x).hex() for x in array.ravel()]
    return {name: text(value) for name, value in given.items()}


def split(X, y, fraction, seed):
    X1, X0, y1, y0 = train_test_split(X, y, test_size=fraction, random_state=seed)
    scaler = StandardScaler().fit(X1)
    return entry(train=scaler.transform(X1), test=scaler.transform(X0), train_labels=y1, test_labels=y0)


moons = make_moons(31, noise=0.3, random_state=7)
circles = make_circles(25, noise=0.1, factor=0.5, random_state=4294967295)
blobs = make_blobs(23, 3, centers=4, cluster_std=1.5, random_state=11)
digits = load_digits()
X1, X0, y1, y0 = train_test_split(digits.data, digits.target, test_size=0.25, random_state=5)
print(json.dumps({
    "moons": entry(X=moons[0], y=moons[1]),
    "circles": entry(X=circles[0], y=circles[1]),
    "blobs": entry(X=blobs[0], y=blobs[1]),
    "split": split(blobs[0], blobs[1], 0.3, 5),
    "digits": entry(test_labels=y0[:40], first_test=X0[0], sums=X1.sum(axis=0)),
}, indent=0))
