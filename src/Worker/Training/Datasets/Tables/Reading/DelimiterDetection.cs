using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.Training.Datasets.Tables.Reading;

/// <summary>Detects the delimiter from the first lines of a file.</summary>
internal static class DelimiterDetection
{
    private const int SampleBytes = 64 << 10;
    private const int LeastLines = 2;
    private const string Tab = "\t";
    private const string Comma = ",";

    /// <summary>The candidates, the one to prefer first: a comma may be in numbers or sentences.</summary>
    private static readonly ImmutableArray<string> Candidates = [";", Tab, "|", Comma];

    /// <summary>The delimiter: the one that every line has equally often.</summary>
    /// <exception cref="DatasetException">There is none.</exception>
    public static string Detect(TextContent content, TextFormat format)
    {
        var (sample, isCut) = SampleOf(content);
        ImmutableArray<DelimiterCount> counts =
        [
            .. Candidates.Where(candidate => MayBe(candidate, format)).Select(candidate => DelimiterCount.Of(sample, isCut, format with { Delimiter = candidate })),
        ];
        var fewestFaults = counts.Min(count => count.Faults);
        ImmutableArray<DelimiterCount> sound = [.. counts.Where(count => count.Faults == fewestFaults)];

        // Of a file without records, the reader tells so.
        if (sound.FirstOrDefault(count => count.IsSteady) is { } steady)
        {
            return steady.Delimiter == Tab && IsAligned(sample) && Whitespace() is { IsSteady: true } aligned && aligned.Records.First().Key > steady.Records.First().Key
                ? TextFormat.Whitespace
                : steady.Delimiter;
        }

        if (counts.All(count => count.Records.Count == 0 && count.Faults == 0))
        {
            return Comma;
        }

        var tabbed = Whitespace();
        if (tabbed.IsSteady && tabbed.Faults <= fewestFaults)
        {
            return TextFormat.Whitespace;
        }

        // Lines that differ from most others are errors, which the reader tells line by line.
        ImmutableArray<DelimiterCount> usual = [.. sound.Where(count => count.IsUsual)];
        return usual is [var only]
            ? only.Delimiter
            : throw new DatasetException(
                $"{content.Path}: the delimiter is not clear: the first lines have {string.Join(", ", counts)} each. Give delimiter.");

        DelimiterCount Whitespace() =>
            DelimiterCount.Of(WhitespaceText.Tabbed(sample, format.Quote, format.Comment), isCut, format with { Delimiter = TextFormat.Whitespace });
    }

    /// <summary>Whether spaces align cells: two or more stand beside each other. Then a tab is one of several kinds of space.</summary>
    private static bool IsAligned(TextContent sample) => sample.Utf8.AsSpan().IndexOf("  "u8) >= 0;

    private static bool MayBe(string candidate, TextFormat format) =>
        candidate[0] != format.Decimal && candidate[0] != format.Quote && candidate[0] != format.Comment;

    /// <summary>The first lines: 64 KiB of them, or at least two lines.</summary>
    private static (TextContent Sample, bool IsCut) SampleOf(TextContent content)
    {
        var text = content.Utf8;
        if (text.Count <= SampleBytes)
        {
            return (content, false);
        }

        var end = text.AsSpan(0, SampleBytes).LastIndexOfAny((byte)'\n', (byte)'\r') + 1;
        while (TextContent.LineOf(text, end) <= LeastLines && end < text.Count)
        {
            var rest = text.AsSpan(end).IndexOfAny((byte)'\n', (byte)'\r');
            end = rest < 0 ? text.Count : end + rest + 1;
        }

        return (content with { Utf8 = text[..end] }, end < text.Count);
    }
}
