using System.Runtime.CompilerServices;

namespace NNOptim.Training.Kernels;

/// <summary>The labels of a batch in unmanaged memory. A view does not keep its memory alive.</summary>
/// <param name="labels">The labels, one for each column.</param>
/// <param name="mask">All bits set for each column with an example, no bits set for the others.</param>
/// <param name="oneHot">
/// For the mean squared error. True: an output's target is 1 for the unit of the label and 0 elsewhere. False: the target is the label.
/// </param>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly unsafe struct Targets<T>(T* labels, T* mask, bool oneHot)
    where T : unmanaged
{
    /// <summary>The labels, one for each column.</summary>
    public T* Labels { get; } = labels;

    /// <summary>All bits set for each column with an example, no bits set for the others.</summary>
    public T* Mask { get; } = mask;

    /// <summary>Whether the mean squared error compares with 1 for the unit of the label and 0 elsewhere.</summary>
    public bool OneHot { get; } = oneHot;
}
