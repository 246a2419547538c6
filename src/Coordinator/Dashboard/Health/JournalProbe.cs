using NNOptim.Coordinator.History.Tables;
using NNOptim.Coordinator.Persistence;

namespace NNOptim.Coordinator.Dashboard.Health;

/// <summary>Finds out by writing whether the journal's database takes what is written. What it found holds for a few seconds, however many ask.</summary>
internal sealed class JournalProbe(JournalDatabase database, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Holds = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim turn = new(1);
    private DateTimeOffset? foundAt;
    private string? found;

    /// <summary>Why it cannot be written; null when it can.</summary>
    public async Task<string?> FailureAsync(CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (foundAt is null || time.GetUtcNow() - foundAt > Holds)
            {
                found = await Task.Run(Write, cancellation).ConfigureAwait(false);
                foundAt = time.GetUtcNow();
            }

            return found;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

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
