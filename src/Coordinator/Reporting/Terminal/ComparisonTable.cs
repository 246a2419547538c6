using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Reporting.Analysis;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace NNOptim.Reporting.Terminal;

/// <summary>The comparison as a terminal shows it: the answer, the ranking, and what the data cannot tell.</summary>
public static class ComparisonTable
{
    /// <summary>No more settings than this are shown; the report has them all.</summary>
    public const int MostSettings = 10;

    /// <summary>A grid of more varying axes than this has them in one column of words, since a column each would not fit.</summary>
    private const int MostAxisColumns = 4;

    private const string SettingHeader = "setting";

    private static readonly Style Best = new(Color.Green, decoration: Decoration.Bold);

    /// <summary>Writes the whole comparison.</summary>
    public static void Write(IAnsiConsole console, ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(console);
        console.Write(Of(analysis));
    }

    /// <summary>The whole comparison.</summary>
    public static IRenderable Of(ExperimentAnalysis analysis)
    {
        var answer = Answer.Of(analysis);
        var parts = new List<IRenderable> { new Markup($"[bold]{Markup.Escape(answer.Findings[0])}[/]"), Text.Empty, Ranking(analysis) };
        if (analysis.Ranking.Length > MostSettings)
        {
            parts.Add(new Markup($"[dim]The best {MostSettings} of {Wording.Count(analysis.Ranking.Length)} settings; the report has all.[/]"));
        }

        if (TiesWithALoser(analysis))
        {
            parts.Add(new Markup("[dim]= ties after correction over all settings; the answer corrects over the optimisers' best settings alone.[/]"));
        }

        parts.Add(Text.Empty);
        parts.AddRange(answer.Findings.Skip(1).Select(finding => Bullet(Markup.Escape(finding))));
        parts.AddRange(answer.Limits.Select(limit => Bullet($"[yellow]{Markup.Escape(limit)}[/]")));
        return new Rows(parts);
    }

    /// <summary>The ranking of the best settings.</summary>
    public static Table Ranking(ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        var columns = Columns(analysis);
        var table = new Table().Border(TableBorder.Simple);

        // Many columns stand closer, to fit a terminal of 80.
        var gap = columns.Length < 9 ? 1 : 0;
        foreach (var (header, numeric, _) in columns)
        {
            var column = new TableColumn(new Text(header)).Padding(0, 0, gap, 0);
            column.NoWrap = header != SettingHeader;
            table.AddColumn(numeric ? column.RightAligned() : column);
        }

        foreach (var ranked in analysis.Ranking.Take(MostSettings))
        {
            var best = ranked.Cell == analysis.Winner;
            table.AddRow(columns.Select(column => new Text(column.Cell(ranked), best ? Best : Style.Plain)));
        }

        return table;
    }

    /// <summary>
    /// What fits in 80 columns: whatever no row has, or has alike, is left to the report.
    /// </summary>
    private static ImmutableArray<(string Header, bool Numeric, Func<RankedCell, string> Cell)> Columns(ExperimentAnalysis analysis)
    {
        var columns = ImmutableArray.CreateBuilder<(string, bool, Func<RankedCell, string>)>();
        columns.Add(("rank", true, Wording.Rank));
        if (analysis.SettingAxes.Length <= MostAxisColumns)
        {
            columns.AddRange(analysis.SettingAxes.Select(axis => (ShortName(axis), false, (Func<RankedCell, string>)(ranked => ranked.Cell.Text(axis)))));
        }
        else
        {
            columns.Add((SettingHeader, false, ranked => $"{ranked.Cell.Text(Hyperparameters.Optimizer)}: {Wording.Setting(ranked.Cell, analysis.SettingAxes)}"));
        }

        columns.Add(("cost", true, ranked => Wording.Cost(ranked.Cell.FinalCost?.Mean)));
        if (analysis.Cells.Any(cell => cell.FinalCost?.StandardDeviation is not null))
        {
            columns.Add(("sd", true, ranked => Wording.Short(ranked.Cell.FinalCost?.StandardDeviation)));
        }

        var tested = analysis.Cells.Any(cell => cell.TestAccuracy is not null);
        columns.Add((tested ? "test" : "accuracy", true,
            ranked => Wording.Accuracy((tested ? ranked.Cell.TestAccuracy : ranked.Cell.TrainAccuracy)?.Mean)));
        if (analysis.Experiment.Specification.TargetCost is not null)
        {
            columns.Add(("epochs", true, ranked => ranked.Cell.EpochsToTarget switch
            {
                { Count: 0 } => Wording.Absent,
                { Median: { } median } => Wording.Epochs(median),
                _ => $"> {Wording.Count(ranked.Cell.Runs[0].Point.Run.Epochs)}",
            }));
        }

        columns.Add(("overshoot", true, ranked => Wording.Short(ranked.Cell.Overshoot?.Mean)));
        if (analysis.Cells.Any(cell => cell.Completed.Length < cell.Runs.Length))
        {
            columns.Add(("done", true, ranked => $"{ranked.Cell.Completed.Length}/{ranked.Cell.Runs.Length}"));
        }

        return columns.ToImmutable();
    }

    /// <summary>Whether a setting that the answer says to be worse shares the winner's rank, which looks like a contradiction.</summary>
    private static bool TiesWithALoser(ExperimentAnalysis analysis)
    {
        var losers = analysis.Optimizers.Where(best => best.AdjustedPValue < Analysis.Ranking.SignificanceLevel).Select(best => best.Best).ToHashSet();
        return analysis.Ranking.Any(ranked => ranked.Rank == 1 && losers.Contains(ranked.Cell));
    }

    private static string ShortName(Hyperparameter axis) =>
        axis == Hyperparameters.LearningRate ? "rate"
        : axis == Hyperparameters.BatchSize ? "batch"
        : axis.Name;

    private static Grid Bullet(string markup) =>
        new Grid().AddColumn(new GridColumn().Width(1).PadLeft(0).PadRight(1)).AddColumn(new GridColumn().PadLeft(0).PadRight(0))
            .AddRow(new Text("-"), new Markup(markup));
}
