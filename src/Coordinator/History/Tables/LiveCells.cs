using NNOptim.Experiments;
using NNOptim.Persistence;
using NNOptim.Protocol;

namespace NNOptim.History.Tables;

/// <summary>What whoever follows an experiment is shown of its cells.</summary>
public static class LiveCells
{
    /// <summary>
    /// The cells in training and the one of the least mean final cost so far, as many as a <see cref="CellList"/> holds, as the
    /// tables have them, which follow the journal a second or more behind; none while there are no tables.
    /// </summary>
    public static CellList Of(JournalDatabase database, ExperimentId id)
    {
        using var tables = HistoryTables.Open(database);
        if (tables is null || tables.Experiments(new HistoryFilter { Id = id, Archived = true }) is [])
        {
            return new CellList(id, []);
        }

        var now = tables.Pages.CellsNow(id);
        var room = CellList.MostOfSettings;
        return new CellList(
            id,
            [
                // The least mean final cost comes first.
                .. tables.Cells(id, int.MaxValue).Where((cell, place) => place == 0 || now.GetValueOrDefault(cell.Cell)?.Running > 0)
                    .Take(CellList.MostCells).TakeWhile(cell => (room -= cell.Settings.Length) >= 0).Select(cell => ProgressOf(cell, now.GetValueOrDefault(cell.Cell))),
            ]);
    }

    private static CellProgress ProgressOf(CellRow cell, CellNow? now) => new(
        cell.Optimizer,
        cell.LearningRate,
        cell.BatchSize,
        (int)cell.Runs,
        (int)(now?.Running ?? 0),
        (int)(cell.Completed + cell.Diverged + cell.Failed + cell.Cancelled),
        now?.MeanCostNow,
        cell.MeanFinalCost,
        cell.Settings);
}
