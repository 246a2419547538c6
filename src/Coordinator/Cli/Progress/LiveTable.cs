using System.Globalization;
using NNOptim.History.Views;
using NNOptim.Protocol;
using NNOptim.Reporting;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace NNOptim.Cli.Progress;

/// <summary>
/// The live view of a running experiment in a terminal: a progress bar, the running configurations with their costs, and the best so far.
/// It fits any width from 20 columns.
/// </summary>
internal static class LiveTable
{
    private const int MaxConfigurations = 10;
    private const int WidestBar = 40;

    /// <summary>The lines around the table.</summary>
    private const int OtherLines = 9;

    /// <summary>The columns after the parameters, each as wide as its largest usual value.</summary>
    private static readonly (string Header, int Width)[] Figures = [("Running", 7), ("Ended", 7), ("Cost now", 11), ("Mean final", 11)];

    /// <summary>The width of the border between two columns.</summary>
    private const int Gap = 3;

    /// <summary>Renders the view.</summary>
    /// <param name="progress">The numbers of runs by state.</param>
    /// <param name="description">The progress in words.</param>
    /// <param name="list">The configurations, best first; null until they are known.</param>
    /// <param name="width">The terminal's width in columns.</param>
    /// <param name="height">Its height in lines.</param>
    public static IRenderable Render(ExperimentProgress progress, string description, ConfigurationList? list, int width, int height)
    {
        var lines = new List<IRenderable> { Bar(progress, width), new Text(description, new Style(decoration: Decoration.Bold)) };
        if (list is null)
        {
            return new Rows(lines);
        }

        var running = list with { Configurations = [.. list.Configurations.Where(configuration => configuration.Running > 0)] };
        var max = Math.Clamp(height - OtherLines, 1, MaxConfigurations);
        if (running.Configurations.Length > 0)
        {
            var shown = running with { Configurations = [.. running.Configurations.Take(max)] };
            lines.Add(width >= WidthOf(shown) ? WideTable(shown) : NarrowTable(shown));
            if (running.Configurations.Length > max)
            {
                lines.Add(new Text(string.Create(CultureInfo.InvariantCulture, $"and {running.Configurations.Length - max} more configurations"), new Style(Color.Grey)));
            }
        }

        if (list.Configurations.FirstOrDefault(configuration => configuration.MeanObjective is not null) is { } best)
        {
            lines.Add(new Text($"Best so far: {Wording.Cost(best.MeanObjective)} by {NameOf(list, best)}"));
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

    /// <summary>The width of the wide table.</summary>
    private static int WidthOf(ConfigurationList list) =>
        list.Parameters.Select((parameter, place) => Math.Max(
            parameter.Length, list.Configurations.Max(configuration => configuration.Values[place].Length))).Sum(width => width + Gap)
        + Figures.Sum(figure => Math.Max(figure.Header.Length, figure.Width) + Gap);

    private static Table WideTable(ConfigurationList list)
    {
        var table = new Table().Border(TableBorder.Simple)
            .AddColumns([.. list.Parameters.Select(parameter => new TableColumn(new Text(Head(parameter))).NoWrap())])
            .AddColumns([.. Figures.Select(figure => Right(figure.Header))]);
        foreach (var configuration in list.Configurations)
        {
            table.AddRow(
            [
                .. configuration.Values.Select(value => new Text(value)),
                new Text(Number(configuration.Running)),
                new Text($"{Number(configuration.Ended)}/{Number(configuration.Runs)}"),
                new Text(Wording.Cost(configuration.CostNow)),
                new Text(Wording.Cost(configuration.MeanObjective)),
            ]);
        }

        return table;
    }

    private static Table NarrowTable(ConfigurationList list)
    {
        var table = new Table().Border(TableBorder.None).AddColumn("Configuration").AddColumns(Right("Ended"), Right("Cost"));
        foreach (var configuration in list.Configurations)
        {
            table.AddRow(
                new Text(string.Join(' ', configuration.Values.Where(value => value.Length > 0))),
                new Text($"{Number(configuration.Ended)}/{Number(configuration.Runs)}"),
                new Text(Wording.Cost(configuration.CostNow ?? configuration.MeanObjective)));
        }

        return table;
    }

    private static TableColumn Right(string head) => new TableColumn(head).RightAligned();

    private static string Head(string parameter) => Wording.Sentence(Label(parameter));

    private static string Label(string parameter) => parameter.Replace('_', ' ');

    private static string NameOf(ConfigurationList list, ConfigurationProgress configuration) => string.Join(", ", list.Parameters
        .Select((parameter, place) => (Label: Label(parameter), Value: configuration.Values[place]))
        .Where(pair => pair.Value.Length > 0)
        .Select(pair => $"{pair.Label} {pair.Value}"));

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
