using System.Globalization;
using NNOptim.Experiments;
using NNOptim.Files;

namespace NNOptim.Training.Datasets;

/// <summary>Reads comma-separated files (RFC 4180): a header, then one example a line, every value a finite number.</summary>
internal sealed class CsvDataset
{
    private const int MostClasses = 10_000;

    private readonly string path;
    private readonly LearningTask task;
    private readonly string[] header;
    private readonly int labelColumn;
    private readonly ErrorList errors = new();
    private readonly List<double> inputs = [];
    private readonly List<double> labels = [];

    private CsvDataset(DatasetSpecification specification, string[] header)
    {
        path = specification.Path!;
        task = specification.Task;
        this.header = header;
        labelColumn = specification.LabelColumn is { } name ? Array.IndexOf(header, name) : header.Length - 1;
        if (labelColumn < 0)
        {
            errors.Add($"{path}:1: there is no column '{Excerpt.Shorten(specification.LabelColumn!)}'; the columns are {Excerpt.OfList(header)}.");
        }

        if (header.Length < 2)
        {
            errors.Add($"{path}:1: there is one column; at least one feature and the label are needed.");
        }
        else if (specification.LabelColumn is null && header.All(IsNumber))
        {
            errors.Add($"{path}:1: the first line has numbers only; a header is needed. If these are the columns' names, name the label's column.");
        }

        if (header.Length > DatasetLimits.MostFeatures)
        {
            errors.Add($"{path}:1: there are {header.Length} columns; at most {DatasetLimits.MostFeatures} are allowed.");
        }

        foreach (var repeated in header.GroupBy(column => column).Where(group => group.Count() > 1))
        {
            errors.Add($"{path}:1: the column '{Excerpt.Shorten(repeated.Key)}' is there {repeated.Count()} times; each needs a name of its own.");
        }

        errors.ThrowIfAny();
    }

    /// <summary>Reads the file. The label column is the specification's, or the last.</summary>
    /// <exception cref="DatasetException">It cannot be read, has changed, or has invalid content.</exception>
    public static Dataset Load(DatasetSpecification specification)
    {
        var content = DatasetFile.Read("dataset.path", specification.Path);
        DatasetFile.RequireSha256(specification.Sha256, specification.Path!, content);
        RequireShortLines(specification.Path!, content);
        using var reader = new StreamReader(new MemoryStream(content));
        using var records = CsvRecords.Read(specification.Path!, reader).GetEnumerator();
        if (!records.MoveNext())
        {
            throw new DatasetException($"{specification.Path}:1: the file has blank lines alone; a header is needed.");
        }

        var file = new CsvDataset(specification, records.Current.Fields);
        while (records.MoveNext())
        {
            file.Add(records.Current.Fields, records.Current.Line);
        }

        return file.Finish();
    }

    /// <summary>Limits the length of a line before it is read, since a file without line ends would be one line.</summary>
    private static void RequireShortLines(string path, byte[] content)
    {
        var rest = content.AsSpan();
        for (var line = 1; !rest.IsEmpty; line++)
        {
            var end = rest.IndexOfAny((byte)'\n', (byte)'\r');
            var length = end < 0 ? rest.Length : end;
            if (length > DatasetLimits.MostLineBytes)
            {
                throw new DatasetException($"{path}:{line}: the line has {length} bytes; at most {DatasetLimits.MostLineBytes} are allowed.");
            }

            var next = end < 0 ? length : end + (rest[end..].StartsWith("\r\n"u8) ? 2 : 1);
            rest = rest[next..];
        }
    }

    private static bool IsNumber(string field) => double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private void Add(string[] fields, int line)
    {
        if (fields.Length != header.Length)
        {
            errors.Add($"{path}:{line}: the number of values is {fields.Length}; the header has {header.Length} column{(header.Length == 1 ? "" : "s")}.");
            return;
        }

        if (inputs.Count > DatasetLimits.MostRead - fields.Length)
        {
            throw new DatasetException($"{path}:{line}: the file has more than {DatasetLimits.MostRead} numbers, and no more are read.");
        }

        for (var column = 0; column < fields.Length; column++)
        {
            if (!double.TryParse(fields[column], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
            {
                errors.Add($"{path}:{line}: column '{Excerpt.Shorten(header[column])}': '{Excerpt.Shorten(fields[column])}' is not a finite number.");
            }
            else if (column != labelColumn)
            {
                inputs.Add(value);
            }
            else if (task == LearningTask.Classification && (value != Math.Floor(value) || value is < 0 or >= MostClasses))
            {
                errors.Add($"{path}:{line}: label column '{Excerpt.Shorten(header[column])}': '{Excerpt.Shorten(fields[column])}' is not a class; classes are whole numbers from 0 to {MostClasses - 1}.");
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
