#!/bin/sh
# Measures this engine and its numpy peer one after the other on the same machine, so that their ratio means something.
# Needs the .NET SDK, and Debian's python3-numpy, python3-sklearn and python3-joblib (PYTHON names the interpreter).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
python=${PYTHON:-/usr/bin/python3}

dotnet build --nologo --verbosity quiet -c Release "$here"
echo "== this engine"
dotnet "$here/bin/Release/net10.0/NNOptim.Benchmarks.dll" measure
echo "== this engine without AVX-512"
DOTNET_EnableAVX512=0 dotnet "$here/bin/Release/net10.0/NNOptim.Benchmarks.dll" measure
echo "== the optimizer-grid, 240 runs of 5,000 epochs on 2 threads"
dotnet "$here/bin/Release/net10.0/NNOptim.Benchmarks.dll" grid
echo "== numpy"
"$python" "$here/peers/numpy_step.py" step
"$python" "$here/peers/numpy_step.py" grid "${GRID_EPOCHS:-20}"
if "$python" -c 'import torch' 2>/dev/null; then
    echo "== torch, one thread"
    "$python" "$here/peers/torch_step.py"
fi
