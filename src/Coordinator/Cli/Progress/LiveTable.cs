using System.Globalization;
using NNOptim.Protocol;
using NNOptim.Reporting;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace NNOptim.Cli.Progress;

/// <summary>What a terminal shows of a running experiment: a bar, the cells in training with their costs, and the best so far. Fits any width from 20 columns on.</summary>
internal static class LiveTable
{
    /// <summary>The columns that the wide table needs beside the cells' settings.</summary>
    private const int Wide = 78;
    private const int MostCells = 10;
    private const int WidestBar = 40;

    /// <summary>The lines around the table.</summary>
    private const int OtherLines = 9;

    /// <summary>Renders the state of things.</summary>
    /// <param name="progress">How many runs stand where.</param>
    /// <param name="description">The progress in words.</param>
    /// <param name="cells">The cells; empty as long as nothing is known of them.</param>
    /// <param name="width">The terminal's width in columns.</param>
    /// <param name="height">Its height in lines.</param>
    public static IRenderable Of(ExperimentProgress progress, string description, IReadOnlyList<CellProgress> cells, int width, int height)
    {
        var lines = new List<IRenderable> { Bar(progress, width), new Text(description, new Style(decoration: Decoration.Bold)) };
        var running = cells.Where(cell => cell.Running > 0).ToList();
        var most = Math.Clamp(height - OtherLines, 1, MostCells);
        if (running.Count > 0)
        {
            var shown = running.Take(most).ToList();
            lines.Add(width >= Wide + shown.Max(cell => cell.Settings.Length) ? WideTable(shown) : NarrowTable(shown));
            if (running.Count > most)
            {
                lines.Add(new Text(string.Create(CultureInfo.InvariantCulture, $"and {running.Count - most} more cells"), new Style(Color.Grey)));
            }
        }

        if (cells.Where(cell => cell.MeanFinalCost is not null).MinBy(cell => cell.MeanFinalCost) is { } best)
        {
            lines.Add(new Text($"Best so far: {Wording.Cost(best.MeanFinalCost)} by {NameOf(best)}"));
        }

        return new Rows(lines);
    }

    private static Markup Bar(ExperimentProgress progress, int width)
    {
        var size = Math.Clamp(width - 8, 8, WidestBar);
        var share = progress.Total == 0 ? 0 : (double)progress.Ended / progress.Total;
        var full = (int)Math.Round(share * size);
        return new Markup(string.Create(
            CultureInfo.InvariantCulture, $"[green]{new string('━', full)}[/][grey]{new string('━', size - full)}[/] {Math.Floor(share * 100):0}%"));
    }

    private static Table WideTable(IEnumerable<CellProgress> cells)
    {
        var table = new Table().Border(TableBorder.Simple)
            .AddColumn("Optimiser").AddColumns(Right("Learning rate"), Right("Batch"), Right("Running"), Right("Ended"), Right("Cost now"), Right("Mean final"));
        foreach (var cell in cells)
        {
            table.AddRow(
                Wording.With(cell.Optimizer, cell.Settings), Number(cell.LearningRate), BatchOf(cell), Number(cell.Running), $"{Number(cell.Ended)}/{Number(cell.Runs)}",
                Wording.Cost(cell.CostNow), Wording.Cost(cell.MeanFinalCost));
        }

        return table;
    }

    private static Table NarrowTable(IEnumerable<CellProgress> cells)
    {
        var table = new Table().Border(TableBorder.None).AddColumn("Cell").AddColumns(Right("Ended"), Right("Cost"));
        foreach (var cell in cells)
        {
            table.AddRow(
                Wording.With($"{cell.Optimizer} {Number(cell.LearningRate)} {BatchOf(cell)}", cell.Settings), $"{Number(cell.Ended)}/{Number(cell.Runs)}", Wording.Cost(cell.CostNow ?? cell.MeanFinalCost));
        }

        return table;
    }

    private static TableColumn Right(string head) => new TableColumn(head).RightAligned();

    private static string NameOf(CellProgress cell) => $"{Wording.With(cell.Optimizer, cell.Settings)}, learning rate {Number(cell.LearningRate)}, batch {BatchOf(cell)}";

    private static string BatchOf(CellProgress cell) => cell.BatchSize == 0 ? "full" : Number(cell.BatchSize);

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
}
