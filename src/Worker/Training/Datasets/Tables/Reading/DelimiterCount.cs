using NNOptim.Experiments;

namespace NNOptim.Training.Datasets.Tables.Reading;

/// <summary>How often a candidate for the delimiter occurs in the records of a sample.</summary>
/// <param name="Delimiter">The candidate.</param>
/// <param name="Faults">The number of records with wrong quotation marks, were it the delimiter.</param>
/// <param name="Records">The number of the other records, for each number of delimiters in a record.</param>
internal sealed record DelimiterCount(string Delimiter, int Faults, SortedDictionary<int, int> Records)
{
    /// <summary>Whether every record has it equally often, at least once.</summary>
    public bool IsSteady => Records.Count == 1 && Records.First().Key > 0;

    /// <summary>Whether more than half of the records have it equally often, at least once.</summary>
    public bool IsUsual => Records.Any(count => count.Key > 0 && 2 * count.Value > Records.Values.Sum());

    /// <summary>Counts a candidate.</summary>
    /// <param name="sample">The beginning of a file; that of a format with whitespace has tabs.</param>
    /// <param name="isCut">Whether the last record may be incomplete.</param>
    /// <param name="format">The format with the candidate.</param>
    public static DelimiterCount Of(TextContent sample, bool isCut, TextFormat format)
    {
        var (faults, counts) = (0, new SortedDictionary<int, int>());
        using var records = new RecordReader(sample, format);
        (int Count, bool IsMalformed)? last = null;
        while (records.Read())
        {
            Commit();
            last = (records.Count - 1, records.IsMalformed);
        }

        if (!isCut || (counts.Count == 0 && faults == 0))
        {
            Commit();
        }

        return new DelimiterCount(format.Delimiter!, faults, counts);

        void Commit()
        {
            if (last is { IsMalformed: true })
            {
                faults++;
            }
            else if (last is { } record)
            {
                counts[record.Count] = counts.GetValueOrDefault(record.Count) + 1;
            }
        }
    }

    /// <summary>The numbers in words, such as "from 1 to 3 ';'".</summary>
    public override string ToString()
    {
        var name = Delimiter == "\t" ? "tabs" : $"'{Delimiter}'";
        return Records.Count switch
        {
            0 => $"no {name}",
            1 => $"{Records.First().Key} {name}",
            _ => $"from {Records.First().Key} to {Records.Last().Key} {name}",
        };
    }
}
