"""Writes functions_reference.json: elementary functions to 200 bits, as the nearest float64 and the remainder.

Run with mpmath: python3 make_functions_reference.py > functions_reference.json
"""
import json
import math
import random
import struct

from mpmath import mp, mpf

mp.prec = 200
random.seed(1)


def single(x):
    return struct.unpack("f", struct.pack("f", x))[0]


def spread(low, high, count):
    """Numbers of every magnitude from low to high."""
    return [math.exp(random.uniform(math.log(low), math.log(high))) for _ in range(count)]


def signed(numbers):
    return [x if random.random() < 0.5 else -x for x in numbers]


def uniform(low, high, count):
    return [random.uniform(low, high) for _ in range(count)]


FUNCTIONS = {
    "exp": mp.exp,
    "log": mp.log,
    "log1p": mp.log1p,
    "tanh": mp.tanh,
    "sigmoid": lambda x: 1 / (1 + mp.exp(-x)),
    "sin": mp.sin,
    "cos": mp.cos,
}
POINTS = {
    64: {
        "exp": uniform(-708.3, 709.7, 400) + uniform(-1, 1, 200) + signed(spread(1e-300, 1, 50)),
        "log": spread(1e-323, 1.7e308, 300) + uniform(0.5, 2, 300) + [1 + x for x in signed(spread(1e-15, 0.1, 50))] + [5e-324, 1e-310],
        "log1p": spread(1e-300, 1e300, 300) + uniform(0, 2, 300),
        "tanh": signed(spread(1e-300, 30, 300)) + uniform(-3, 3, 300),
        "sigmoid": uniform(-700, 40, 300) + uniform(-3, 3, 300),
        "sin": uniform(0, 6.3, 300) + uniform(-1e5, 1e5, 100) + [0.7853981633974483, 3.141592653589793, 1.5707963267948966],
        "cos": uniform(0, 6.3, 300) + uniform(-1e5, 1e5, 100) + [0.7853981633974483, 3.141592653589793, 1.5707963267948966],
    },
    32: {
        "exp": uniform(-87.3, 88.7, 300) + uniform(-1, 1, 200),
        "log": spread(1.5e-45, 3e38, 300) + uniform(0.5, 2, 300),
        "log1p": spread(1e-30, 1e30, 200) + uniform(0, 2, 200),
        "tanh": signed(spread(1e-30, 15, 200)) + uniform(-3, 3, 200),
        "sigmoid": uniform(-87, 20, 200) + uniform(-3, 3, 200),
    },
}


def rows(bits, name):
    for x in POINTS[bits][name]:
        x = single(x) if bits == 32 else x
        if x == 0 and name == "log":
            continue
        exact = FUNCTIONS[name](mpf(x))
        near = float(exact)
        yield [x.hex(), near.hex(), float(exact - mpf(near)).hex()]


print(json.dumps({f"{name}{bits}": [v for row in rows(bits, name) for v in row] for bits in POINTS for name in POINTS[bits]}))
