#!/bin/sh
# Measures this engine and its peers one after the other on the same machine, so that their ratios are meaningful.
# Needs the .NET SDK, and Debian's python3-numpy, python3-sklearn, python3-joblib, python3-torch and libopenblas0 (PYTHON names the
# interpreter); skips a peer that is not installed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
python=${PYTHON:-/usr/bin/python3}
benchmarks="$here/bin/Release/net10.0/NNOptim.Benchmarks.dll"

has() { "$python" -c "import $1" 2>/dev/null; }

dotnet build --nologo --verbosity quiet -c Release "$here"
dotnet build --nologo --verbosity quiet -c Release "$root/src/Coordinator/Cli"
echo "== this engine"
dotnet "$benchmarks" measure
echo "== this engine without AVX-512"
DOTNET_EnableAVX512=0 dotnet "$benchmarks" measure
if has numpy && has joblib && has sklearn; then
    echo "== numpy"
    "$python" "$here/peers/numpy_step.py" step
    echo "== scikit-learn"
    "$python" "$here/peers/sklearn_step.py"
fi
if has torch && has sklearn; then
    echo "== torch, one thread"
    OPENBLAS_NUM_THREADS=1 "$python" "$here/peers/torch_step.py"
fi
if has numpy && has joblib && has sklearn; then
    echo "== the optimizer-grid from start to report, on 2 cores"
    "$python" "$here/peers/grid_ratio.py" "$root/src/Coordinator/Cli/bin/Release/net10.0/nnoptim" 3 "${GRID_EPOCHS:-60}"
fi
