using NNOptim.Training.Datasets;
using NNOptim.Training.Datasets.Tables;
using NNOptim.Training.Datasets.Tables.Reading;
using Parquet.Schema;
using static NNOptim.Worker.Tests.Training.Tables.ParquetFiles;

namespace NNOptim.Worker.Tests.Training.Tables;

/// <summary>Parquet files.</summary>
public class ParquetTableTests
{
    [Fact]
    public void Numbers_of_every_type_are_read()
    {
        var table = Read(
            1,
            Values("double", 1.5, -2), Values("float", 0.1f, 3), Values("int", 1, -7), Values("long", 5L, 1L << 53), Values<short>("short", 1, -2), Values<sbyte>("sbyte", 1, -2),
            Values<byte>("byte", 1, 255), Values<ushort>("ushort", 1, 65535), Values<uint>("uint", 1, uint.MaxValue), Values<ulong>("ulong", 1, 2), Values("decimal", 1.25m, -3));
        table.Rows.ShouldBe(2);
        table.Columns.Select(column => column.Numbers).ShouldBe(
            [[1.5, -2], [0.1f, 3], [1, -7], [5, 9007199254740992], [1, -2], [1, -2], [1, 255], [1, 65535], [1, uint.MaxValue], [1, 2], [1.25, -3]]);
        table.Columns.ShouldAllBe(column => column.Codes == null && column.TextCount == 0 && column.MissingCount == 0);
        table.Notes.ShouldBeEmpty();
    }

    [Fact]
    public void Texts_dates_and_truth_values_are_texts()
    {
        var table = Read(
            1,
            Texts("text", "a", "1.5"), Values("bool", true, false), Values("date", new DateOnly(2024, 2, 29), new DateOnly(1, 1, 1)),
            Values("time", new DateTime(2024, 2, 29, 13, 5, 6, 500, DateTimeKind.Utc), new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc)));
        table.Columns.Select(column => column.Levels.ToArray()).ShouldBe(
            [["a", "1.5"], ["true", "false"], ["2024-02-29", "0001-01-01"], ["2024-02-29T13:05:06.5", "2024-01-01T00:00:00"]]);
        table.Columns.ShouldAllBe(column => column.TextCount == 2);
        table.Columns[0].TextSamples[1].ShouldBe(new CellSample("f.parquet: row 2", "1.5"));
    }

    [Fact]
    public void Nulls_and_the_texts_of_the_request_are_missing()
    {
        var table = Read(2, Nullables<int>("int", null, 5, null), Texts("text", "NA", null, "b"), Values("double", 1, double.NaN, 3), Nullables<bool>("bool", true, null, false));
        table.Rows.ShouldBe(6);
        table.Columns[0].Numbers.ShouldBe([double.NaN, 5, double.NaN, double.NaN, 5, double.NaN]);
        table.Columns[1].Codes.ShouldBe([-1, -1, 0, -1, -1, 0]);
        table.Columns[2].Numbers.ShouldBe([1, double.NaN, 3, 1, double.NaN, 3]);
        table.Columns[3].Codes.ShouldBe([0, -1, 1, 0, -1, 1]);
        table.Columns.Select(column => column.MissingCount).ShouldBe([4, 4, 2, 2]);
        table.Columns[2].MissingSamples.ShouldBe([new("f.parquet: row 2", "NaN"), new("f.parquet: row 5", "NaN")]);
    }

    [Fact]
    public void Numbers_that_are_not_finite_are_errors()
    {
        TableTexts.Errors(() => Read(1, Values("x", 1, double.PositiveInfinity, double.NegativeInfinity))).ShouldBe(
            ["f.parquet: row 2: column 'x': 'Infinity' is not a finite number.", "f.parquet: row 3: column 'x': '-Infinity' is not a finite number."]);
        TableTexts.Errors(() => ParquetTable.Read([File("f", 1, Values("x", double.NaN))], TableTexts.Request(missing: []))).ShouldBe(
            ["f: row 1: column 'x': 'NaN' is not a finite number."]);
    }

    [Fact]
    public void Whole_numbers_that_a_double_cannot_hold_are_told() =>
        Read(1, Values("id", 1L, (1L << 53) + 1)).Notes.ShouldHaveSingleItem().ShouldContain("column 'id': a whole number has more digits than a number can hold, such as 9007199254740993");

    [Fact]
    public void Texts_of_numbers_are_kept_where_they_are_asked_for()
    {
        var file = File("f", 1, Values("x", 1, 2, 1), Values("y", 0.5, 0.25, 0.5));
        var table = ParquetTable.Read([file], TableTexts.Request(texts: ["x", "2"]));
        table.Columns[0].Codes.ShouldBe([0, 1, 0]);
        table.Columns[1].Levels.ShouldBe(["0.5", "0.25"]);
        table.Columns[1].TextCount.ShouldBe(0);
    }

    [Fact]
    public void Several_files_are_one_table()
    {
        var first = File("1", 1, Values("x", 1, 2), Texts("y", "a", "b"));
        var table = ParquetTable.Read([first, File("2", 1, Values("x", 3), Texts("y", "a"))], TableTexts.Request());
        table.Columns[0].Numbers.ShouldBe([1, 2, 3]);
        table.Columns[1].Codes.ShouldBe([0, 1, 0]);
        TableTexts.Errors(() => ParquetTable.Read([first, File("2", 1, Values("x", 3), Texts("z", "a"))], TableTexts.Request())).ShouldBe(
            ["2: the names or types of the columns differ from those of 1."]);
        TableTexts.Errors(() => ParquetTable.Read([first, File("2", 1, Values("x", 3.5), Texts("y", "a"))], TableTexts.Request())).ShouldHaveSingleItem();
    }

    [Fact]
    public void Nested_and_binary_columns_are_refused_with_their_names()
    {
        TableTexts.Errors(() => ParquetTable.Read(
            [Empty("f", new DataField<int>("x"), new DataField<int[]>("many"), new StructField("pair", new DataField<int>("a"), new DataField<int>("b")))], TableTexts.Request()))
            .ShouldBe(["f: these columns are nested, and only plain ones are read: many, pair."]);
        TableTexts.Errors(() => Read(1, Bytes("raw", [1, 2]))).ShouldBe(
            ["f.parquet: column 'raw' is neither of numbers, texts, dates nor truth values, and is not read."]);
    }

    [Fact]
    public void A_damaged_file_is_read_or_refused()
    {
        var sound = File("f", 2, Nullables<int>("int", null, 5, 6), Texts("text", "a", "b", null), Values("double", 1.5, 2, 3)).Bytes;
        var refused = 0;
        for (var at = 4; at < sound.Length; at++)
        {
            foreach (var bytes in (byte[][])[sound[..at], [.. sound[..at], (byte)(sound[at] ^ 0xFF), .. sound[(at + 1)..]], [.. sound[..at], .. sound[(at + 1)..]]])
            {
                try
                {
                    ParquetTable.Read([new("f", bytes)], TableTexts.Request());
                }
                catch (DatasetException refusal)
                {
                    refusal.Errors.ShouldAllBe(error => error.StartsWith('f') && error.Length < 500 && !error.Contains('\n'));
                    refused++;
                }
            }
        }

        refused.ShouldBeGreaterThan(sound.Length);
    }

    private static Table Read(int groups, params ParquetFiles.Column[] columns) => ParquetTable.Read([File("f.parquet", groups, columns)], TableTexts.Request());
}
