"""Prints the cost of the final parameters of each run of moons_reference.json over its points, computed by plain numpy.

ReferenceRunTests holds these numbers. Run with numpy 1.24: python3 print_final_costs.py moons_reference.json
"""
import json
import sys

import numpy as np


def numbers(values):
    return np.array([numbers(v) if isinstance(v, list) else float.fromhex(v) if isinstance(v, str) else float(v) for v in values])


with open(sys.argv[1]) as file:
    reference = json.load(file)
X = numbers(reference["moons"]["X"]).reshape(-1, 2)
y = numbers(reference["moons"]["Y"]).reshape(-1)
layers = reference["layers"]


def cost_of(parameters):
    a = X
    for layer in range(1, len(layers)):
        W = numbers(parameters[f"W{layer}"]).reshape(layers[layer], layers[layer - 1])
        z = a @ W.T + numbers(parameters[f"b{layer}"]).reshape(-1)
        a = np.maximum(z, 0)
    return (np.logaddexp(0, z[:, 0]) - y * z[:, 0]).mean()


print("initial", repr(float(cost_of(reference["initial_parameters"]))))
for run in reference["reference_runs"]:
    print(run["optimizer"], repr(float(cost_of(run["final_parameters"]))), "last epoch", numbers([run["cost_at"]["4999"]])[0])
