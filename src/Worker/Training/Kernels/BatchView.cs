using System.Runtime.CompilerServices;

namespace NNOptim.Training.Kernels;

/// <summary>
/// A matrix of a batch in unmanaged memory, [rows, stride], row-major. A row is a unit or a feature; a column is an example. Kernels process
/// the first columns. A view does not keep its memory alive.
/// </summary>
/// <param name="start">The first element.</param>
/// <param name="rows">The number of rows.</param>
/// <param name="stride">The elements from one row to the next.</param>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly unsafe struct BatchView<T>(T* start, int rows, nint stride)
    where T : unmanaged
{
    /// <summary>The first element.</summary>
    public T* Start { get; } = start;

    /// <summary>The elements from one row to the next.</summary>
    public nint Stride { get; } = stride;

    /// <summary>The number of rows.</summary>
    public int Rows { get; } = rows;

    /// <summary>A number of rows from a first row on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public BatchView<T> SliceRows(int first, int count) => new(Start + first * Stride, count, Stride);

    /// <summary>All rows from a first column on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public BatchView<T> FromColumn(int first) => new(Start + first, Rows, Stride);
}
