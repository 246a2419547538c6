using NNOptim.Training.Numerics;

namespace NNOptim.Training.Kernels;

/// <summary>The memory of a matrix of a batch, zeroed.</summary>
internal sealed unsafe class BatchBuffer<T>
    where T : unmanaged
{
    private readonly AlignedBuffer<T> memory;
    private readonly BatchView<T> view;

    /// <summary>Allocates a matrix.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="stride">The elements from one row to the next.</param>
    /// <param name="ones">Whether a row of ones follows in memory. It is not part of <see cref="View"/>.</param>
    public BatchBuffer(int rows, int stride, bool ones = false)
    {
        memory = new AlignedBuffer<T>(checked((rows + (ones ? 1 : 0)) * stride));
        memory.Span[(rows * stride)..].Fill(Elements<T>.Narrow(1));
        view = new BatchView<T>(memory.Pointer, rows, stride);
    }

    /// <summary>The matrix; valid while this object is reachable.</summary>
    public ref readonly BatchView<T> View => ref view;
}
