using System.Collections.Immutable;
using System.Globalization;
using CsCheck;
using CsvHelper;
using NNOptim.Experiments;
using NNOptim.Training.Datasets.Tables;
using NNOptim.Training.Datasets.Tables.Reading;

namespace NNOptim.Worker.Tests.Training.Tables;

/// <summary>Tables that the CSV library writes are read back as they were.</summary>
public class TableRoundTripTests
{
    private static readonly Gen<string> Text =
        Gen.OneOf("a", "B", "7", "ä", "\U0001F600", ",", ";", "\"", "\r", "\n", " ", "\t", "#", "=", "'").Array[0, 8].Select(string.Concat);

    private static readonly Gen<string> Cell = Gen.OneOf(
        Text,
        Gen.Double.Where(double.IsFinite).Select(number => number.ToString("R", CultureInfo.InvariantCulture)),
        Gen.Int[-99, 99].Select(number => $"{number}"),
        Gen.Const(""));

    private static readonly Gen<CsvWriterOptions> Dialect = Gen.Select(
        Gen.OneOf("\n", "\r\n", "\r"),
        Gen.OneOf(',', ';', '\t', '|'),
        Gen.Bool,
        (newLine, separator, mark) => new CsvWriterOptions { NewLine = newLine, Separator = separator, Quoting = CsvQuoting.Always, WriteByteOrderMark = mark });

    private static readonly Gen<(string[][] Rows, CsvWriterOptions Dialect)> Written =
        Gen.Select(Gen.Int[2, 6], Gen.Int[1, 30], Dialect).SelectMany((columns, rows, dialect) => Cell.Array[columns].Array[rows].Select(cells => (cells, dialect)));

    [Fact]
    public void Cells_are_read_as_they_were_written() =>
        Written.Sample(
            file =>
            {
                var table = DelimitedText.Read([new("f", Write(file.Rows, file.Dialect))], Request(file.Rows[0].Length, $"{file.Dialect.Separator}"));
                Enumerable.Range(0, table.Rows).Select(row => table.Columns.Select(column => column.Levels[column.Codes![row]]).ToArray()).ShouldBe(file.Rows);
                foreach (var column in table.Columns)
                {
                    var numbers = file.Rows.Select(row => double.TryParse(row[column.Number - 1], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN);
                    column.Numbers.Select(BitConverter.DoubleToInt64Bits).ShouldBe(numbers.Select(BitConverter.DoubleToInt64Bits));
                    column.TextCount.ShouldBe(column.Numbers.Count(double.IsNaN));
                }
            },
            iter: 300);

    [Fact]
    public void A_detected_delimiter_gives_the_same_cells() =>
        Written.Sample(
            file =>
            {
                var bytes = Write(file.Rows, file.Dialect);
                DelimitedText.Read([new("f", bytes)], Request(file.Rows[0].Length, null)).Format.Delimiter.ShouldBe($"{file.Dialect.Separator}");
            },
            iter: 300);

    [Fact]
    public void Several_files_are_the_same_table_as_one() =>
        Gen.Select(Written, Gen.Int[0, 30]).Sample(
            (file, cut) =>
            {
                var (columns, separator) = (file.Rows[0].Length, $"{file.Dialect.Separator}");
                ImmutableArray<TableFile> parts =
                [
                    .. ((string[][][])[file.Rows[..Math.Min(cut, file.Rows.Length)], file.Rows[Math.Min(cut, file.Rows.Length)..]]).Where(rows => rows.Length > 0)
                        .Select((rows, part) => new TableFile($"{part}", Write(rows, file.Dialect))),
                ];
                var whole = DelimitedText.Read([new("f", Write(file.Rows, file.Dialect))], Request(columns, separator));
                var joined = DelimitedText.Read(parts, Request(columns, separator));
                joined.Rows.ShouldBe(whole.Rows);
                for (var column = 0; column < columns; column++)
                {
                    joined.Columns[column].Codes.ShouldBe(whole.Columns[column].Codes);
                    joined.Columns[column].Levels.ShouldBe(whole.Columns[column].Levels);
                    joined.Columns[column].Numbers.ShouldBe(whole.Columns[column].Numbers);
                }
            },
            iter: 200);

    private static TableRequest Request(int columns, string? delimiter) =>
        new(new TextFormat { Delimiter = delimiter, Header = false }, [], ValueList.Create<string>([.. Enumerable.Range(1, columns).Select(number => $"{number}")]));

    private static byte[] Write(string[][] rows, CsvWriterOptions dialect)
    {
        using var stream = new MemoryStream();
        using (var csv = CsvWriter.Create(stream, dialect))
        {
            foreach (var row in rows)
            {
                csv.WriteRecord(row);
            }
        }

        return stream.ToArray();
    }
}
