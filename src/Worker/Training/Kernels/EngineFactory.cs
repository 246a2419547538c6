using System.Runtime.Intrinsics;
using NNOptim.Training.Datasets;
using NNOptim.Training.Numerics;
using NNOptim.Training.Optimizers;
using NNOptim.Training.Randomness;

namespace NNOptim.Training.Kernels;

/// <summary>Creates the engine for a run: compiled for its optimiser, its precision and this processor's widest vectors.</summary>
internal static class EngineFactory
{
    /// <summary>The number of runs that one engine trains in step on this processor.</summary>
    public static int Together(FloatingPointPrecision precision) =>
        Math.Max(1, Bits / (precision == FloatingPointPrecision.Float64 ? 64 : 32));

    private static int Bits =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 32;

    /// <summary>An engine for one run.</summary>
    public static Engine Create<TOptimizer>(NetworkRun run, Dataset data, EpochPermutations permutations)
        where TOptimizer : IOptimizer =>
        (run.Precision, Bits >= 512, Bits >= 256, Bits >= 128) switch
        {
            (FloatingPointPrecision.Float64, true, _, _) =>
                new ExampleLanesEngine<Simd512<double>, Vector512<double>, double, TOptimizer>(run, data, permutations),
            (FloatingPointPrecision.Float64, _, true, _) =>
                new ExampleLanesEngine<Simd256<double>, Vector256<double>, double, TOptimizer>(run, data, permutations),
            (FloatingPointPrecision.Float64, _, _, true) =>
                new ExampleLanesEngine<Simd128<double>, Vector128<double>, double, TOptimizer>(run, data, permutations),
            (FloatingPointPrecision.Float64, _, _, _) =>
                new ExampleLanesEngine<SimdScalar<double>, double, double, TOptimizer>(run, data, permutations),
            (FloatingPointPrecision.Float32, true, _, _) =>
                new ExampleLanesEngine<Simd512<float>, Vector512<float>, float, TOptimizer>(run, data, permutations),
            (FloatingPointPrecision.Float32, _, true, _) =>
                new ExampleLanesEngine<Simd256<float>, Vector256<float>, float, TOptimizer>(run, data, permutations),
            (FloatingPointPrecision.Float32, _, _, true) =>
                new ExampleLanesEngine<Simd128<float>, Vector128<float>, float, TOptimizer>(run, data, permutations),
            _ => new ExampleLanesEngine<SimdScalar<float>, float, float, TOptimizer>(run, data, permutations),
        };

    /// <summary>
    /// An engine that trains several runs in step, one example at a time; see <see cref="RunLanesEngine{TSimd, TVector, T, TOptimizer}"/>.
    /// </summary>
    public static Engine CreateTogether<TOptimizer>(NetworkRun[] runs, Dataset data, EpochPermutations[] permutations)
        where TOptimizer : IOptimizer =>
        (runs[0].Precision, Bits >= 512, Bits >= 256, Bits >= 128) switch
        {
            (FloatingPointPrecision.Float64, true, _, _) =>
                new RunLanesEngine<Simd512<double>, Vector512<double>, double, TOptimizer>(runs, data, permutations),
            (FloatingPointPrecision.Float64, _, true, _) =>
                new RunLanesEngine<Simd256<double>, Vector256<double>, double, TOptimizer>(runs, data, permutations),
            (FloatingPointPrecision.Float64, _, _, true) =>
                new RunLanesEngine<Simd128<double>, Vector128<double>, double, TOptimizer>(runs, data, permutations),
            (FloatingPointPrecision.Float64, _, _, _) =>
                new RunLanesEngine<SimdScalar<double>, double, double, TOptimizer>(runs, data, permutations),
            (FloatingPointPrecision.Float32, true, _, _) =>
                new RunLanesEngine<Simd512<float>, Vector512<float>, float, TOptimizer>(runs, data, permutations),
            (FloatingPointPrecision.Float32, _, true, _) =>
                new RunLanesEngine<Simd256<float>, Vector256<float>, float, TOptimizer>(runs, data, permutations),
            (FloatingPointPrecision.Float32, _, _, true) =>
                new RunLanesEngine<Simd128<float>, Vector128<float>, float, TOptimizer>(runs, data, permutations),
            _ => new RunLanesEngine<SimdScalar<float>, float, float, TOptimizer>(runs, data, permutations),
        };
}
