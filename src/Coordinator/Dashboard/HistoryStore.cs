using NNOptim.Coordinator.History.Tables;
using NNOptim.Coordinator.Persistence;
using NNOptim.Shared.Experiments;

namespace NNOptim.Coordinator.Dashboard;

/// <summary>The history's tables for readers that come and go. The coordinator's follower brings them up to the journal; here they are read as they stand.</summary>
internal sealed class HistoryStore(JournalDatabase database)
{
    /// <summary>A chunk that is taken in at once, for an experiment that was just submitted.</summary>
    private const int FirstEvents = 100;

    /// <summary>What <paramref name="read"/> makes of the tables; <paramref name="none"/> where there are none yet.</summary>
    public T Read<T>(Func<HistoryTables, T> read, T none)
    {
        using var tables = HistoryTables.Open(database);
        return tables is null ? none : read(tables);
    }

    /// <summary>The row of an experiment; null when the tables do not know it.</summary>
    public ExperimentRow? Experiment(ExperimentId id) =>
        Read(tables => tables.Experiments(new HistoryFilter { Id = id, Archived = true }) is [var only, ..] ? only : null, null);

    /// <summary>Takes in the beginning of an experiment now, whatever else the tables do not know yet.</summary>
    public void TakeIn(ExperimentId id) => new HistoryProjection(database).TakeIn(id, FirstEvents);
}
