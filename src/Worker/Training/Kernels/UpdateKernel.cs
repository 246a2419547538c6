using System.Runtime.CompilerServices;
using NNOptim.Training.Numerics;
using NNOptim.Training.Optimizers;

namespace NNOptim.Training.Kernels;

/// <summary>Applies an optimiser's step to contiguous parameters.</summary>
internal static unsafe class UpdateKernel<TSimd, TVector, T, TOptimizer>
    where TSimd : ISimd<TVector, T>
    where TVector : unmanaged
    where T : unmanaged
    where TOptimizer : IOptimizer
{
    /// <summary>Updates a number of contiguous parameters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Step(T* parameters, T* gradients, T* first, T* second, int count, T* coefficients)
    {
        var i = 0;
        for (; i <= count - TSimd.Count; i += TSimd.Count)
        {
            StepVector(
                parameters + i,
                gradients + i,
                TOptimizer.Moments > 0 ? first + i : null,
                TOptimizer.Moments > 1 ? second + i : null,
                coefficients);
        }

        if (i < count)
        {
            StepRest(
                parameters + i,
                gradients + i,
                TOptimizer.Moments > 0 ? first + i : null,
                TOptimizer.Moments > 1 ? second + i : null,
                count - i,
                coefficients);
        }
    }

    /// <summary>Whether a number of parameters, a multiple of the vector's elements, are all finite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool AllFinite(T* parameters, int count)
    {
        // A finite number minus itself is 0; anything else gives NaN, which stays in the sum.
        var sum = TSimd.Constant(0);
        for (var i = 0; i < count; i += TSimd.Count)
        {
            var value = TSimd.Load(parameters + i);
            sum = TSimd.Add(sum, TSimd.Subtract(value, value));
        }

        var lanes = stackalloc T[TSimd.Count];
        TSimd.Store(lanes, sum);
        for (var i = 0; i < TSimd.Count; i++)
        {
            if (double.IsNaN(Elements<T>.Widen(lanes[i])))
            {
                return false;
            }
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StepVector(T* parameters, T* gradients, T* first, T* second, T* coefficients)
    {
        var firstMoment = TOptimizer.Moments > 0 ? TSimd.Load(first) : TSimd.Constant(0);
        var secondMoment = TOptimizer.Moments > 1 ? TSimd.Load(second) : TSimd.Constant(0);
        var updated = TOptimizer.Step<TSimd, TVector, T>(
            TSimd.Load(parameters), TSimd.Load(gradients), ref firstMoment, ref secondMoment, coefficients);
        TSimd.Store(parameters, updated);
        if (TOptimizer.Moments > 0)
        {
            TSimd.Store(first, firstMoment);
        }

        if (TOptimizer.Moments > 1)
        {
            TSimd.Store(second, secondMoment);
        }
    }

    // Updates fewer parameters than a vector has lanes. Copies them to a full vector and back, so that nothing beyond them changes.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void StepRest(T* parameters, T* gradients, T* first, T* second, int count, T* coefficients)
    {
        var lanes = TSimd.Count;
        var room = stackalloc T[4 * lanes];
        new Span<T>(room, 4 * lanes).Clear();
        new Span<T>(parameters, count).CopyTo(new Span<T>(room, lanes));
        new Span<T>(gradients, count).CopyTo(new Span<T>(room + lanes, lanes));
        if (TOptimizer.Moments > 0)
        {
            new Span<T>(first, count).CopyTo(new Span<T>(room + 2 * lanes, lanes));
        }

        if (TOptimizer.Moments > 1)
        {
            new Span<T>(second, count).CopyTo(new Span<T>(room + 3 * lanes, lanes));
        }

        StepVector(room, room + lanes, room + 2 * lanes, room + 3 * lanes, coefficients);
        new Span<T>(room, count).CopyTo(new Span<T>(parameters, count));
        if (TOptimizer.Moments > 0)
        {
            new Span<T>(room + 2 * lanes, count).CopyTo(new Span<T>(first, count));
        }

        if (TOptimizer.Moments > 1)
        {
            new Span<T>(room + 3 * lanes, count).CopyTo(new Span<T>(second, count));
        }
    }
}
