using System.Runtime.CompilerServices;

namespace NNOptim.Training.Kernels;

/// <summary>
/// The last operation of a matrix multiplication on each result: none (the default), ReLU, or multiplication by the derivative of a ReLU.
/// </summary>
internal readonly unsafe struct Rectifier<T>
    where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Rectifier(bool relu, T* active)
    {
        Relu = relu;
        Active = active;
    }

    /// <summary>Whether negative results become 0. NaN stays, so that divergence is detected.</summary>
    public bool Relu { get; }

    /// <summary>When not null: units, [units, stride of the results]. A result becomes 0 unless its unit here is above 0.</summary>
    public T* Active { get; }

    /// <summary>Applies ReLU if <paramref name="relu"/> is true, otherwise changes nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Rectifier<T> Forward(bool relu) => new(relu, null);

    /// <summary>Multiplies by the derivative of a ReLU.</summary>
    /// <param name="active">The values of the ReLU, [units, stride of the results]; null to change nothing.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Rectifier<T> Backward(T* active) => new(false, active);

    /// <summary>The rectifier of the results that begin at an offset, in elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Rectifier<T> From(nint offset) => new(Relu, Active == null ? null : Active + offset);
}
