namespace NNOptim.History.Tables;

/// <summary>
/// The pause between two transactions on the tables. Each transaction blocks the writer of the journal, which only polls for the lock.
/// </summary>
public static class WriterPause
{
    /// <summary>Waits; false if it was cancelled.</summary>
    public static bool Wait(TimeSpan duration, TimeProvider time, CancellationToken stop)
    {
        using var timer = new CancellationTokenSource(duration, time);
        using var stopped = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, stop);
        stopped.Token.WaitHandle.WaitOne();
        return !stop.IsCancellationRequested;
    }
}
