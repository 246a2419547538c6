"""Times torch on one thread: microseconds per optimisation step of job J and of two softmax classifiers, float64.

On a busy machine use the processor time. Without libopenblas0 Debian's torch multiplies matrices with the reference
BLAS, which is twenty times slower.
"""
import time

import numpy as np
import torch
from sklearn.datasets import make_blobs, make_moons

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)


def measure(name, layers, X, y, loss, optimizer, epochs):
    X, y = torch.tensor(X), torch.tensor(y)
    modules = []
    for i, (a, b) in enumerate(zip(layers, layers[1:])):
        modules += [torch.nn.Linear(a, b)] + ([torch.nn.ReLU()] if i < len(layers) - 2 else [])
    network = torch.nn.Sequential(*modules)
    stepper = {"gd": torch.optim.SGD, "adam": torch.optim.Adam}[optimizer](network.parameters(), lr=0.0007)
    best, best_on_processor, steps = float("inf"), float("inf"), epochs * ((len(X) + 63) // 64)
    for _ in range(5):
        started, started_on_processor = time.perf_counter(), time.process_time()
        for epoch in range(epochs):
            order = torch.tensor(np.random.RandomState(epoch).permutation(len(X)))
            for start in range(0, len(X), 64):
                chosen = order[start:start + 64]
                stepper.zero_grad()
                cost = loss(network(X[chosen]), y[chosen])
                cost.backward()
                stepper.step()
        best = min(best, time.perf_counter() - started)
        best_on_processor = min(best_on_processor, time.process_time() - started_on_processor)
    print(f"torch {name:<16} {best / steps * 1e6:9.1f} us/step ({best_on_processor / steps * 1e6:.1f} on the processor)")


if __name__ == "__main__":
    X, y = make_moons(300, noise=0.2, random_state=3)
    binary = torch.nn.BCEWithLogitsLoss()
    for optimizer in ("gd", "adam"):
        measure(f"j-{optimizer}", [2, 5, 2, 1], X, y[:, None].astype(float), binary, optimizer, 100)
    for layers, epochs in (([64, 32, 10], 20), ([784, 128, 10], 5)):
        X, y = make_blobs(640, layers[0], centers=10, random_state=3)
        measure("-".join(map(str, layers)) + "-gd", layers, X, y, torch.nn.CrossEntropyLoss(), "gd", epochs)
