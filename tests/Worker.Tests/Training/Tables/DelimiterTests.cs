using NNOptim.Experiments;

namespace NNOptim.Worker.Tests.Training.Tables;

/// <summary>Given and detected delimiters.</summary>
public class DelimiterTests
{
    [Theory]
    [InlineData("x,y\n1,2\n", ",", null)]
    [InlineData("x;y\n1;2\n", ";", "the delimiter is ';'.")]
    [InlineData("x\ty\n1\t2\n", "\t", "the delimiter is a tab.")]
    [InlineData("x|y\n1|2\n", "|", "the delimiter is '|'.")]
    [InlineData("x y\n 1   2\n\t3\t \t4 \n", "whitespace", "the delimiter is any run of spaces and tabs.")]
    [InlineData("x;y\n1,5;2,5\n", ";", "the delimiter is ';'.")]
    [InlineData("x\ty\n1,5\t2,5\n", "\t", "the delimiter is a tab.")]
    [InlineData("x;y\n\"a,b\";2\n\"c,d\";3\n", ";", "the delimiter is ';'.")]
    [InlineData("x,y\n\"a;b\",2\n\"c;d\",3\n", ",", null)]
    [InlineData("\"x;1\",\"y;2\"\n1,2\n", ",", null)]
    [InlineData("x,y\n\"a\nb\",2\n", ",", null)]
    [InlineData("sep=;\nx;y\n1;2\n", ";", "the delimiter is ';'.")]
    public void The_delimiter_is_the_one_that_each_line_has_equally_often(string text, string delimiter, string? note)
    {
        var table = TableTexts.Read(text, new() { Header = true });
        table.Names().Length.ShouldBe(2);
        table.Format.Delimiter.ShouldBe(delimiter);
        table.Notes.SingleOrDefault().ShouldBe(note);
    }

    [Fact]
    public void A_decimal_comma_is_not_a_delimiter()
    {
        var table = TableTexts.Read("x y\n1,5 2,5\n", new() { Decimal = ',' });
        table.Format.Delimiter.ShouldBe("whitespace");
        table.Row(0).ShouldBe("1.5|2.5");
    }

    [Fact]
    public void Comments_do_not_count() =>
        TableTexts.Read("# a;b;c\nx,y\n1,2\n", new() { Comment = '#' }).Format.Delimiter.ShouldBe(",");

    [Theory]
    [InlineData("x\n1\n2\n", "f.csv: the delimiter is not clear: the first lines have 0 ';', 0 tabs, 0 '|', 0 ',' each. Give delimiter.")]
    [InlineData("a,b;c\nd;e;f,g,h\n1;2;3;4\n", "f.csv: the delimiter is not clear: the first lines have from 1 to 3 ';', 0 tabs, 0 '|', from 0 to 2 ',' each. Give delimiter.")]
    public void An_unclear_delimiter_is_asked_for_with_the_counts(string text, string message) => TableTexts.Error(text).ShouldBe(message);

    [Fact]
    public void A_line_that_differs_from_most_is_told_as_an_error() =>
        TableTexts.Error("x,y\n1,2\n3\n4,5\n").ShouldBe("f.csv:3: the number of values is 1; the header has 2 columns.");

    [Fact]
    public void A_long_file_is_judged_by_its_beginning()
    {
        var text = "x;y\n" + string.Concat(Enumerable.Repeat("1;2\n", 30_000)) + "3\n";
        TableTexts.Error(text).ShouldBe("f.csv:30002: the number of values is 1; the header has 2 columns.");
        var wide = string.Join(';', Enumerable.Range(0, 20_000).Select(column => $"x{column}")) + "\r\n" + string.Join(';', Enumerable.Range(0, 20_000)) + "\r\n";
        TableTexts.Read(wide).Names().Length.ShouldBe(20_000);
    }

    [Theory]
    [InlineData("tab")]
    [InlineData("\t")]
    [InlineData("\\t")]
    public void A_tab_may_be_written_in_several_ways(string delimiter)
    {
        var table = TableTexts.Read("x\ty\n\t\n 1 2 \t3\n", new() { Delimiter = delimiter, Header = true });
        table.Format.Delimiter.ShouldBe("\t");
        table.Rows.ShouldBe(2);
        table.Row(0).ShouldBe("?|?");
        table.Row(1).ShouldBe("1 2|3");
        table.Notes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(":")]
    [InlineData(" ")]
    [InlineData("~")]
    public void Any_ascii_character_may_be_given(string delimiter) =>
        TableTexts.Read($"x{delimiter}y\n1{delimiter}\n", new() { Delimiter = delimiter, Header = true }).Row(0).ShouldBe("1|?");

    [Fact]
    public void Runs_of_blanks_are_one_delimiter_outside_of_quotation_marks()
    {
        var table = TableTexts.Read(
            "  x\t y \"a  name\"\r\n\"p  \"\"q\t\" 2\t 3  \r\n   \r\n# \"no\n\"two\nlines\"   4 5", new() { Delimiter = TextFormat.Whitespace, Comment = '#', Header = true });
        table.Names().ShouldBe(["x", "y", "a  name"]);
        table.Row(0).ShouldBe("p  \"q\t|2|3");
        table.Row(1).ShouldBe("two\nlines|4|5");
        table.Columns[0].TextSamples[1].Place.ShouldBe("f.csv:5");
        table.Format.Delimiter.ShouldBe("whitespace");
    }

    [Fact]
    public void An_open_quotation_mark_among_blanks_is_told() =>
        TableTexts.Error("x y\n1 \"2\n3 4\n", new() { Delimiter = TextFormat.Whitespace, Header = true }).ShouldContain("f.csv:2: column 'y': the value that begins with '\"2");
}
