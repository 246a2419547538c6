using System.Globalization;
using NNOptim.Experiments;
using NNOptim.Reporting.Documents;

namespace NNOptim.Reporting.Sections;

/// <summary>The rows about the data: where they are from, and what their columns and values became.</summary>
internal static class DataRows
{
    private const int MostShown = 20;

    /// <summary>Adds the rows.</summary>
    public static void Add(ReportTable table, ExperimentRecord experiment)
    {
        var dataset = experiment.Specification.Dataset;
        var hash = dataset.Sha256 ?? experiment.Environment.DataSha256;
        table.Row(["data", Choices.DatasetKinds.NameOf(dataset.Kind) + (hash.Length > 0 ? $", SHA-256 {hash}" : "")]);
        var reading = dataset.Table;
        if (reading.Label is { } label)
        {
            table.Row(["label", label]);
        }

        if (reading.Classes.Count > 0)
        {
            table.Row(["classes", Places(reading.Classes)]);
        }

        foreach (var column in reading.Categorical ?? [])
        {
            table.Row([$"column {column.Column}", $"one input for each of {List(column.Levels)}"]);
        }

        foreach (var column in reading.Ordinal)
        {
            table.Row([$"column {column.Column}", Places(column.Levels)]);
        }

        if (reading.Missing != MissingValues.Error)
        {
            table.Row(["missing values", Missing(reading)]);
        }

        if (Split(dataset) is { } split)
        {
            table.Row(["test data", split]);
        }
    }

    private static string Missing(TableReading reading) => reading.Missing == MissingValues.Drop ? "examples with missing values are left out"
        : reading.Fills.Count == 0 ? $"filled by the {Choices.MissingValues.NameOf(reading.Missing)} of each run's training examples"
        : "filled from the training examples: " + string.Join(", ", reading.Fills.Take(MostShown).Select(fill => $"{fill.Column} {fill.Value}")) + (reading.Fills.Count > MostShown ? ", ..." : "");

    private static string? Split(DatasetSpecification dataset)
    {
        var how = dataset.Split == SplitKind.Ordered ? $"the last examples in order{(dataset.Table.OrderBy is { } column ? $" of {column}" : "")}"
            : dataset.Table.Group is { } group ? $"whole groups of equal {group}"
            : dataset.Stratify ? "at random, with the shares of the classes" : "at random";
        return dataset.Folds > 0 ? string.Create(CultureInfo.InvariantCulture, $"{dataset.Folds} folds, {how}")
            : dataset.TestFraction > 0 ? string.Create(CultureInfo.InvariantCulture, $"{dataset.TestFraction:0.####} of the examples, {how}")
            : null;
    }

    private static string Places(ValueList<string> levels) =>
        string.Join(", ", levels.Take(MostShown).Select((level, place) => string.Create(CultureInfo.InvariantCulture, $"{place} is {level}"))) + (levels.Count > MostShown ? ", ..." : "");

    private static string List(ValueList<string> levels) => string.Join(", ", levels.Take(MostShown)) + (levels.Count > MostShown ? ", ..." : "");
}
