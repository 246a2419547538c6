using System.Runtime.CompilerServices;
using NNOptim.Worker.Training.Numerics;
using NNOptim.Worker.Training.Optimizers;

namespace NNOptim.Worker.Training.Kernels;

/// <summary>Applies an optimiser's step to parameters that lie one after another.</summary>
internal static unsafe class UpdateKernel<TSimd, TVector, T, TOptimizer>
    where TSimd : ISimd<TVector, T>
    where TVector : unmanaged
    where T : unmanaged
    where TOptimizer : IOptimizer
{
    /// <summary>Steps <paramref name="count"/> parameters, a multiple of the vector's elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Step(T* parameters, T* gradients, T* first, T* second, int count, T* coefficients)
    {
        for (var i = 0; i < count; i += TSimd.Count)
        {
            var firstMoment = TOptimizer.Moments > 0 ? TSimd.Load(first + i) : TSimd.Constant(0);
            var secondMoment = TOptimizer.Moments > 1 ? TSimd.Load(second + i) : TSimd.Constant(0);
            var updated = TOptimizer.Step<TSimd, TVector, T>(
                TSimd.Load(parameters + i), TSimd.Load(gradients + i), ref firstMoment, ref secondMoment, coefficients);
            TSimd.Store(parameters + i, updated);
            if (TOptimizer.Moments > 0)
            {
                TSimd.Store(first + i, firstMoment);
            }

            if (TOptimizer.Moments > 1)
            {
                TSimd.Store(second + i, secondMoment);
            }
        }
    }
}
