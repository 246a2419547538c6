"""Times Optuna: trials that report 50 costs each, in SQLite or in memory. optuna_trials.py TRIALS [memory]"""
import sys
import tempfile
import time

import optuna


def trial_of_costs(trial):
    rate = trial.suggest_float("learning_rate", 1e-3, 1, log=True)
    for epoch in range(50):
        trial.report(rate / (epoch + 1), epoch)
    return rate / 50


if __name__ == "__main__":
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    trials = int(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        storage = None if "memory" in sys.argv else f"sqlite:///{folder}/optuna.db"
        study = optuna.create_study(storage=storage, sampler=optuna.samplers.RandomSampler(seed=1))
        started, on_processor = time.perf_counter(), time.process_time()
        study.optimize(trial_of_costs, n_trials=trials)
        seconds, on_processor = time.perf_counter() - started, time.process_time() - on_processor
    print(f"{trials / seconds:.1f} {on_processor / trials * 1000:.3f}")
