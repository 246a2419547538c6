using NNOptim.Experiments;
using NNOptim.Training.Datasets.Tables;

namespace NNOptim.Training.Datasets.Description;

/// <summary>Proposes keys under which a table can be used. A person decides whether they are right.</summary>
internal static class TableProposal
{
    /// <summary>The specification with proposed keys: columns of many texts excluded, missing values filled, real labels as a regression.</summary>
    /// <param name="specification">The specification as given.</param>
    /// <param name="table">The table.</param>
    public static DatasetSpecification For(DatasetSpecification specification, Table table)
    {
        var errors = new ErrorList();
        var reading = specification.Table;
        if (UsedColumns.Find(reading, table, new ColumnFinder(table, errors), errors) is not { } used)
        {
            return specification;
        }

        var excluded = used.Features.Where(column => IsUseless(column, reading, table.Rows)).Select(column => column.Name).ToList();
        var proposal = specification with
        {
            Task = IsReal(used.Label) ? LearningTask.Regression : used.Label.TextCount > 0 ? LearningTask.Classification : specification.Task,
            Table = reading with
            {
                Exclude = reading.Features is null ? [.. reading.Exclude, .. excluded] : reading.Exclude,
                Features = reading.Features is { } features ? [.. features.Where(name => !excluded.Contains(name))] : null,
                Missing = reading.Missing == MissingValues.Error && used.All.Any(column => column.MissingCount > 0 && !excluded.Contains(column.Name))
                    ? MissingValues.Median
                    : reading.Missing,
            },
        };
        return proposal.Task == LearningTask.Regression ? proposal with { Stratify = false } : proposal;
    }

    private static bool IsReal(TableColumn label) => label.TextCount == 0 && label.Numbers.Any(number => !double.IsNaN(number) && number != Math.Floor(number));

    /// <summary>Whether a column has too many texts to be categories by itself, or no value at all.</summary>
    private static bool IsUseless(TableColumn column, TableReading reading, int rows) =>
        column.MissingCount == rows
        || (column.Levels.Length > FeaturePlanner.MostDetectedLevels && column.TextCount > 0 && reading.Categorical is null
            && !reading.Ordinal.Any(ordinal => ColumnNames.Means(ordinal.Column, column.Name, column.Number)));
}
