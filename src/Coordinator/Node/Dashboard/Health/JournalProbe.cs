using NNOptim.History.Tables;
using NNOptim.Persistence;

namespace NNOptim.Coordinator.Dashboard.Health;

/// <summary>
/// Finds out by writing whether the journal's database takes what is written. One write is on its way at a time, however many ask, and
/// what it found holds for a few seconds.
/// </summary>
internal sealed class JournalProbe(JournalDatabase database, TimeProvider time)
{
    private static readonly TimeSpan Holds = TimeSpan.FromSeconds(2);

    /// <summary>Whoever asks does not wait for as long as the database would: a locked one takes half a minute to say so.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly Lock gate = new();
    private Task<string?>? write;
    private DateTimeOffset startedAt;

    /// <summary>Why it cannot be written; null when it can.</summary>
    public async Task<string?> FailureAsync(CancellationToken cancellation)
    {
        try
        {
            return await Latest().WaitAsync(Patience, time, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return $"a write has not been confirmed for {Patience.TotalSeconds:0} s";
        }
    }

    private Task<string?> Latest()
    {
        lock (gate)
        {
            if (write is null || (write.IsCompleted && time.GetUtcNow() - startedAt > Holds))
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
