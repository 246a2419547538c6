using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Reporting.Analysis;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace NNOptim.Reporting.Terminal;

/// <summary>The comparison in the terminal: the answer, the ranking, and what the data cannot show.</summary>
public static class ComparisonTable
{
    /// <summary>The largest number of configurations shown. The report shows more.</summary>
    public const int MaxConfigurations = 10;

    /// <summary>With more shown parameters than this, one column of text holds them all, because separate columns would not fit.</summary>
    private const int MostParameterColumns = 4;

    private const string ConfigurationHeader = "configuration";

    private static readonly Style Best = new(Color.Green, decoration: Decoration.Bold);

    /// <summary>Writes the comparison.</summary>
    public static void Write(IAnsiConsole console, ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(console);
        console.Write(Render(analysis));
    }

    /// <summary>Renders the comparison.</summary>
    public static IRenderable Render(ExperimentAnalysis analysis)
    {
        var answer = Answer.Derive(analysis);
        var parts = new List<IRenderable> { new Markup($"[bold]{Markup.Escape(answer.Findings[0].Sentence)}[/]"), Text.Empty };
        parts.Add(new Markup(analysis.Confirmation is null ? "[dim]The search, by mean score:[/]" : "[dim]The search, by mean score; the confirmation follows below:[/]"));
        parts.Add(Ranking(analysis));
        if (analysis.Ranking.Length > MaxConfigurations)
        {
            parts.Add(new Markup($"[dim]The best {MaxConfigurations} of {Wording.Count(analysis.Ranking.Length)} configurations; the report has all.[/]"));
        }

        parts.Add(Text.Empty);
        parts.AddRange(answer.Findings.Skip(1).Select(finding => Bullet(Markup.Escape(finding.Sentence))));
        parts.AddRange(answer.Limits.Select(limit => Bullet($"[yellow]{Markup.Escape(limit.Sentence)}[/]")));
        return new Rows(parts);
    }

    /// <summary>Renders the ranking of the best configurations.</summary>
    public static Table Ranking(ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        var columns = Columns(analysis);
        var table = new Table().Border(TableBorder.Simple);

        // Many columns have smaller gaps, to fit a terminal of 80 columns.
        var gap = columns.Length < 9 ? 1 : 0;
        foreach (var shown in columns)
        {
            var column = new TableColumn(new Text(shown.Header)).Padding(0, 0, gap, 0);
            column.NoWrap = shown.Header != ConfigurationHeader;
            table.AddColumn(shown.IsNumeric ? column.RightAligned() : column);
        }

        var chosen = analysis.Confirmation?.Leader?.Chosen ?? analysis.Candidate;
        foreach (var ranked in analysis.Ranking.Take(MaxConfigurations))
        {
            var style = ranked.Configuration == chosen ? Best : Style.Plain;
            table.AddRow(columns.Select(column => new Text(column.Text(ranked), style)));
        }

        return table;
    }

    /// <summary>
    /// The columns that fit in 80 characters. Columns without values, or with the same value in all rows, are only in the report.
    /// </summary>
    private static ImmutableArray<Column> Columns(ExperimentAnalysis analysis)
    {
        var (objective, parameters) = (analysis.Objective, analysis.ConfigurationParameters);
        var columns = ImmutableArray.CreateBuilder<Column>();
        columns.Add(new Column("rank", true, Wording.Rank));
        if (parameters.Length <= MostParameterColumns)
        {
            columns.AddRange(parameters.Select(parameter => new Column(ShortName(parameter), false, ranked => ranked.Configuration.Text(parameter))));
        }
        else
        {
            columns.Add(new Column(ConfigurationHeader, false, ranked => $"{ranked.Configuration.Compared}: {Wording.Values(ranked.Configuration, parameters)}"));
        }

        columns.Add(new Column(ShortName(objective.Metric), true, ranked => objective.Text(ranked.Configuration.Score?.Mean)));
        if (analysis.Configurations.Any(configuration => configuration.Score?.StandardDeviation is not null))
        {
            columns.Add(new Column("sd", true, ranked => Wording.ShortValue(objective.Metric, ranked.Configuration.Score?.StandardDeviation)));
        }

        columns.AddRange(analysis.FewestHighlights.Select(metric => new Column(ShortName(metric), true, ranked => ShortValue(metric, ranked.Configuration))));
        if (analysis.Configurations.Any(configuration => configuration.LearntNothing > 0))
        {
            columns.Add(new Column("bad", true, ranked => $"{ranked.Configuration.Unsuccessful}/{ranked.Configuration.Ended}"));
        }
        else if (analysis.Configurations.Any(configuration => configuration.Completed.Length < configuration.Runs.Length))
        {
            columns.Add(new Column("done", true, ranked => $"{ranked.Configuration.Completed.Length}/{ranked.Configuration.Runs.Length}"));
        }

        return columns.ToImmutable();
    }

    private static string ShortValue(Metric metric, Configuration configuration) =>
        metric.Name != KnownNames.EpochsToTarget ? Wording.ShortValue(metric, configuration.Summary(metric.Name)?.Mean)
        : configuration.EpochsToTarget switch
        {
            { Count: 0 } => Wording.Absent,
            { Median: { } median } => Wording.Count(median),
            _ => $"> {Wording.Count(configuration.Budget)}",
        };

    private static string ShortName(Parameter parameter) => parameter.Name switch
    {
        KnownNames.LearningRate => "rate",
        KnownNames.BatchSize => "batch",
        var name => name,
    };

    private static string ShortName(Metric metric) => metric.Name switch
    {
        KnownNames.FinalCost => "cost",
        KnownNames.TestAccuracy => "test",
        KnownNames.TrainAccuracy => "accuracy",
        KnownNames.EpochsToTarget => "epochs",
        _ => metric.Label,
    };

    private static Grid Bullet(string markup) =>
        new Grid().AddColumn(new GridColumn().Width(1).PadLeft(0).PadRight(1)).AddColumn(new GridColumn().PadLeft(0).PadRight(0))
            .AddRow(new Text("-"), new Markup(markup));

    private sealed record Column(string Header, bool IsNumeric, Func<RankedConfiguration, string> Text);
}
