using System.Collections.Immutable;
using System.Globalization;
using NNOptim.Experiments;
using NNOptim.Files;
using NNOptim.Training.Datasets.Tables;
using NNOptim.Training.Datasets.Tables.Reading;

namespace NNOptim.Training.Datasets.Description;

/// <summary>Describes what the program understands of a dataset, also of one that cannot be used as it is.</summary>
public static class DatasetDescriber
{
    private const int MostRows = 5;

    /// <summary>Describes a dataset.</summary>
    /// <exception cref="DatasetException">The data cannot be read, so that there is nothing to describe.</exception>
    public static DatasetDescription Describe(DatasetSpecification specification)
    {
        ArgumentNullException.ThrowIfNull(specification);
        if (!specification.Kind.IsTable())
        {
            return Usable(specification, DatasetLoader.Resolve);
        }

        var files = TableFiles.Read(specification);
        var table = TableDataset.ReadTable(specification, files);
        LoadedDataset Load(DatasetSpecification tried) => TableDataset.Load(tried, files, table);
        var description = Try(specification, Load, out var errors) ?? Proposed(specification, table, Load, errors);
        return description with
        {
            Rows = table.Rows,
            Columns = [.. table.Columns.Select(column => ColumnOf(column, RoleOf(column, description.Proposal.Table, table), table.Rows))],
            FirstRows = [.. Enumerable.Range(0, Math.Min(MostRows, table.Rows)).Select(row => table.Columns.Select(column => TextOf(column, row)).ToImmutableArray())],
        };
    }

    private static DatasetDescription Proposed(
        DatasetSpecification specification, Table table, Func<DatasetSpecification, LoadedDataset> load, ImmutableArray<string> errors)
    {
        var proposal = TableProposal.For(specification, table);
        return proposal != specification && Try(proposal, load, out _) is { } usable
            ? usable with { Errors = errors }
            : new DatasetDescription { Proposal = specification, Errors = errors, Notes = table.Notes };
    }

    private static DatasetDescription? Try(DatasetSpecification specification, Func<DatasetSpecification, LoadedDataset> load, out ImmutableArray<string> errors)
    {
        try
        {
            errors = [];
            return Usable(specification, load);
        }
        catch (DatasetException error)
        {
            errors = error.Errors;
            return null;
        }
    }

    private static DatasetDescription Usable(DatasetSpecification specification, Func<DatasetSpecification, LoadedDataset> load)
    {
        var loaded = load(DatasetSplits.FirstFold(specification));
        var (train, test) = (loaded.Data.Train, loaded.Data.Test);
        var names = loaded.Specification.Table.Classes;
        return new DatasetDescription
        {
            Proposal = specification,
            Resolved = loaded.Specification,
            Notes = loaded.Data.Notes,
            Rows = train.Examples + (test?.Examples ?? 0),
            Inputs = train.Features,
            TrainingExamples = train.Examples,
            TestExamples = test?.Examples ?? 0,
            Classes =
            [
                .. Enumerable.Range(0, train.Classes).Select(place => new ClassDescription(
                    place < names.Count ? names[place] : place.ToString(CultureInfo.InvariantCulture),
                    train.Labels.Count(label => label == place),
                    test?.Labels.Count(label => label == place) ?? 0)),
            ],
        };
    }

    private static string RoleOf(TableColumn column, TableReading reading, Table table)
    {
        return Means(reading.Label) || (reading.Label is null && column == table.Columns[^1]) ? "label"
            : Means(reading.Group) ? "group"
            : Means(reading.OrderBy) ? "order"
            : reading.Exclude.Any(Means) || reading.Features?.Any(Means) == false ? "excluded"
            : "feature";

        bool Means(string? written) => written is not null && ColumnNames.Means(written, column.Name, column.Number);
    }

    private static ColumnDescription ColumnOf(TableColumn column, string role, int rows)
    {
        var numbers = column.Numbers.Where(number => !double.IsNaN(number)).ToList();
        var type = column.TextCount > 0 ? numbers.Count > 0 ? "numbers and texts" : "texts" : column.MissingCount == rows ? "nothing" : "numbers";
        var distinct = column.TextCount > 0 ? column.Levels.Length : numbers.Distinct().Count();
        var values = column.TextCount > 0 ? Excerpt.OfList(column.Levels.Take(5).ToArray()) + (column.Levels.Length > 5 ? ", ..." : "")
            : numbers.Count > 0 ? string.Create(CultureInfo.InvariantCulture, $"{numbers.Min():G6} to {numbers.Max():G6}, mean {numbers.Average():G6}") : "";
        return new ColumnDescription(column.Number, Excerpt.Shorten(column.Name), role, type, distinct, column.MissingCount, values);
    }

    private static string TextOf(TableColumn column, int row) =>
        column.IsMissing(row) ? ""
        : column.Codes is { } codes ? Excerpt.Shorten(column.Levels[codes[row]])
        : column.Numbers[row].ToString("R", CultureInfo.InvariantCulture);
}
