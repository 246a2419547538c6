"""Times job J (2-5-2-1, 300 moons, mini-batches of 64) in plain numpy, and the optimizer-grid with joblib.

numpy_step.py step            microseconds per optimisation step of job J, for each optimiser
numpy_step.py grid [EPOCHS]   the 240 runs of the grid for some epochs on 2 processes, and an estimate for 5,000
"""
import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import sys
import time

import numpy as np
from joblib import Parallel, delayed
from sklearn.datasets import make_moons

LAYERS = [2, 5, 2, 1]
EXAMPLES = 300
PROCESSES = 2


def train(optimizer, rate, batch, seed, epochs):
    X, y = make_moons(EXAMPLES, noise=0.2, random_state=3)
    X, y = X.T, y[None, :]
    shuffle_seed = (10 + (seed - 3) * 100000) % 2**32
    random = np.random.RandomState(seed)
    W = [random.randn(o, i) * np.sqrt(2 / i) for i, o in zip(LAYERS, LAYERS[1:])]
    b = [np.zeros((o, 1)) for o in LAYERS[1:]]
    parameters = W + b
    v = [np.zeros_like(p) for p in parameters]
    s = [np.zeros_like(p) for p in parameters]
    step = 0
    for epoch in range(epochs):
        order = np.random.RandomState((shuffle_seed + 1 + epoch) % 2**32).permutation(EXAMPLES)
        Xs, ys = X[:, order], y[:, order]
        cost = 0.0
        for start in range(0, EXAMPLES, batch):
            x, t = Xs[:, start:start + batch], ys[:, start:start + batch]
            m = x.shape[1]
            a1 = np.maximum(W[0] @ x + b[0], 0)
            a2 = np.maximum(W[1] @ a1 + b[1], 0)
            a3 = 1 / (1 + np.exp(-(W[2] @ a2 + b[2])))
            cost += np.sum(-np.log(a3) * t - np.log(1 - a3) * (1 - t))
            d3 = (a3 - t) / m
            d2 = (W[2].T @ d3) * (a2 > 0)
            d1 = (W[1].T @ d2) * (a1 > 0)
            gradients = [d1 @ x.T, d2 @ a1.T, d3 @ a2.T] + [d.sum(axis=1, keepdims=True) for d in (d1, d2, d3)]
            step += 1
            for i, g in enumerate(gradients):
                if optimizer == "gd":
                    parameters[i] -= rate * g
                elif optimizer == "momentum":
                    v[i] = 0.9 * v[i] + 0.1 * g
                    parameters[i] -= rate * v[i]
                else:
                    v[i] = 0.9 * v[i] + 0.1 * g
                    s[i] = 0.999 * s[i] + 0.001 * g * g
                    parameters[i] -= rate * (v[i] / (1 - 0.9**step)) / (np.sqrt(s[i] / (1 - 0.999**step)) + 1e-8)
    return cost / EXAMPLES


def time_steps():
    for optimizer in ("gd", "momentum", "adam"):
        best = min(timed(lambda: train(optimizer, 0.0007, 64, 3, 200)) for _ in range(5))
        print(f"numpy {optimizer:<9} {best / (200 * 5) * 1e6:8.1f} us/step")


def timed(action):
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def grid_seconds(epochs):
    runs = [
        (optimizer, rate, batch, seed, epochs)
        for optimizer in ("gd", "momentum", "adam")
        for rate in (0.0001, 0.001, 0.01, 0.1)
        for batch in (16, 32, 64, 128)
        for seed in range(1, 6)
    ]
    np.seterr(all="ignore")
    Parallel(n_jobs=PROCESSES)(delayed(train)(*run[:4], 1) for run in runs[:2])
    return timed(lambda: Parallel(n_jobs=PROCESSES)(delayed(train)(*run) for run in runs))


def time_grid(epochs):
    seconds = grid_seconds(epochs)
    print(f"numpy and joblib, {PROCESSES} processes: 240 runs of {epochs} epochs in {seconds:.2f} s; {seconds / epochs * 5000:.0f} s for 5,000 epochs")


if __name__ == "__main__":
    if sys.argv[1:2] == ["grid"]:
        time_grid(int(sys.argv[2]) if len(sys.argv) > 2 else 20)
    else:
        time_steps()
