using NNOptim.Experiments;
using Wire = NNOptim.Protocol.Serialization.Messages;

namespace NNOptim.Protocol.Serialization;

/// <summary>Converts datasets to protocol buffers and back.</summary>
internal static class DatasetMapping
{
    public static Wire.Dataset ToWire(DatasetSpecification dataset)
    {
        var wire = new Wire.Dataset
        {
            Kind = Choices.DatasetKinds.NameOf(dataset.Kind),
            Examples = dataset.Examples,
            Noise = dataset.Noise,
            Seed = dataset.Seed,
            Factor = dataset.Factor,
            Centers = dataset.Centers,
            Features = dataset.Features,
            ClusterStandardDeviation = dataset.ClusterStandardDeviation,
            Task = Choices.Tasks.NameOf(dataset.Task),
            Standardize = dataset.Standardize != StandardizedFeatures.None,
            StandardizedColumns = { dataset.StandardizedColumns },
            StandardizeLabel = dataset.StandardizeLabel,
            TestFraction = dataset.TestFraction,
            SplitSeed = dataset.SplitSeed,
            Stratify = dataset.Stratify,
            Folds = dataset.Folds,
            Fold = dataset.Fold,
            Table = ToWire(dataset.Table with { Label = null }),
        };
        if (dataset.Path is { } path)
        {
            wire.Path = path;
        }

        if (dataset.LabelsPath is { } labelsPath)
        {
            wire.LabelsPath = labelsPath;
        }

        if (dataset.Table.Label is { } label)
        {
            wire.LabelColumn = label;
        }

        if (dataset.Sha256 is { } sha256)
        {
            wire.Sha256 = sha256;
        }

        if (dataset.Standardize is not (StandardizedFeatures.None or StandardizedFeatures.All))
        {
            wire.Standardized = Choices.Standardized.NameOf(dataset.Standardize);
        }

        if (dataset.Split != SplitKind.Random)
        {
            wire.Split = Choices.Splits.NameOf(dataset.Split);
        }

        return wire;
    }

    public static DatasetSpecification FromWire(Wire.Dataset wire) => new()
    {
        Kind = Choices.DatasetKinds.Parse(wire.Kind),
        Examples = wire.Examples,
        Noise = wire.Noise,
        Seed = wire.Seed,
        Factor = wire.Factor,
        Centers = wire.Centers,
        Features = wire.Features,
        ClusterStandardDeviation = wire.ClusterStandardDeviation,
        Path = wire.HasPath ? wire.Path : null,
        LabelsPath = wire.HasLabelsPath ? wire.LabelsPath : null,
        Table = FromWire(wire.Table) with { Label = wire.HasLabelColumn ? wire.LabelColumn : null },
        Task = Choices.Tasks.Parse(wire.Task),
        Sha256 = wire.HasSha256 ? wire.Sha256 : null,
        Standardize = wire.HasStandardized ? Choices.Standardized.Parse(wire.Standardized) : wire.Standardize ? StandardizedFeatures.All : StandardizedFeatures.None,
        StandardizedColumns = [.. wire.StandardizedColumns],
        StandardizeLabel = wire.StandardizeLabel,
        TestFraction = wire.TestFraction,
        SplitSeed = wire.SplitSeed,
        Split = wire.HasSplit ? Choices.Splits.Parse(wire.Split) : SplitKind.Random,
        Stratify = wire.Stratify,
        Folds = wire.Folds,
        Fold = wire.Fold,
    };

    private static Wire.TableReading? ToWire(TableReading table)
    {
        if (table == new TableReading())
        {
            return null;
        }

        var wire = new Wire.TableReading
        {
            Format = ToWire(table.Format),
            Features = ToWire(table.Features),
            Exclude = { table.Exclude },
            Missing = Choices.MissingValues.NameOf(table.Missing),
            MissingTexts = ToWire(table.MissingTexts),
            Categorical = table.Categorical is { } categorical ? new Wire.LevelsOfColumns { Columns = { categorical.Select(ToWire) } } : null,
            Ordinal = { table.Ordinal.Select(ToWire) },
            Classes = { table.Classes },
            Fills = { table.Fills.Select(fill => new Wire.ColumnFill { Column = fill.Column, Value = fill.Value }) },
            FileBytes = { table.FileBytes },
        };
        if (table.Group is { } group)
        {
            wire.Group = group;
        }

        if (table.OrderBy is { } order)
        {
            wire.OrderBy = order;
        }

        return wire;
    }

    private static TableReading FromWire(Wire.TableReading? wire) => wire is null ? new() : new()
    {
        Format = FromWire(wire.Format),
        Features = FromWire(wire.Features),
        Exclude = [.. wire.Exclude],
        Missing = Choices.MissingValues.Parse(wire.Missing),
        MissingTexts = FromWire(wire.MissingTexts) ?? [],
        Categorical = wire.Categorical is { } categorical ? [.. categorical.Columns.Select(FromWire)] : null,
        Ordinal = [.. wire.Ordinal.Select(FromWire)],
        Classes = [.. wire.Classes],
        Fills = [.. wire.Fills.Select(fill => new ColumnFill(fill.Column, fill.Value))],
        Group = wire.HasGroup ? wire.Group : null,
        OrderBy = wire.HasOrderBy ? wire.OrderBy : null,
        FileBytes = [.. wire.FileBytes],
    };

    private static Wire.TextFormat ToWire(TextFormat format)
    {
        var wire = new Wire.TextFormat { Quote = format.Quote.ToString(), Decimal = format.Decimal.ToString() };
        if (format.Delimiter is { } delimiter)
        {
            wire.Delimiter = delimiter;
        }

        if (format.Header is { } header)
        {
            wire.Header = header;
        }

        if (format.Comment is { } comment)
        {
            wire.Comment = comment.ToString();
        }

        if (format.Encoding is { } encoding)
        {
            wire.Encoding = encoding;
        }

        return wire;
    }

    private static TextFormat FromWire(Wire.TextFormat wire) => new()
    {
        Delimiter = wire.HasDelimiter ? wire.Delimiter : null,
        Header = wire.HasHeader ? wire.Header : null,
        Comment = wire.HasComment ? CharacterOf(wire.Comment) : null,
        Quote = CharacterOf(wire.Quote),
        Encoding = wire.HasEncoding ? wire.Encoding : null,
        Decimal = CharacterOf(wire.Decimal),
    };

    private static char CharacterOf(string text) => text.Length == 1 ? text[0] : throw new FormatException($"'{text}' is not one character.");

    private static Wire.Names? ToWire(ValueList<string>? names) => names is null ? null : new Wire.Names { Names_ = { names } };

    private static ValueList<string>? FromWire(Wire.Names? wire) => wire is null ? null : [.. wire.Names_];

    private static Wire.ColumnLevels ToWire(ColumnLevels column) => new() { Column = column.Column, Levels = { column.Levels } };

    private static ColumnLevels FromWire(Wire.ColumnLevels wire) => new(wire.Column, [.. wire.Levels]);
}
