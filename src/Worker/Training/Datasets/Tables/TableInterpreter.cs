using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using NNOptim.Experiments;

namespace NNOptim.Training.Datasets.Tables;

/// <summary>Turns a table into examples: columns into features, label, group and order; texts into levels and classes.</summary>
internal static class TableInterpreter
{
    /// <summary>The largest size of all levels and classes in UTF-8. They are part of every message that assigns runs.</summary>
    public const int MostLevelBytes = 30_000;

    /// <summary>What a reader of the table needs to know.</summary>
    public static TableRequest RequestFor(TableReading reading) => new(
        reading.Format,
        reading.MissingTexts,
        [
            .. (reading.Categorical ?? []).Concat(reading.Ordinal).Select(column => column.Column),
            .. new[] { reading.Group, reading.OrderBy }.OfType<string>(),
        ]);

    /// <summary>Interprets a table.</summary>
    /// <param name="specification">The specification of the data.</param>
    /// <param name="table">The table.</param>
    /// <exception cref="DatasetException">The table does not fit the specification, or a choice is needed.</exception>
    public static InterpretedTable Interpret(DatasetSpecification specification, Table table)
    {
        var errors = new ErrorList();
        var reading = specification.Table;
        var columns = new ColumnFinder(table, errors);
        var used = UsedColumns.Find(reading, table, columns, errors);
        errors.ThrowIfAny();
        var notes = new List<string>(table.Notes);
        var rows = MissingRows.Keep(reading.Missing, table, used!, errors, notes);
        var features = new FeaturePlanner(reading, columns, errors).Plan(used!.Features);
        var label = LabelPlan.Create(specification.Task, used.Label, reading.Classes, errors);
        if (errors.IsEmpty && rows.Length < 2)
        {
            errors.Add($"the number of examples is {rows.Length}; at least 2 are needed.");
        }

        errors.ThrowIfAny();
        var resolved = Resolve(reading, table.Format, features, label!);
        RequireSmall(resolved);
        notes.AddRange(TableNotes.Of(used, features, label!, rows));
        return new InterpretedTable(
            resolved,
            Encode(specification.Task, features, label!, rows),
            features,
            used.Group is { } group ? RowOrder.Ranks(group, rows) : null,
            used.Order is { } order ? RowOrder.Ranks(order, rows) : null)
        {
            Notes = [.. notes],
        };
    }

    private static TableReading Resolve(TableReading reading, TextFormat format, ImmutableArray<Feature> features, LabelPlan label) => reading with
    {
        Format = format,
        Label = label.Column.Name,
        Categorical = Levels(features, FeatureKind.Categorical),
        Ordinal = Levels(features, FeatureKind.Ordinal),
        Classes = [.. label.Classes],
    };

    private static ValueList<ColumnLevels> Levels(ImmutableArray<Feature> features, FeatureKind kind) =>
        [.. features.Where(feature => feature.Kind == kind).Select(feature => new ColumnLevels(feature.Column.Name, [.. feature.Levels]))];

    private static void RequireSmall(TableReading reading)
    {
        var bytes = reading.Categorical!.Concat(reading.Ordinal).SelectMany(column => column.Levels).Concat(reading.Classes).Sum(Encoding.UTF8.GetByteCount);
        if (bytes > MostLevelBytes)
        {
            throw new DatasetException(string.Create(CultureInfo.InvariantCulture,
                $"the levels of categorical columns and the classes have {bytes:N0} bytes in all; at most {MostLevelBytes:N0} are allowed. Exclude columns with many distinct texts."));
        }
    }

    private static Dataset Encode(LearningTask task, ImmutableArray<Feature> features, LabelPlan label, int[] rows)
    {
        var width = features.Sum(feature => feature.Width);
        DatasetLimits.RequireMemory("the data", (long)width * rows.Length, DatasetLimits.AvailableMemory);
        var inputs = new double[width * rows.Length];
        var start = 0;
        foreach (var feature in features)
        {
            var levels = feature.LevelOfCode();
            for (var example = 0; example < rows.Length; example++)
            {
                feature.Write(rows[example], levels, inputs.AsSpan((example * width) + start, feature.Width));
            }

            start += feature.Width;
        }

        return new Dataset
        {
            Inputs = ImmutableCollectionsMarshal.AsImmutableArray(inputs),
            Labels = [.. rows.Select(row => label.Labels[row])],
            FeatureNames = [.. features.SelectMany(feature => feature.InputNames)],
            Task = task,
            Classes = task == LearningTask.Classification ? label.Classes.Length : 0,
        };
    }
}
