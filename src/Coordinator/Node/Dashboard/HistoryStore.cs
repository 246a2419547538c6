using NNOptim.Experiments;
using NNOptim.History;
using NNOptim.History.Tables;
using NNOptim.Persistence;

namespace NNOptim.Coordinator.Dashboard;

/// <summary>Reads the history's tables for API requests. The coordinator's follower keeps them up to date.</summary>
internal sealed class HistoryStore(JournalDatabase database, TimeProvider time)
{
    /// <summary>The number of events of a new experiment that are projected at once.</summary>
    private const int FirstEvents = 100;

    /// <summary>The result of a query of the tables; <paramref name="none"/> if there are no tables yet.</summary>
    public T Read<T>(Func<HistoryTables, T> read, T none)
    {
        using var tables = HistoryTables.Open(database);
        return tables is null ? none : read(tables);
    }

    /// <summary>The row of an experiment, projected now if it is missing; null if the journal does not have the experiment.</summary>
    public ExperimentRow? Experiment(ExperimentId id)
    {
        if (Find(id) is { } known)
        {
            return known;
        }

        Project(id);
        return Find(id);
    }

    /// <summary>Projects the first events of experiments that have no row yet.</summary>
    public void ProjectNew(IEnumerable<ExperimentId> experiments)
    {
        var known = Read(tables => tables.Pages.Positions(), new Dictionary<ExperimentId, long>());
        foreach (var id in experiments.Where(id => !known.ContainsKey(id)))
        {
            Project(id);
        }
    }

    /// <summary>Projects the first events of an experiment at once, ahead of the follower's other work.</summary>
    public void Project(ExperimentId id)
    {
        try
        {
            var started = time.GetTimestamp();
            new HistoryProjection(database).Project(id, FirstEvents, () =>
            {
                var paused = WriterPause.Wait(time.GetElapsedTime(started), time, CancellationToken.None);
                started = time.GetTimestamp();
                return paused;
            });
        }
        catch (JournalRowException)
        {
            // The stream cannot be read. The follower reports this.
        }
    }

    private ExperimentRow? Find(ExperimentId id) =>
        Read(tables => tables.Experiments(new HistoryFilter { Id = id, Archived = true }) is [var only, ..] ? only : null, null);
}
