using System.Collections.Immutable;
using System.Globalization;
using NNOptim.History.Tables;

namespace NNOptim.Cli.HistoryCommands;

/// <summary>Draws a cost curve with Braille characters, each of which is a cell of two by four dots.</summary>
internal static class CurvePlot
{
    private const int LabelWidth = 11;
    private static readonly int[,] DotBits = { { 0x01, 0x08 }, { 0x02, 0x10 }, { 0x04, 0x20 }, { 0x40, 0x80 } };

    /// <summary>The lines of the plot.</summary>
    /// <param name="points">The curve: one point or more, in order of epochs.</param>
    /// <param name="width">The width in characters, labels included; 30 or more.</param>
    /// <param name="height">The height of the curve in lines; 2 or more.</param>
    public static ImmutableArray<string> Draw(IReadOnlyList<CostPoint> points, int width, int height)
    {
        var columns = Math.Max(2, width - LabelWidth - 2);
        var (min, max) = (points.Min(point => point.Cost), points.Max(point => point.Cost));

        // A curve that spans two powers of ten or more is readable only on a logarithmic scale.
        var logarithmic = min > 0 && max / min >= 100;
        var (bottom, top) = (Scale(min), Scale(max));
        var cells = new int[height, columns];
        var (previous, previousX) = (-1, -1);
        foreach (var point in points)
        {
            var x = Place(point.Epoch, points[0].Epoch, points[^1].Epoch, columns * 2);
            var y = height * 4 - 1 - Place(Scale(point.Cost), bottom, top, height * 4);
            if (previousX < 0)
            {
                (previous, previousX) = (y, x);
            }

            // Draws the line from the previous point, one dot per column.
            for (var between = previousX; between <= x; between++)
            {
                var part = x == previousX ? 1.0 : (double)(between - previousX) / (x - previousX);
                var dot = (int)Math.Round(previous + (y - previous) * part);
                cells[dot / 4, between / 2] |= DotBits[dot % 4, between % 2];
            }

            (previous, previousX) = (y, x);
        }

        var lines = ImmutableArray.CreateBuilder<string>();
        for (var line = 0; line < height; line++)
        {
            var label = line == 0 ? Label(max) : line == height - 1 ? Label(min) : "";
            lines.Add($"{label.PadLeft(LabelWidth)} │{string.Concat(Enumerable.Range(0, columns).Select(column => (char)(0x2800 + cells[line, column])))}");
        }

        var (first, last) = (points[0].Epoch.ToString(CultureInfo.InvariantCulture), points[^1].Epoch.ToString(CultureInfo.InvariantCulture));
        lines.Add(new string(' ', LabelWidth + 1) + "└" + new string('─', columns));
        lines.Add(new string(' ', LabelWidth + 2) + first + last.PadLeft(Math.Max(last.Length + 1, columns - first.Length)));
        lines.Add(new string(' ', LabelWidth + 2) + (logarithmic ? "cost (logarithmic) by epoch" : "cost by epoch"));
        return lines.ToImmutable();

        double Scale(double cost) => logarithmic ? Math.Log(cost) : cost;
    }

    private static int Place(double value, double from, double to, int count) =>
        to > from ? Math.Clamp((int)Math.Round((value - from) / (to - from) * (count - 1)), 0, count - 1) : 0;

    private static string Label(double cost) => cost.ToString("G6", CultureInfo.InvariantCulture);
}
