using System.Runtime.Intrinsics;
using NNOptim.Shared.Experiments;
using NNOptim.Worker.Training.Datasets;
using NNOptim.Worker.Training.Numerics;
using NNOptim.Worker.Training.Optimizers;
using NNOptim.Worker.Training.Randomness;

namespace NNOptim.Worker.Training.Kernels;

/// <summary>Makes the engine for a run: compiled for its optimiser, its precision and this processor's widest vectors.</summary>
internal static class EngineFactory
{
    /// <summary>An engine for one run.</summary>
    public static Engine Create(RunSpecification run, Dataset data, EpochPermutations permutations) =>
        run.Optimizer.Kind switch
        {
            OptimizerKind.GradientDescent => Create<GradientDescent>(run, data, permutations),
            OptimizerKind.Momentum => Create<Momentum>(run, data, permutations),
            OptimizerKind.Adam => Create<Adam>(run, data, permutations),
            _ => throw new ArgumentOutOfRangeException(nameof(run), run.Optimizer.Kind, null),
        };

    private static Engine Create<TOptimizer>(RunSpecification run, Dataset data, EpochPermutations permutations)
        where TOptimizer : IOptimizer =>
        (run.Precision, Vector512.IsHardwareAccelerated, Vector256.IsHardwareAccelerated, Vector128.IsHardwareAccelerated) switch
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
}
