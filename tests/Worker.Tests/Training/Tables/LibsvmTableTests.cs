using System.Text;
using NNOptim.Training.Datasets;
using NNOptim.Training.Datasets.Tables;
using NNOptim.Training.Datasets.Tables.Reading;

namespace NNOptim.Worker.Tests.Training.Tables;

/// <summary>Files of the format of LIBSVM.</summary>
public class LibsvmTableTests
{
    [Fact]
    public void Values_that_are_not_written_are_zero()
    {
        var table = Read("+1 1:0.5 3:-2e1  # note\r\n\r\n# 2 1:1\n-1\t2:7\n0\n");
        table.Names().ShouldBe(["label", "1", "2", "3"]);
        table.Columns.Select(column => column.Number).ShouldBe([1, 2, 3, 4]);
        table.Rows.ShouldBe(3);
        table.Columns.Select(column => column.Numbers).ShouldBe([[1, -1, 0], [0.5, 0, 0], [0, 7, 0], [-20, 0, 0]]);
        table.Columns.ShouldAllBe(column => column.Codes == null);
        table.Notes.ShouldBeEmpty();
    }

    [Fact]
    public void An_index_of_0_is_told()
    {
        var table = Read("1 0:5\n2 2:6\n");
        table.Names().ShouldBe(["label", "0", "1", "2"]);
        table.Notes.ShouldBe(["the index 0 occurs; features are numbered from 0."]);
    }

    [Fact]
    public void A_label_may_be_a_text()
    {
        var label = Read("cat 1:5\n2 1:6\ncat\n").Columns[0];
        label.Levels.ShouldBe(["cat", "2"]);
        label.Codes.ShouldBe([0, 1, 0]);
        label.TextSamples[0].ShouldBe(new("f.svm:1", "cat"));
        Read("01 1:5\n1 1:6\n", "label").Columns[0].Levels.ShouldBe(["01", "1"]);
    }

    [Fact]
    public void Texts_of_features_are_written_where_they_are_asked_for() =>
        Read("1 1:5 2:1\n2 1:0.50\n", "1").Column("1").Levels.ShouldBe(["5", "0.5"]);

    [Fact]
    public void Missing_values_are_counted()
    {
        var column = Read("1 1:NA\n? 1:6\n").Columns;
        (column[0].MissingCount, column[0].MissingSamples.ShouldHaveSingleItem()).ShouldBe((1, new CellSample("f.svm:2", "?")));
        (column[1].MissingCount, column[1].MissingSamples.ShouldHaveSingleItem()).ShouldBe((1, new CellSample("f.svm:1", "NA")));
        column[1].Numbers.ShouldBe([double.NaN, 6]);
    }

    [Theory]
    [InlineData("1 x:5", "f.svm:2: 'x:5' is not a pair index:value.")]
    [InlineData("1 5", "f.svm:2: '5' is not a pair index:value.")]
    [InlineData("1 qid:3 1:2", "f.svm:2: 'qid:3' is not a pair index:value.")]
    [InlineData("1 1.5:3", "f.svm:2: '1.5:3' is not a pair index:value.")]
    [InlineData("1 :3", "f.svm:2: ':3' is not a pair index:value.")]
    [InlineData("1 99999999999:3", "f.svm:2: '99999999999:3' is not a pair index:value.")]
    [InlineData("1 -1:3", "f.svm:2: '-1:3' has the index -1; indices are from 0 to 999999.")]
    [InlineData("1 1000000:3", "f.svm:2: '1000000:3' has the index 1000000; indices are from 0 to 999999.")]
    [InlineData("1 2:3 1:1 2:4", "f.svm:2: '2:4' has the index 2 again; a line has each index once.")]
    [InlineData("1 2:x", "f.svm:2: '2:x' has a value that is not a finite number.")]
    [InlineData("1 2:1e999", "f.svm:2: '2:1e999' has a value that is not a finite number.")]
    [InlineData("1 2:3:4", "f.svm:2: '2:3:4' has a value that is not a finite number.")]
    [InlineData("2:3 4:5", "f.svm:2: the line begins with '2:3'; a label must come first.")]
    [InlineData("1e999 2:3", "f.svm:2: column 'label': '1e999' is not a finite number.")]
    public void A_wrong_line_is_told(string line, string message) => Errors($"1 1:1\n{line}\n").ShouldBe([message]);

    [Fact]
    public void A_file_without_rows_is_refused() => Errors("# x\n\n").ShouldBe(["f.svm:1: the file has blank lines and comments alone; data are needed."]);

    [Fact]
    public void Sparse_rows_with_too_many_columns_are_refused() =>
        Errors(string.Concat(Enumerable.Repeat("1 999999:1\n", 300))).ShouldBe(
            ["f.svm:251: 251 rows of 999999 features are more than 250000000 numbers, and no more are read."]);

    [Fact]
    public void Several_files_are_one_table()
    {
        var table = LibsvmTable.Read([TableTexts.File("1 1:1", "1.svm"), TableTexts.File("2 3:4\n0 2:1\n", "2.svm")], TableTexts.Request());
        table.Rows.ShouldBe(3);
        table.Names().ShouldBe(["label", "1", "2", "3"]);
    }

    [Fact]
    public void Zero_bytes_are_refused() =>
        Should.Throw<DatasetException>(() => LibsvmTable.Read([new("f.svm", Encoding.Unicode.GetBytes("1 1:1\n"))], TableTexts.Request())).Message.ShouldContain("zero byte");

    private static Table Read(string text, params string[] texts) => LibsvmTable.Read([TableTexts.File(text, "f.svm")], TableTexts.Request(texts: texts));

    private static string[] Errors(string text) => TableTexts.Errors(() => Read(text));
}
