namespace NNOptim.Hosting.Remoting;

/// <summary>
/// The memory that large incomplete frames of all connections may use together. A connection reads a large frame only while it holds a
/// reservation, so that many slow peers cannot exhaust the memory. Thread-safe.
/// </summary>
/// <param name="bytes">The size of the budget in bytes. The largest frame must fit.</param>
internal sealed class FrameBudget(int bytes)
{
    private readonly Lock gate = new();
    private readonly LinkedList<(int Bytes, TaskCompletionSource Granted)> waiting = new();
    private int free = bytes;

    /// <summary>Waits for a reservation, which ends when it is disposed. Requests are served in order.</summary>
    public async Task<IDisposable> ReserveAsync(int wanted, CancellationToken cancellation)
    {
        var granted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var request = new LinkedListNode<(int, TaskCompletionSource)>((wanted, granted));
        lock (gate)
        {
            waiting.AddLast(request);
            Grant();
        }

        try
        {
            await granted.Task.WaitAsync(cancellation).ConfigureAwait(false);
            return new Reservation(this, wanted);
        }
        catch (OperationCanceledException)
        {
            Withdraw(request, wanted);
            throw;
        }
    }

    private void Withdraw(LinkedListNode<(int, TaskCompletionSource)> request, int wanted)
    {
        lock (gate)
        {
            if (request.List is null)
            {
                free += wanted;
            }
            else
            {
                waiting.Remove(request);
            }

            Grant();
        }
    }

    private void Free(int freed)
    {
        lock (gate)
        {
            free += freed;
            Grant();
        }
    }

    private void Grant()
    {
        while (waiting.First is { Value: var first } && first.Bytes <= free)
        {
            waiting.RemoveFirst();
            free -= first.Bytes;
            first.Granted.SetResult();
        }
    }

    private sealed class Reservation(FrameBudget budget, int bytes) : IDisposable
    {
        private int held = bytes;

        public void Dispose() => budget.Free(Interlocked.Exchange(ref held, 0));
    }
}
