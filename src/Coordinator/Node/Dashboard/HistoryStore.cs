using NNOptim.Experiments;
using NNOptim.History;
using NNOptim.History.Tables;
using NNOptim.Persistence;

namespace NNOptim.Coordinator.Dashboard;

/// <summary>The history's tables for the requests of the API. They are read as they are; the coordinator's follower brings them up to the journal.</summary>
internal sealed class HistoryStore(JournalDatabase database, TimeProvider time)
{
    /// <summary>The events that are taken in at once of an experiment that was just submitted.</summary>
    private const int FirstEvents = 100;

    /// <summary>What <paramref name="read"/> makes of the tables; <paramref name="none"/> where there are none yet.</summary>
    public T Read<T>(Func<HistoryTables, T> read, T none)
    {
        using var tables = HistoryTables.Open(database);
        return tables is null ? none : read(tables);
    }

    /// <summary>The row of an experiment. It is made now where the tables do not have it yet; null when there is no such experiment.</summary>
    public ExperimentRow? Experiment(ExperimentId id)
    {
        if (Known(id) is { } known)
        {
            return known;
        }

        TakeIn(id);
        return Known(id);
    }

    /// <summary>Takes in the beginning of those experiments that the tables do not know yet.</summary>
    public void TakeInNew(IEnumerable<ExperimentId> experiments)
    {
        var known = Read(tables => tables.Pages.Positions(), new Dictionary<ExperimentId, long>());
        foreach (var id in experiments.Where(id => !known.ContainsKey(id)))
        {
            TakeIn(id);
        }
    }

    /// <summary>Takes in the beginning of an experiment now, before anything else that the tables lack.</summary>
    public void TakeIn(ExperimentId id)
    {
        try
        {
            var started = time.GetTimestamp();
            new HistoryProjection(database).TakeIn(id, FirstEvents, () =>
            {
                var rested = WriterRest.Take(time.GetElapsedTime(started), time, CancellationToken.None);
                started = time.GetTimestamp();
                return rested;
            });
        }
        catch (JournalRowException)
        {
            // Its stream cannot be read, so there is nothing to show. The follower of the journal reports it.
        }
    }

    private ExperimentRow? Known(ExperimentId id) =>
        Read(tables => tables.Experiments(new HistoryFilter { Id = id, Archived = true }) is [var only, ..] ? only : null, null);
}
