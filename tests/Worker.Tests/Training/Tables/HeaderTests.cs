using NNOptim.Training.Datasets.Tables.Reading;

namespace NNOptim.Worker.Tests.Training.Tables;

/// <summary>Given and detected headers, and the names of columns.</summary>
public class HeaderTests
{
    private const string Unclear = "the first line could be a header; give header: true or false.";

    [Theory]
    [InlineData("x,y\n1,2\n3,4\n")]
    [InlineData("x,kind\n1,a\n,b\n")]
    [InlineData("x,,kind\n1,2,a\n3,4,b\n")]
    [InlineData("x,y\n?,1\n1,\n")]
    public void A_text_above_numbers_is_a_name(string text) => TableTexts.Read(text).Format.Header.ShouldBe(true);

    [Theory]
    [InlineData("5.1,3.5,setosa\n4.9,3.0,setosa\n6.2,2.2,virginica\n")]
    [InlineData("7,2\n1,2\n3,4\n")]
    [InlineData("1,1\n1,1\n1,1\n")]
    [InlineData("1,red\n2,blue\n3,red\n")]
    [InlineData("2019,5,x\n2020,6,y\n2021,7,z\n")]
    [InlineData("a,b\nb,a\na,a\n")]
    [InlineData("?,2\n1,3\n2,4\n")]
    public void A_number_above_numbers_is_data(string text)
    {
        var table = TableTexts.Read(text);
        table.Format.Header.ShouldBe(false);
        table.Rows.ShouldBe(3);
        table.Names()[0].ShouldBe("1");
        table.Notes.ShouldContain("the first line is data, not a header; columns are named by their numbers.");
    }

    [Theory]
    [InlineData("0,1,2\n5,6,7\n8,9,10\n")]
    [InlineData("1,2,3\n5,6,7\n8,9,10\n")]
    [InlineData("0,1\n0,1\n1,0\n")]
    [InlineData(",0,1\n0,5.5,6.5\n1,7.5,8.5\n")]
    [InlineData("1990,1991\n5,6\n7,8\n")]
    [InlineData("place,1990\nA,5\nB,7\n")]
    [InlineData("place,1,2\nA,5,6\nB,7,8\n")]
    [InlineData("0,1\n5.5,a\n6.5,b\n")]
    [InlineData("id,2019\n1,5.5\n2,6.5\n")]
    [InlineData("a,b\nc,d\ne,f\n")]
    [InlineData("x,y\n")]
    [InlineData(",\na,1\n")]
    [InlineData("name,\na,1\nb,2\n")]
    public void An_unclear_first_line_is_asked_for(string text)
    {
        TableTexts.Error(text).ShouldBe($"f.csv:1: {Unclear}");
        TableTexts.Read(text, new() { Header = true }).Format.Header.ShouldBe(true);
        var lines = text.Count(character => character == '\n');
        TableTexts.Read(text, new() { Header = false }).Rows.ShouldBe(lines);
    }

    [Fact]
    public void A_number_that_is_not_finite_is_not_a_name() => TableTexts.Error("inf,2\n1,3\n").ShouldBe("f.csv:1: column '1': 'inf' is not a finite number.");

    [Fact]
    public void The_place_of_an_unclear_first_line_is_told() =>
        TableTexts.Error("# c\n\n0,1\n5,6\n", new() { Comment = '#' }).ShouldBe($"f.csv:3: {Unclear}");

    [Fact]
    public void A_text_far_below_does_not_hide_a_header()
    {
        var table = TableTexts.Read("x,y\n" + string.Concat(Enumerable.Repeat("1,2\n", 2000)) + "n/k,3\n");
        table.Format.Header.ShouldBe(true);
        table.Column("x").TextSamples.ShouldBe([new("f.csv:2002", "n/k")]);
        table.Column("x").Levels.ShouldBe(["1", "n/k"]);
    }

    [Fact]
    public void Columns_without_a_name_are_called_by_their_number()
    {
        var table = TableTexts.Read("a,,3,\n1,2,3,4\n", new() { Header = true });
        table.Names().ShouldBe(["a", "2", "3", "4"]);
        table.Notes.ShouldBe(["column 2 has no name; it is called '2'.", "column 4 has no name; it is called '4'."]);
    }

    [Theory]
    [InlineData("a,age,b,c,age", "a,age,b,c,age.2", "columns 2 and 5 are both named 'age'; the second is called 'age.2'.")]
    [InlineData("x,x,x", "x,x.2,x.3", "columns 1 and 3 are both named 'x'; the second is called 'x.3'.")]
    [InlineData("x,x,x.2", "x,x.3,x.2", "columns 1 and 2 are both named 'x'; the second is called 'x.3'.")]
    [InlineData("x.2,x,x", "x.2,x,x.3", "columns 2 and 3 are both named 'x'; the second is called 'x.3'.")]
    [InlineData("3,a,", "3,a,3.2", "column 3 has no name; it is called '3.2'.")]
    [InlineData(",1,1", "1.2,1,1.3", "columns 2 and 3 are both named '1'; the second is called '1.3'.")]
    public void Names_become_distinct_and_this_is_told(string header, string names, string note)
    {
        var table = TableTexts.Read($"{header}\n{string.Join(',', header.Split(',').Select(_ => "7"))}\n", new() { Header = true });
        table.Names().ShouldBe(names.Split(','));
        table.Notes.ShouldContain(note);
    }

    [Fact]
    public void Many_repeated_names_are_told_once()
    {
        var table = TableTexts.Read(new string(',', 50_000) + "\n" + new string(',', 50_000) + "\n", new() { Header = true });
        table.Names().Distinct().Count().ShouldBe(50_001);
        table.Notes.Length.ShouldBe(21);
        table.Notes[^1].ShouldBe("49981 more columns have no name or a repeated one.");
        TableTexts.Read("a" + string.Concat(Enumerable.Repeat(",a", 50_000)) + "\n" + new string(',', 50_000) + "\n", new() { Header = true }).Names().Distinct().Count().ShouldBe(50_001);
    }

    [Theory]
    [InlineData("gr\uFFFD\uFFFDe,y\n1,2\n", "f.csv:1: the name of column 1, 'gr\uFFFD\uFFFDe', is garbled; check the encoding.")]
    [InlineData("x,\u0001y\n1,2\n", "f.csv:1: the name of column 2, ' y', is garbled; check the encoding.")]
    [InlineData("x,y\uFEFF\n1,2\n", "f.csv:1: the name of column 2, 'y\uFEFF', is garbled; check the encoding.")]
    public void A_garbled_name_is_refused(string text, string message) => TableTexts.Error(text).ShouldBe(message);

    [Fact]
    public void Several_files_are_one_table()
    {
        var table = DelimitedText.Read(
            [TableTexts.File("x,y\n1,a\n", "1.csv"), TableTexts.File("x, y\r\n\r\n2,b\r\n", "2.csv"), TableTexts.File("x,y\n", "3.csv")], TableTexts.Request());
        table.Rows.ShouldBe(2);
        table.Column("y").TextSamples.ShouldBe([new("1.csv:2", "a"), new("2.csv:3", "b")]);
        table.Row(1).ShouldBe("2|b");

        DelimitedText.Read([TableTexts.File("5,7\n"), TableTexts.File("6,8\n")], TableTexts.Request(new() { Header = false })).Rows.ShouldBe(2);
    }

    [Theory]
    [InlineData("x,z\n1,2\n", "2.csv:1: the header differs: column 2 is 'z'; in 1.csv it is 'y'.")]
    [InlineData("1,2\n3,4\n", "2.csv:1: the header differs: column 1 is '1'; in 1.csv it is 'x'.")]
    [InlineData("\nx\n", "2.csv:2: the header has 1 columns; that of 1.csv has 2.")]
    [InlineData("\n", "2.csv:1: the file has blank lines alone; a header is needed.")]
    [InlineData("x,y\n1,2,3\n", "2.csv:2: the number of values is 3; the header has 2 columns.")]
    public void Files_with_different_headers_are_refused(string second, string message) =>
        TableTexts.Errors(() => DelimitedText.Read([TableTexts.File("x,y\n1,2\n", "1.csv"), TableTexts.File(second, "2.csv")], TableTexts.Request()))
            .ShouldHaveSingleItem().ShouldBe(message);
}
