using CsCheck;
using CsvHelper;
using NNOptim.Experiments;
using NNOptim.Training.Datasets;

namespace NNOptim.Worker.Tests.Training;

/// <summary>Files that the CSV library writes are read back as they were.</summary>
public class CsvRoundTripTests
{
    private static readonly Gen<string> Name = Gen.OneOf("a", "B", "7", "ä", "\U0001F600", ",", "\"", " ", ";", "#", "=").Array[1, 12].Select(string.Concat)
        .Where(name => name.Length > 0 && name == name.Trim() && !name.All(char.IsAsciiDigit));

    private static readonly Gen<double> Number = Gen.OneOf(
        Gen.Double.Where(number => Math.Abs(number) <= 1e150),
        Gen.OneOf(0.0, -0.0, double.Epsilon, 1e150, -1e150, 1e-300, 0.1, 100));

    private static readonly Gen<CsvWriterOptions> Dialect = Gen.Select(
        Gen.OneOf("\n", "\r\n", "\r"),
        Gen.OneOf(CsvQuoting.Always, CsvQuoting.WhenNeededOrWhitespace),
        Gen.Bool,
        (newLine, quoting, mark) => new CsvWriterOptions { NewLine = newLine, Quoting = quoting, WriteByteOrderMark = mark });

    [Fact]
    public void Names_and_numbers_are_read_as_they_were_written() =>
        Gen.Select(Name.Array[1, 8], Gen.Int[2, 300], Dialect).SelectMany((names, rows, dialect) =>
            Number.Array[names.Length * rows].Select(numbers => (names, rows, dialect, numbers))).Sample(
            file =>
            {
                string[] names = [.. file.names.Distinct()];
                var numbers = file.numbers[..(names.Length * file.rows)];
                using var written = new TemporaryFile(Write([.. names, "the label"], numbers, file.dialect));

                var read = DatasetLoader.Load(new() { Kind = DatasetKind.Csv, Path = written.Path, Table = new() { Format = new() { Header = true, Delimiter = "," } } }).Train;

                read.FeatureNames.ShouldBe(names);
                read.Inputs.Select(BitConverter.DoubleToInt64Bits).ShouldBe(numbers.Select(BitConverter.DoubleToInt64Bits));
                read.Labels.ShouldBe(Enumerable.Range(0, file.rows).Select(row => (double)(row % 2)));
            },
            iter: 200);

    private static byte[] Write(string[] header, double[] numbers, CsvWriterOptions dialect)
    {
        using var stream = new MemoryStream();
        using (var csv = CsvWriter.Create(stream, dialect))
        {
            csv.WriteRecord(header);
            var features = header.Length - 1;
            for (var row = 0; row < numbers.Length / features; row++)
            {
                foreach (var number in numbers.AsSpan(row * features, features))
                {
                    csv.WriteField(number);
                }

                csv.WriteField(row % 2);
                csv.EndRecord();
            }
        }

        return stream.ToArray();
    }
}
