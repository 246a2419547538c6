using System.Globalization;
using System.Text;
using CsvHelper;
using NNOptim.Experiments;
using NNOptim.Files;

namespace NNOptim.Training.Datasets;

/// <summary>Reads comma-separated files (RFC 4180): a header, then one example per line. Every value is a finite number.</summary>
internal sealed class CsvDataset
{
    private const int MostClasses = 10_000;

    private static readonly CsvReaderOptions Options = new()
    {
        Separator = ',',
        HasHeader = false,
        TrimWhitespace = true,
        TrackLineNumbers = true,
        MaxRecordSize = DatasetLimits.MostRecordBytes,
    };

    private readonly string path;
    private readonly LearningTask task;
    private readonly string[] header;
    private readonly int labelColumn;
    private readonly ErrorList errors = new();
    private readonly List<double> inputs = [];
    private readonly List<double> labels = [];

    private CsvDataset(DatasetSpecification specification, CsvReader record)
    {
        path = specification.Path!;
        task = specification.Task;
        var line = record.LineNumber;
        if (record.FieldCount > DatasetLimits.MostFeatures)
        {
            throw new DatasetException($"{path}:{line}: there are {record.FieldCount} columns; at most {DatasetLimits.MostFeatures} are allowed.");
        }

        header = [.. Enumerable.Range(0, record.FieldCount).Select(record.GetString)];
        labelColumn = specification.LabelColumn is { } name ? Array.IndexOf(header, name) : header.Length - 1;
        if (labelColumn < 0)
        {
            errors.Add($"{path}:{line}: there is no column '{Excerpt.Shorten(specification.LabelColumn!)}'; the columns are {Excerpt.OfList(header)}.");
        }

        if (header.Length < 2)
        {
            errors.Add($"{path}:{line}: there is one column; at least one feature and the label are needed.");
        }
        else if (specification.LabelColumn is null && header.All(IsNumber))
        {
            errors.Add($"{path}:{line}: the first line has numbers only; a header is needed. If these are the columns' names, name the label's column.");
        }

        foreach (var repeated in header.GroupBy(column => column).Where(group => group.Count() > 1))
        {
            errors.Add($"{path}:{line}: the column '{Excerpt.Shorten(repeated.Key)}' is there {repeated.Count()} times; each needs a name of its own.");
        }

        errors.ThrowIfAny();
    }

    /// <summary>Reads the file. The label column is the specification's, or the last one.</summary>
    /// <exception cref="DatasetException">The file cannot be read, has changed, or has invalid content.</exception>
    public static Dataset Load(DatasetSpecification specification)
    {
        var content = DatasetFile.Read("dataset.path", specification.Path);
        DatasetFile.RequireSha256(specification.Sha256, specification.Path!, content);
        CsvMalformedRecord? malformed = null;

        // The reader limits the size of a record in a stream, but not in an array.
        using var stream = new MemoryStream(content);
        using var reader = CsvReader.Create(stream, Options with { OnMalformedRecord = record => malformed = record });
        try
        {
            if (!reader.Read())
            {
                throw new DatasetException($"{specification.Path}:1: the file has blank lines alone; a header is needed.");
            }

            if (malformed is { } fault)
            {
                throw new DatasetException($"{specification.Path}:{reader.LineNumber}: {FaultOf(fault, reader, [])}");
            }

            var file = new CsvDataset(specification, reader);
            while (reader.Read())
            {
                file.Add(reader, malformed);
                malformed = null;
            }

            return file.Finish();
        }
        catch (CsvFormatException error)
        {
            throw new DatasetException(
                $"{specification.Path}:{error.LineNumber}: the record that begins on this line has more than {DatasetLimits.MostRecordBytes} bytes, the most allowed. Perhaps a quotation mark is not closed.");
        }
    }

    /// <summary>Describes a wrong quotation mark in a record: its column, the value, and what is allowed.</summary>
    private static string FaultOf(CsvMalformedRecord malformed, CsvReader record, string[] header)
    {
        var column = 0;
        for (var end = record.ByteOffset; column < record.FieldCount - 1; column++)
        {
            end += record.GetRawSpan(column).Length + 1;
            if (malformed.ByteOffset < end)
            {
                break;
            }
        }

        var value = Shown(record.GetRawSpan(column));
        return $"column {(column < header.Length ? $"'{Excerpt.Shorten(header[column])}'" : column + 1)}: " + malformed.Reason switch
        {
            CsvMalformedReason.UnterminatedQuote => $"the value that begins with '{value}' has no closing quotation mark; one is needed.",
            CsvMalformedReason.TextAfterClosingQuote => $"'{value}' goes on after its closing quotation mark; a comma or the end of the line must follow it.",
            _ => $"'{value}' has a quotation mark inside; only a quoted value may have one, which is doubled.",
        };
    }

    /// <summary>The beginning of a value. Does not decode the rest, which may be long.</summary>
    private static string Shown(ReadOnlySpan<byte> value)
    {
        const int MostBytes = 4 * (Excerpt.MostCharacters + 1);
        return Excerpt.Shorten(Encoding.UTF8.GetString(value[..Math.Min(value.Length, MostBytes)]));
    }

    private static bool IsNumber(string field) => double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private void Add(CsvReader record, CsvMalformedRecord? malformed)
    {
        if (malformed is { } fault)
        {
            errors.Add($"{path}:{record.LineNumber}: {FaultOf(fault, record, header)}");
            return;
        }

        if (record.FieldCount != header.Length)
        {
            errors.Add($"{path}:{record.LineNumber}: the number of values is {record.FieldCount}; the header has {header.Length} columns.");
            return;
        }

        if (inputs.Count > DatasetLimits.MostRead - header.Length)
        {
            throw new DatasetException($"{path}:{record.LineNumber}: the file has more than {DatasetLimits.MostRead} numbers, and no more are read.");
        }

        for (var column = 0; column < header.Length; column++)
        {
            var text = record.GetSpan(column);
            if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
            {
                errors.Add($"{path}:{record.LineNumber}: column '{Excerpt.Shorten(header[column])}': '{Shown(text)}' is not a finite number.");
            }
            else if (column != labelColumn)
            {
                inputs.Add(value);
            }
            else if (task == LearningTask.Classification && (value != Math.Floor(value) || value is < 0 or >= MostClasses))
            {
                errors.Add($"{path}:{record.LineNumber}: label column '{Excerpt.Shorten(header[column])}': '{Shown(text)}' is not a class; classes are whole numbers from 0 to {MostClasses - 1}.");
            }
            else
            {
                labels.Add(value);
            }
        }
    }

    private Dataset Finish()
    {
        if (errors.IsEmpty && labels.Count < 2)
        {
            errors.Add($"{path}: the number of examples is {labels.Count}; at least 2 are needed.");
        }

        if (errors.IsEmpty && task == LearningTask.Classification && labels.Max() < 1)
        {
            errors.Add($"{path}: label column '{Excerpt.Shorten(header[labelColumn])}': every label is 0; at least two classes are needed.");
        }

        errors.ThrowIfAny();
        return new Dataset
        {
            Inputs = [.. inputs],
            Labels = [.. labels],
            FeatureNames = [.. header.Where((_, column) => column != labelColumn)],
            Task = task,
            Classes = task == LearningTask.Classification ? (int)labels.Max() + 1 : 0,
        };
    }
}
