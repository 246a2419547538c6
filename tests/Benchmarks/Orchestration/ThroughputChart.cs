using System.Globalization;
using NNOptim.Reporting.Figures;
using ScottPlot.TickGenerators;

namespace NNOptim.Benchmarks.Orchestration;

/// <summary>Draws the README's chart of throughput against grid size from the measurements of <c>orchestration.py flatness</c>.</summary>
internal static class ThroughputChart
{
    private const int Width = 720;
    private const int Height = 360;

    /// <summary>Draws a PNG file. A line of the table has the runs of a grid, and runs per second to the last result and to the report.</summary>
    public static int Run(string table, string png)
    {
        var rows = File.ReadLines(table).Where(line => line.Length > 0 && char.IsAsciiDigit(line[0]))
            .Select(line => line.Split(',').Select(field => double.Parse(field, CultureInfo.InvariantCulture)).ToArray())
            .ToArray();
        using var plot = PlotTheme.Create();
        var runs = rows.Select(row => Math.Log10(row[0])).ToArray();
        foreach (var (column, name) in ((int, string)[])[(1, "to the last result"), (2, "to the report")])
        {
            var line = plot.Add.Scatter(runs, rows.Select(row => row[column]).ToArray());
            line.LineWidth = 2;
            line.MarkerSize = 8;
            line.LegendText = name;
        }

        PlotTheme.ShowLegend(plot);
        plot.Axes.SetLimits(runs[0] - 0.1, runs[^1] + 0.1, 0, 1.15 * rows.Max(row => row[1..].Max()));
        plot.Axes.Bottom.TickGenerator = new NumericManual(
            runs, [.. rows.Select(row => row[0].ToString("N0", CultureInfo.InvariantCulture))]);
        plot.XLabel("runs of the grid");
        plot.YLabel("runs a second from submission");
        plot.SavePng(png, Width, Height);
        return 0;
    }
}
