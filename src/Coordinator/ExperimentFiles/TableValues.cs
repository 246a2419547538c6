using System.Globalization;
using NNOptim.ExperimentFiles.Keys;
using NNOptim.Experiments;

namespace NNOptim.ExperimentFiles;

/// <summary>Converts how a table becomes examples from and to the values of keys.</summary>
internal static class TableValues
{
    /// <summary>The reading that the keys describe.</summary>
    /// <param name="one">The value of a key; null when it is absent.</param>
    public static TableReading Read(Func<string, GivenValue?> one) => new()
    {
        Format = FormatOf(one),
        Label = Text(one(DatasetKeys.Label)),
        Features = one(DatasetKeys.Features)?.Value is ParameterValue.Integer number ? [number.ToString()] : Texts(one(DatasetKeys.Features)),
        Exclude = Texts(one(DatasetKeys.Exclude)) ?? [],
        Missing = Choices.MissingValues.Parse(Text(one(DatasetKeys.Missing))!),
        MissingTexts = Texts(one(DatasetKeys.MissingTexts)) ?? TableReading.UsualMissingValues,
        Categorical = (one(DatasetKeys.Categorical)?.Value as ParameterValue.Levels)?.Columns,
        Ordinal = (one(DatasetKeys.Ordinal)?.Value as ParameterValue.Levels)?.Columns ?? [],
        Classes = Texts(one(DatasetKeys.Classes)) ?? [],
        Fills = [.. ((one(DatasetKeys.Fill)?.Value as ParameterValue.Levels)?.Columns ?? []).Select(fill => new ColumnFill(fill.Column, fill.Levels[0]))],
        Group = Text(one(DatasetKeys.Group)),
        OrderBy = Text(one(DatasetKeys.OrderBy)),
        FileBytes = [.. (Texts(one(DatasetKeys.FileBytes)) ?? []).Select(size => long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : 0)],
    };

    /// <summary>The value of a key; null when the file omits the key.</summary>
    public static ParameterValue? ValueOf(TableReading table, string path)
    {
        var format = table.Format;
        return path switch
        {
            DatasetKeys.Delimiter => Name(format.Delimiter ?? CategoricalType.Auto),
            DatasetKeys.Header => Name(format.Header switch { true => "true", false => "false", null => CategoricalType.Auto }),
            DatasetKeys.Comment => Name(format.Comment?.ToString()),
            DatasetKeys.Quote => Name(format.Quote.ToString()),
            DatasetKeys.Encoding => Name(format.Encoding ?? CategoricalType.Auto),
            DatasetKeys.Decimal => Name(format.Decimal.ToString()),
            DatasetKeys.Label => Name(table.Label),
            DatasetKeys.Features => Texts(table.Features),
            DatasetKeys.Exclude => Texts(table.Exclude),
            DatasetKeys.Missing => Name(Choices.MissingValues.NameOf(table.Missing)),
            DatasetKeys.MissingTexts => new ParameterValue.Texts(table.MissingTexts),
            DatasetKeys.Categorical => table.Categorical is { } categorical ? new ParameterValue.Levels(categorical) : Name(CategoricalType.Auto),
            DatasetKeys.Ordinal => table.Ordinal.Count == 0 ? null : new ParameterValue.Levels(table.Ordinal),
            DatasetKeys.Classes => Texts(table.Classes),
            DatasetKeys.Fill => table.Fills.Count == 0 ? null : new ParameterValue.Levels([.. table.Fills.Select(fill => new ColumnLevels(fill.Column, [fill.Value]))]),
            DatasetKeys.Group => Name(table.Group),
            DatasetKeys.OrderBy => Name(table.OrderBy),
            DatasetKeys.FileBytes => Texts([.. table.FileBytes.Select(bytes => bytes.ToString(CultureInfo.InvariantCulture))]),
            _ => throw new ArgumentOutOfRangeException(nameof(path), path, "This key is none of a table's."),
        };
    }

    /// <summary>The texts of a list; null when the value is absent or no list.</summary>
    public static ValueList<string>? Texts(GivenValue? value) => (value?.Value as ParameterValue.Texts)?.Items;

    private static TextFormat FormatOf(Func<string, GivenValue?> one)
    {
        var usual = new TextFormat();
        return new()
        {
            Delimiter = Detected(one(DatasetKeys.Delimiter)),
            Header = Detected(one(DatasetKeys.Header)) is { } header ? header == "true" : null,
            Comment = Text(one(DatasetKeys.Comment))?[0],
            Quote = Text(one(DatasetKeys.Quote))?[0] ?? usual.Quote,
            Encoding = Detected(one(DatasetKeys.Encoding)),
            Decimal = Text(one(DatasetKeys.Decimal))?[0] ?? usual.Decimal,
        };
    }

    private static string? Text(GivenValue? value) => value?.Value.ToString();

    private static string? Detected(GivenValue? value) => Text(value) is { } text && text != CategoricalType.Auto ? text : null;

    private static ParameterValue.Name? Name(string? text) => text is null ? null : new(text);

    private static ParameterValue.Texts? Texts(ValueList<string>? texts) => texts is null or { Count: 0 } ? null : new(texts);
}
