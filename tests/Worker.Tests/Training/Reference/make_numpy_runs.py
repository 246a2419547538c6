"""Writes numpy_runs.json: cost histories of runs trained by plain numpy, as hexadecimal floats.

An independent definition of a run, written from the formulas, one array operation at a time.
Run with numpy 1.24 and scikit-learn 1.2: python3 make_numpy_runs.py > numpy_runs.json (some minutes)
"""
import json

import numpy as np
from sklearn.datasets import make_blobs, make_circles, make_moons

RUNS = [
    dict(name="gd-1", optimizer="gd", batch=1, rate=0.003, layers=[2, 5, 2, 1], seed=1, epochs=1000),
    dict(name="momentum-37", optimizer="momentum", batch=37, rate=0.01, layers=[2, 5, 2, 1], seed=2),
    dict(name="adam-300", optimizer="adam", batch=300, rate=0.001, layers=[2, 5, 2, 1], seed=5),
    dict(name="adam-1", optimizer="adam", batch=1, rate=0.0001, layers=[2, 4, 1], seed=4, epochs=300),
    dict(name="gd-16", optimizer="gd", batch=16, rate=0.1, layers=[2, 7, 3, 1], seed=3),
    dict(name="adam-64-tanh", optimizer="adam", batch=64, rate=0.0007, layers=[2, 9, 1], seed=6, hidden="tanh"),
    dict(name="gd-64-sigmoid", optimizer="gd", batch=64, rate=0.05, layers=[2, 6, 4, 1], seed=7, hidden="sigmoid", initializer="xavier"),
    dict(name="momentum-50-circles-mse", optimizer="momentum", batch=50, rate=0.01, layers=[2, 8, 1], seed=8, data="circles", loss="mse"),
    dict(name="adam-32-blobs-softmax", optimizer="adam", batch=32, rate=0.0003, layers=[2, 10, 3], seed=9, data="blobs", loss="softmax"),
    dict(name="gd-24-blobs-softmax", optimizer="gd", batch=24, rate=0.001, layers=[2, 33, 3], seed=10, data="blobs", loss="softmax", initializer="normal", hidden="tanh"),
]


def data_of(kind):
    if kind == "circles":
        return make_circles(300, noise=0.2, random_state=3, factor=0.8)
    if kind == "blobs":
        return make_blobs(300, random_state=3)
    return make_moons(300, noise=0.2, random_state=3)


def train(name, optimizer, batch, rate, layers, seed, hidden="relu", initializer="he", data="moons", loss="bce", epochs=5000):
    X, y = data_of(data)
    n = len(X)
    classes = layers[-1]
    Y = np.eye(classes)[y] if loss == "softmax" else y[:, None].astype(float)
    shuffle_seed = (10 + (seed - 3) * 100000) % 2**32
    random = np.random.RandomState(seed)
    factor = {"he": lambda i, o: np.sqrt(2 / i), "xavier": lambda i, o: np.sqrt(2 / (i + o)), "normal": lambda i, o: 0.01}[initializer]
    W = [random.randn(o, i) * factor(i, o) for i, o in zip(layers, layers[1:])]
    b = [np.zeros(o) for o in layers[1:]]
    parameters = W + b
    v = [np.zeros_like(p) for p in parameters]
    s = [np.zeros_like(p) for p in parameters]
    t = 0
    costs = []
    for epoch in range(epochs):
        order = np.random.RandomState((shuffle_seed + 1 + epoch) % 2**32).permutation(n)
        total = 0.0
        for start in range(0, n, batch):
            chosen = order[start:start + batch]
            x, target, m = X[chosen], Y[chosen], len(chosen)
            a = [x]
            for layer in range(len(W)):
                z = a[-1] @ W[layer].T + b[layer]
                if layer < len(W) - 1:
                    a.append(np.maximum(z, 0) if hidden == "relu" else np.tanh(z) if hidden == "tanh" else 1 / (1 + np.exp(-z)))
            if loss == "bce":
                total += (np.logaddexp(0, z) - target * z).sum()
                d = 1 / (1 + np.exp(-z)) - target
            elif loss == "softmax":
                shifted = z - z.max(axis=1, keepdims=True)
                sums = np.exp(shifted).sum(axis=1, keepdims=True)
                total += (np.log(sums) - (target * shifted).sum(axis=1, keepdims=True)).sum()
                d = np.exp(shifted) / sums - target
            else:
                total += ((z - target) ** 2).mean(axis=1).sum()
                d = 2 * (z - target) / z.shape[1]
            dW, db = [None] * len(W), [None] * len(W)
            for layer in range(len(W) - 1, -1, -1):
                dW[layer], db[layer] = d.T @ a[layer] / m, d.sum(axis=0) / m
                if layer:
                    g, h = d @ W[layer], a[layer]
                    d = g * (h > 0) if hidden == "relu" else g * (1 - h * h) if hidden == "tanh" else g * h * (1 - h)
            t += 1
            for i, (p, g) in enumerate(zip(parameters, dW + db)):
                if optimizer == "gd":
                    p -= rate * g
                elif optimizer == "momentum":
                    v[i] = 0.9 * v[i] + 0.1 * g
                    p -= rate * v[i]
                else:
                    v[i] = 0.9 * v[i] + (1 - 0.9) * g
                    s[i] = 0.999 * s[i] + (1 - 0.999) * g**2
                    p -= rate * (v[i] / (1 - 0.9**t)) / (np.sqrt(s[i] / (1 - 0.999**t)) + 1e-8)
        costs.append(total / n)
    kept = sorted({e for e in [0, 1, 2, 5, 10, 50, 100, *range(250, epochs, 250), epochs - 1] if e < epochs})
    final = np.concatenate([np.concatenate([w.ravel(), c]) for w, c in zip(W, b)])
    return dict(
        name=name, optimizer=optimizer, batch=batch, rate=rate, layers=layers, seed=seed, hidden=hidden,
        initializer=initializer, data=data, loss=loss, epochs=epochs,
        costs={str(e): float(costs[e]).hex() for e in kept}, final_parameters=[float(p).hex() for p in final])


if __name__ == "__main__":
    print(json.dumps([train(**run) for run in RUNS], indent=0))
