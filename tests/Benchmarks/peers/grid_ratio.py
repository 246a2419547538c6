"""Times `nnoptim run optimizer-grid` and the same grid in numpy with joblib in turns, and prints the ratio of the best times.

grid_ratio.py NNOPTIM [ROUNDS [EPOCHS]]   NNOPTIM is the built program; numpy trains EPOCHS of the 5,000 epochs
"""
import os
import subprocess
import sys
import tempfile
import time

from numpy_step import grid_seconds

EPOCHS = 5000
PROCESSES = 2


def nnoptim_seconds(program):
    """The whole time from start to report: process, journal, actors, training."""
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        subprocess.run(
            [program, "run", "optimizer-grid", "--set", "confirmation=false", "--slots", str(PROCESSES), "--report", os.path.join(folder, "report")],
            env={**os.environ, "NNOPTIM_HOME": folder}, check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - started


def main():
    program = sys.argv[1]
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    epochs = int(sys.argv[3]) if len(sys.argv) > 3 else 60
    ours, peers = [], []
    for _ in range(rounds):
        ours.append(nnoptim_seconds(program))
        peers.append(grid_seconds(epochs) * EPOCHS / epochs)
        print(f"nnoptim {ours[-1]:7.2f} s   numpy and joblib {peers[-1]:7.0f} s (from {epochs} epochs)", flush=True)
    print(f"best of {rounds}: {min(ours):.2f} s against {min(peers):.0f} s, {min(peers) / min(ours):.0f} times the throughput")


if __name__ == "__main__":
    main()
