using NNOptim.History.Tables;
using NNOptim.Persistence;

namespace NNOptim.Coordinator.Dashboard.Health;

/// <summary>
/// Checks by a write whether the journal's database accepts writes. Concurrent requests share one write, and its result is cached for a few
/// seconds.
/// </summary>
internal sealed class JournalProbe(JournalDatabase database, TimeProvider time)
{
    private static readonly TimeSpan CacheDuration = TimeSpan.FromSeconds(2);

    /// <summary>The longest wait for the write. A locked database reports its error only after half a minute.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    private readonly Lock gate = new();
    private Task<string?>? write;
    private DateTimeOffset startedAt;

    /// <summary>Why the journal cannot be written; null if it can.</summary>
    public async Task<string?> FailureAsync(CancellationToken cancellation)
    {
        try
        {
            return await Latest().WaitAsync(Timeout, time, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return $"the database has not confirmed a write for {Timeout.TotalSeconds:0} s";
        }
    }

    private Task<string?> Latest()
    {
        lock (gate)
        {
            if (write is null || (write.IsCompleted && time.GetUtcNow() - startedAt > CacheDuration))
            {
                startedAt = time.GetUtcNow();
                write = Task.Run(Write);
            }

            return write;
        }
    }

    private string? Write()
    {
        try
        {
            HistoryProjection.Touch(database);
            return null;
        }
        catch (Exception error) when (error is HistoryVersionException || DatabaseFailure.Is(error))
        {
            return DatabaseFailure.Describe(database, error);
        }
    }
}
