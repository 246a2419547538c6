"""Times job J with scikit-learn's MLPClassifier on one thread: microseconds per optimisation step."""
import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import time
import warnings

from sklearn.datasets import make_moons
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

EPOCHS = 200
STEPS = EPOCHS * 5

warnings.simplefilter("ignore", ConvergenceWarning)
X, y = make_moons(300, noise=0.2, random_state=3)
for name, solver, momentum in (("gd", "sgd", 0.0), ("momentum", "sgd", 0.9), ("adam", "adam", 0.9)):
    best = float("inf")
    for _ in range(5):
        network = MLPClassifier(
            (5, 2), solver=solver, alpha=0, batch_size=64, learning_rate_init=0.0007, momentum=momentum,
            nesterovs_momentum=False, max_iter=EPOCHS, tol=0, n_iter_no_change=EPOCHS, random_state=3)
        started = time.perf_counter()
        network.fit(X, y)
        best = min(best, time.perf_counter() - started)
    print(f"scikit-learn {name:<9} {best / STEPS * 1e6:8.1f} us/step")
