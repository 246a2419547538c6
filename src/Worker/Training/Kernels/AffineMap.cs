using System.Runtime.CompilerServices;

namespace NNOptim.Training.Kernels;

/// <summary>
/// An affine map in unmanaged memory: output[unit] = bias[unit] + sum over terms of weight[unit, term] * input[term]. A view does not keep
/// its memory alive.
/// </summary>
internal readonly unsafe struct AffineMap<T>
    where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private AffineMap(T* weights, T* biases, int units, int terms, nint unitStride, nint termStride)
    {
        Weights = weights;
        Biases = biases;
        UnitStride = unitStride;
        TermStride = termStride;
        Units = units;
        Terms = terms;
    }

    /// <summary>The first weight. Weight [unit, term] is at unit * <see cref="UnitStride"/> + term * <see cref="TermStride"/>.</summary>
    public T* Weights { get; }

    /// <summary>The biases, [units]; null for zeros.</summary>
    public T* Biases { get; }

    /// <summary>The elements from one unit's weight to the next unit's, for the same term.</summary>
    public nint UnitStride { get; }

    /// <summary>The elements from one term's weight to the next term's, for the same unit.</summary>
    public nint TermStride { get; }

    /// <summary>The number of outputs.</summary>
    public int Units { get; }

    /// <summary>The number of inputs, at least 1.</summary>
    public int Terms { get; }

    /// <summary>The map of a layer, from the activations below it to its own sums.</summary>
    /// <param name="weights">[units, terms].</param>
    /// <param name="biases">[units].</param>
    /// <param name="units">The number of the layer's units.</param>
    /// <param name="terms">The number of units of the layer below.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static AffineMap<T> Forward(T* weights, T* biases, int units, int terms) => new(weights, biases, units, terms, terms, 1);

    /// <summary>The transposed map of a layer without biases, from the gradients of its sums to those of the activations below it.</summary>
    /// <param name="weights">[terms, units].</param>
    /// <param name="units">The number of units of the layer below.</param>
    /// <param name="terms">The number of the layer's units.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static AffineMap<T> Backward(T* weights, int units, int terms) => new(weights, null, units, terms, 1, units);

    /// <summary>The map to a number of units, from a first unit on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public AffineMap<T> SliceUnits(int first, int count) => new(
        Weights + first * UnitStride, Biases == null ? null : Biases + first, count, Terms, UnitStride, TermStride);

    /// <summary>The map with a number of terms, from a first term on, and the same biases.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public AffineMap<T> SliceTerms(int first, int count) => new(
        Weights + first * TermStride, Biases, Units, count, UnitStride, TermStride);
}
