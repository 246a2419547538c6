namespace NNOptim.History.Tables;

/// <summary>
/// The rest of a thread between two of its transactions on the tables. The writer of the journal waits for each transaction, and tries only
/// from time to time whether it may write.
/// </summary>
public static class WriterRest
{
    /// <summary>Rests for a time; false when it was stopped.</summary>
    public static bool Take(TimeSpan duration, TimeProvider time, CancellationToken stop)
    {
        using var timer = new CancellationTokenSource(duration, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, stop);
        either.Token.WaitHandle.WaitOne();
        return !stop.IsCancellationRequested;
    }
}
