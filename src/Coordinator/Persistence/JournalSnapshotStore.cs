using Akka.Configuration;
using Akka.Event;
using Akka.Persistence;
using Akka.Persistence.Sql.Snapshot;

using NNOptim.Protocol;

namespace NNOptim.Persistence;

/// <summary>
/// The snapshot store beside the journal. A snapshot only saves time: a damaged one is skipped with a warning, and the stream is replayed
/// from its events. A store that does not answer is still an error.
/// </summary>
/// <param name="settings">The plugin's part of the configuration.</param>
public sealed class JournalSnapshotStore(Config settings) : SqlSnapshotStore(settings)
{
    private readonly ILoggingAdapter log = Context.GetLogger();

    /// <inheritdoc/>
    protected override async Task<SelectedSnapshot?> LoadAsync(
        string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken cancellationToken)
    {
        try
        {
            var loaded = await base.LoadAsync(persistenceId, criteria, cancellationToken).ConfigureAwait(false);
            if (loaded is { Snapshot: ExperimentSnapshot { HasScores: false } })
            {
                log.Info("The snapshot of the stream {Stream} is skipped: it is of an earlier version, without scores", persistenceId);
                return null;
            }

            if (loaded is null || SnapshotCheck.Problem(persistenceId, loaded.Metadata.SequenceNr, loaded.Snapshot) is not { } problem)
            {
                return loaded;
            }

            log.Warning("The snapshot of the stream {Stream} is skipped: {Reason}", persistenceId, problem);
        }
        catch (Exception error) when (!DatabaseFailure.Is(error) && error is not OperationCanceledException)
        {
            log.Warning(error, "The snapshot of the stream {Stream} cannot be read, and is skipped", persistenceId);
        }

        return null;
    }
}
