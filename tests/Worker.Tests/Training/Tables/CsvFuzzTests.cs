using System.Text.Json;
using NNOptim.Experiments;
using NNOptim.Training.Datasets;
using NNOptim.Training.Datasets.Tables;
using NNOptim.Training.Datasets.Tables.Reading;
using NNOptim.Worker.Tests.Training.Reference;

namespace NNOptim.Worker.Tests.Training.Tables;

/// <summary>Damaged CSV files are read as Python's csv module reads them, or refused.</summary>
public class CsvFuzzTests
{
    private const int MostColumns = 60;

    private static readonly ValueList<string> AllColumns = ValueList.Create<string>([.. Enumerable.Range(1, MostColumns).Select(number => $"{number}")]);

    [Fact]
    public void A_damaged_file_is_read_as_python_reads_it_or_refused()
    {
        var (read, refused) = (0, 0);
        foreach (var file in ReferenceData.Read("csv_reference.json").EnumerateArray())
        {
            string[][] expected = [.. file.GetProperty("rows").EnumerateArray().Select(row => row.EnumerateArray().Select(cell => cell.GetString()!).ToArray())];
            var bytes = file.GetProperty("bytes").GetBytesFromBase64();
            if (Read(bytes, FormatOf(file)) is { } table)
            {
                ShouldBeRows(table, expected, $"file {read + refused}");
                read++;
            }
            else
            {
                refused++;
            }
        }

        (read + refused).ShouldBe(200);
        read.ShouldBeGreaterThan(80);
        refused.ShouldBeGreaterThan(40);
    }

    [Fact]
    public void A_damaged_file_is_read_or_refused_when_everything_is_detected()
    {
        var read = 0;
        foreach (var file in ReferenceData.Read("csv_reference.json").EnumerateArray())
        {
            read += Read(file.GetProperty("bytes").GetBytesFromBase64(), new TextFormat { Quote = FormatOf(file).Quote }) is null ? 0 : 1;
        }

        read.ShouldBeGreaterThan(5);
    }

    private static TextFormat FormatOf(JsonElement file) => new()
    {
        Delimiter = file.GetProperty("delimiter").GetString(),
        Quote = file.GetProperty("quote").GetString()![0],
        Header = false,
    };

    /// <summary>The table; null when it is refused.</summary>
    private static Table? Read(byte[] bytes, TextFormat format)
    {
        try
        {
            return DelimitedText.Read([new TableFile("f.csv", bytes)], new TableRequest(format, [], AllColumns));
        }
        catch (DatasetException refusal)
        {
            refusal.Errors.ShouldAllBe(error => error.Length < 500 && !error.Contains('\n'));
            return null;
        }
    }

    private static void ShouldBeRows(Table table, string[][] expected, string file)
    {
        table.Rows.ShouldBe(expected.Length, file);
        for (var row = 0; row < expected.Length; row++)
        {
            expected[row].Length.ShouldBe(table.Columns.Length, file);
            for (var column = 0; column < expected[row].Length; column++)
            {
                var (cell, python) = (table.Columns[column].Cell(row), expected[row][column]);

                // Python keeps the blanks outside of quotation marks.
                (cell == python || cell == python.Trim(' ', '\t')).ShouldBeTrue($"{file}, row {row}, column {column}: '{cell}' is not '{python}'");
            }
        }
    }
}
