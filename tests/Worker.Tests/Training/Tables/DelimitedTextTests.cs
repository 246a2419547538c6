using System.Text;
using NNOptim.Experiments;
using NNOptim.Training.Datasets;
using NNOptim.Training.Datasets.Tables.Reading;

namespace NNOptim.Worker.Tests.Training.Tables;

/// <summary>Cells, columns and their errors.</summary>
public class DelimitedTextTests
{
    private static readonly TextFormat WithHeader = new() { Header = true, Delimiter = "," };

    [Fact]
    public void Numbers_texts_and_missing_values_are_kept_apart()
    {
        var table = TableTexts.Read("size,colour,weight\r\n1.5,red,\r\n\r\n-3e2, blue ,7\r\n0,,?\r\n");

        table.Names().ShouldBe(["size", "colour", "weight"]);
        table.Rows.ShouldBe(3);
        table.Columns.Select(column => column.Number).ShouldBe([1, 2, 3]);
        table.Column("size").Numbers.ShouldBe([1.5, -300, 0]);
        table.Column("size").Codes.ShouldBeNull();
        var colour = table.Column("colour");
        colour.Numbers.ShouldAllBe(number => double.IsNaN(number));
        colour.Levels.ShouldBe(["red", "blue"]);
        colour.Codes.ShouldBe([0, 1, -1]);
        (colour.TextCount, colour.MissingCount).ShouldBe((2, 1));
        colour.TextSamples.ShouldBe([new("f.csv:2", "red"), new("f.csv:4", "blue")]);
        colour.MissingSamples.ShouldBe([new("f.csv:5", "")]);
        table.Column("weight").MissingSamples.ShouldBe([new("f.csv:2", ""), new("f.csv:5", "?")]);
        table.Format.ShouldBe(new TextFormat { Delimiter = ",", Header = true, Encoding = "utf-8" });
        table.Notes.ShouldBeEmpty();
    }

    [Fact]
    public void A_column_that_turns_out_to_have_text_keeps_every_cell_as_it_is_written()
    {
        var table = TableTexts.Read("x,id\n1,007\n2,1.50\n3,?\n4,1e1\n5,A7\n", WithHeader);
        var id = table.Column("id");
        id.Levels.ShouldBe(["007", "1.50", "1e1", "A7"]);
        id.Codes.ShouldBe([0, 1, -1, 2, 3]);
        id.Numbers.ShouldBe([7, 1.5, double.NaN, 10, double.NaN]);
        id.TextCount.ShouldBe(1);
    }

    [Theory]
    [InlineData("id")]
    [InlineData("2")]
    public void Texts_of_numbers_are_kept_where_they_are_asked_for(string name)
    {
        var table = TableTexts.Read("x,id\n1,07\n2,7\n3,07\n", WithHeader, name);
        table.Column("id").Levels.ShouldBe(["07", "7"]);
        table.Column("id").Codes.ShouldBe([0, 1, 0]);
        table.Column("id").TextCount.ShouldBe(0);
        table.Column("x").Codes.ShouldBeNull();
    }

    [Fact]
    public void Few_samples_of_a_column_are_kept_but_all_are_counted()
    {
        var column = TableTexts.Read("x,y\n" + string.Concat(Enumerable.Repeat("a,\n", 10)), WithHeader).Columns;
        (column[0].TextCount, column[0].TextSamples.Length).ShouldBe((10, 3));
        (column[1].MissingCount, column[1].MissingSamples.Length).ShouldBe((10, 3));
    }

    [Fact]
    public void The_values_that_mean_missing_are_those_of_the_request()
    {
        var table = DelimitedText.Read([TableTexts.File("x,y\n-1,\n-999,NA\n-9990,a\n")], TableTexts.Request(WithHeader, ["-999", "a"]));
        table.Column("x").Numbers.ShouldBe([-1, double.NaN, -9990]);
        table.Column("y").Levels.ShouldBe(["", "NA"]);
        table.Column("y").Codes.ShouldBe([0, 1, -1]);
    }

    [Fact]
    public void Cells_are_trimmed_outside_of_quotation_marks() =>
        TableTexts.Read("a,b\n \" x \" ,\t y z \n", WithHeader).Row(0).ShouldBe(" x |y z");

    [Fact]
    public void Names_are_trimmed() => TableTexts.Read(" a ,\" b \"\n1,2\n").Names().ShouldBe(["a", "b"]);

    [Fact]
    public void A_quoted_cell_may_have_delimiters_quotation_marks_and_line_breaks()
    {
        var table = TableTexts.Read("a,b\n\"1,5\",\"x\r\ny\"\n2,\"\"\"z\"\"\"\n", WithHeader);
        table.Row(0).ShouldBe("1,5|x\r\ny");
        table.Row(1).ShouldBe("2|\"z\"");
        table.Column("b").TextSamples[1].Place.ShouldBe("f.csv:4");
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Line_breaks_may_be_of_any_kind(string lineBreak)
    {
        var table = TableTexts.Read($"x,y{lineBreak}1,2{lineBreak}{lineBreak}3,a");
        table.Rows.ShouldBe(2);
        table.Column("y").TextSamples[0].Place.ShouldBe("f.csv:4");
    }

    [Fact]
    public void Comments_are_skipped_where_they_are_told()
    {
        var table = TableTexts.Read("# made, by, hand\nx,y\n#1,2\n3,#4\n", new() { Comment = '#' });
        table.Names().ShouldBe(["x", "y"]);
        table.Row(0).ShouldBe("3|#4");
    }

    [Fact]
    public void Another_quotation_mark_may_be_given() =>
        TableTexts.Read("x,y\n'1,5',\"\n", new() { Quote = '\'', Header = true }).Row(0).ShouldBe("1,5|\"");

    [Theory]
    [InlineData("1,5", 1.5)]
    [InlineData("-1,5e-3", -0.0015)]
    [InlineData("17", 17)]
    [InlineData(",5", 0.5)]
    public void A_decimal_comma_is_read_where_it_is_given(string written, double value) =>
        TableTexts.Read($"x;y\n{written};1\n", new() { Decimal = ',' }).Column("x").Numbers.ShouldBe([value]);

    [Theory]
    [InlineData("1.5", ',')]
    [InlineData("1.000,5", ',')]
    [InlineData("1,5", '.')]
    [InlineData("1,000", '.')]
    [InlineData("0x10", '.')]
    [InlineData("1 000", '.')]
    public void What_is_no_number_is_a_text(string written, char decimalSeparator)
    {
        var column = TableTexts.Read($"x;y\n{written};1\n", new() { Decimal = decimalSeparator, Header = true, Delimiter = ";" }).Column("x");
        column.TextCount.ShouldBe(1);
        column.Levels.ShouldBe([written]);
    }

    [Theory]
    [InlineData("1e999")]
    [InlineData("-1e999")]
    [InlineData("Infinity")]
    [InlineData("inf")]
    [InlineData("-INF")]
    [InlineData("NAN")]
    public void A_number_that_is_not_finite_is_an_error(string written)
    {
        TableTexts.Error($"x,y\n1,2\n{written},3\n").ShouldBe($"f.csv:3: column 'x': '{written}' is not a finite number.");
        DelimitedText.Read([TableTexts.File($"x,y\n1,2\n{written},3\n")], TableTexts.Request(missing: [written])).Column("x").MissingCount.ShouldBe(1);
    }

    [Fact]
    public void Among_texts_the_name_of_infinity_is_a_text() =>
        TableTexts.Read("name,y\nInf,1\nAda,2\n").Column("name").Levels.ShouldBe(["Inf", "Ada"]);

    [Fact]
    public void Whole_numbers_that_a_double_cannot_hold_are_told()
    {
        var table = TableTexts.Read("id,y\n9007199254740993,1\n9007199254740992,2\n-12345678901234567890,3\n");
        table.Notes.ShouldHaveSingleItem().ShouldBe(
            "column 'id': 2 whole numbers have more digits than a number can hold, such as 9007199254740993 (f.csv:2); the nearest number stands for each.");
        table.Column("id").Numbers.ShouldBe([9007199254740992, 9007199254740992, -12345678901234567168.0]);
    }

    [Fact]
    public void Every_ragged_line_is_an_error_with_its_number()
    {
        var errors = TableTexts.Errors(() => TableTexts.Read("x,y\n1,0\n1\n1,2,3\n", WithHeader));
        errors.ShouldBe(
        [
            "f.csv:3: the number of values is 1; the header has 2 columns.",
            "f.csv:4: the number of values is 3; the header has 2 columns.",
        ]);
        TableTexts.Error("1,2\n3,4,5\n", new() { Header = false, Delimiter = "," }).ShouldBe("f.csv:2: the number of values is 3; the first line has 2 columns.");
    }

    [Fact]
    public void Errors_are_listed_up_to_a_limit()
    {
        var errors = TableTexts.Errors(() => TableTexts.Read("x,y\n" + string.Concat(Enumerable.Repeat("1\n", 30)) + string.Concat(Enumerable.Repeat("inf,1\n", 20)), WithHeader));
        errors.Length.ShouldBe(DatasetException.MostErrors + 1);
        errors[^1].ShouldBe("... and 30 more.");
    }

    [Theory]
    [InlineData("x,y\n\"1,0\n2,1\n", ":2: column 'x': the value that begins with '\"1,0 2,1 ' has no closing quotation mark")]
    [InlineData("x,y\n\"1\"5,0\n2,1\n", ":2: column 'x': '\"1\"5' goes on after its closing quotation mark; a comma or the end of the line must follow it.")]
    [InlineData("x,y\n\"1\n\",0\n2, \"1\"\"\"5,0\n", ":4: column 'y': ' \"1\"\"\"5' goes on after its closing quotation mark")]
    [InlineData("x,y\n1,0\n2,1,3\"4\n", ":3: column 3: '3\"4' has a quotation mark inside")]
    [InlineData("x,y\n1\"2,0\n2,1\n", ":2: column 'x': '1\"2' has a quotation mark inside")]
    [InlineData("\nx,y\"z\n1,0\n2,1\n", ":2: column 2: 'y\"z' has a quotation mark inside")]
    [InlineData("x;y\n\"1\"5;0\n2;1\n", ":2: column 'x': '\"1\"5' goes on after its closing quotation mark; a delimiter or")]
    [InlineData("\n \n", ":1: the file has blank lines alone")]
    [InlineData("x,y\n1,0\n2,1\n3\n", ":4: the number of values is 1")]
    public void A_file_that_would_be_misread_is_refused(string content, string message)
    {
        TableTexts.Error(content).ShouldContain(message);
        TableTexts.Error(content, new() { Header = true }).ShouldContain(message);
    }

    [Fact]
    public void More_columns_than_allowed_are_refused() =>
        TableTexts.Error(new string(',', DatasetLimits.MostFeatures) + "\n").ShouldBe("f.csv:1: there are 1000001 columns; at most 1000000 are allowed.");

    [Theory]
    [InlineData("x,y\n\"1", "\"")]
    [InlineData("x,y\n1", "")]
    public void A_record_without_an_end_is_refused_before_memory_is_taken(string start, string end)
    {
        var content = new byte[(2 * DatasetLimits.MostRecordBytes) + 1];
        content.AsSpan().Fill((byte)'1');
        Encoding.UTF8.GetBytes(start, content);
        Encoding.UTF8.GetBytes(end, content.AsSpan(content.Length - end.Length));
        TableTexts.Errors(() => TableTexts.Read(content, WithHeader)).ShouldHaveSingleItem()
            .ShouldContain("f.csv:2: the record that begins on this line has more than 32000000 bytes");
    }

    [Fact]
    public void A_message_repeats_no_more_than_the_beginning_of_a_value()
    {
        TableTexts.Error($"x,y\n{new string('a', 100_000)}\"b,0\n2,1\n", WithHeader).Length.ShouldBeLessThan(300);
        TableTexts.Read($"x,y\n{new string('a', 100_000)},0\n", WithHeader).Columns[0].TextSamples[0].Text.Length.ShouldBeLessThan(100);
    }

    [Fact]
    public void A_header_alone_is_a_table_without_rows()
    {
        var table = TableTexts.Read("x,y\n", new() { Header = true });
        table.Names().ShouldBe(["x", "y"]);
        (table.Rows, table.Columns[0].Numbers.Length).ShouldBe((0, 0));
    }

    [Theory]
    [InlineData("::", '"', null, '.', "delimiter: '::' is not allowed")]
    [InlineData("é", '"', null, '.', "delimiter: 'é' is not allowed")]
    [InlineData(",", '"', null, ',', "delimiter and decimal: ',' is given for both")]
    [InlineData(",", ',', null, '.', "delimiter and quote: ',' is given for both")]
    [InlineData(",", '"', '"', '.', "quote and comment: '\"' is given for both")]
    [InlineData(",", ' ', null, '.', "quote: ' ' is not allowed")]
    [InlineData(",", '"', '\t', '.', "is not allowed; one ASCII character other than a blank is")]
    [InlineData(",", '"', null, ';', "decimal: ';' is not allowed")]
    public void A_format_with_contradictions_is_refused(string delimiter, char quote, char? comment, char decimalSeparator, string message) =>
        TableTexts.Error("x,y\n1,2\n", new() { Delimiter = delimiter, Quote = quote, Comment = comment, Decimal = decimalSeparator }).ShouldContain(message);

    [Fact]
    public void An_unknown_encoding_is_refused() =>
        TableTexts.Error("x,y\n1,2\n", new() { Encoding = "ebcdic" }).ShouldBe("encoding: 'ebcdic' is not allowed; utf-8, utf-16 and latin-1 are.");
}
