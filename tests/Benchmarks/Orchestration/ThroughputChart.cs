using System.Globalization;
using NNOptim.Coordinator.Reporting.Figures;
using ScottPlot.TickGenerators;

namespace NNOptim.Benchmarks.Orchestration;

/// <summary>The README's chart of throughput against grid size, from what <c>orchestration.py flatness</c> measured.</summary>
internal static class ThroughputChart
{
    private const int Width = 720;
    private const int Height = 360;

    /// <summary>Draws <c>NAME.png</c>; each line of the table is runs, and milliseconds of processor time a run.</summary>
    public static int Run(string table, string png)
    {
        var rows = File.ReadLines(table).Where(line => line.Length > 0 && char.IsAsciiDigit(line[0]))
            .Select(line => line.Split(',').Select(field => double.Parse(field, CultureInfo.InvariantCulture)).ToArray())
            .ToArray();
        using var plot = PlotTheme.Create();
        var runs = rows.Select(row => Math.Log10(row[0])).ToArray();
        var line = plot.Add.Scatter(runs, rows.Select(row => 1000 / row[1]).ToArray());
        line.LineWidth = 2;
        line.MarkerSize = 8;
        plot.Axes.SetLimits(runs[0] - 0.1, runs[^1] + 0.1, 0, 1.15 * rows.Max(row => 1000 / row[1]));
        plot.Axes.Bottom.TickGenerator = new NumericManual(
            runs, [.. rows.Select(row => row[0].ToString("N0", CultureInfo.InvariantCulture))]);
        plot.XLabel("runs of the grid");
        plot.YLabel("runs a second of processor time");
        plot.SavePng(png, Width, Height);
        return 0;
    }
}
