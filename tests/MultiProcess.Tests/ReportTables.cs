using System.Globalization;

namespace NNOptim.MultiProcess.Tests;

/// <summary>Reads the tables of a report with a fixed form.</summary>
public static class ReportTables
{
    /// <summary>The rows of a CSV file without quoted fields, by column.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Read(string path)
    {
        var lines = File.ReadAllLines(path);
        var columns = lines[0].Split(',');
        return [.. lines.Skip(1).Select(line => columns.Zip(line.Split(',')).ToDictionary(pair => pair.Item1, pair => pair.Item2))];
    }

    /// <summary>The file's text without the columns that depend on the training's circumstances.</summary>
    public static string Results(string path)
    {
        string[] running = ["training_seconds", "attempts"];
        return string.Join('\n', Read(path).Select(row =>
            string.Join(',', row.Where(pair => !running.Contains(pair.Key)).Select(pair => pair.Value))));
    }

    public static double Number(this IReadOnlyDictionary<string, string> row, string column) =>
        double.Parse(row[column], CultureInfo.InvariantCulture);
}
