using System.Text;
using NNOptim.Training.Datasets.Tables;
using NNOptim.Training.Datasets.Tables.Reading;

namespace NNOptim.Worker.Tests.Training.Tables;

/// <summary>Given and detected encodings.</summary>
public class EncodingTests
{
    private const string Text = "größe,y\n1,日本\n2,😀\n";

    private static readonly UnicodeEncoding BigEndian = new(bigEndian: true, byteOrderMark: true);

    [Fact]
    public void A_byte_order_mark_decides()
    {
        foreach (var encoding in (Encoding[])[Encoding.UTF8, Encoding.Unicode, BigEndian])
        {
            ShouldBeText(TableTexts.Read([.. encoding.GetPreamble(), .. encoding.GetBytes(Text)]), encoding == Encoding.UTF8 ? "utf-8" : "utf-16");
        }
    }

    [Fact]
    public void Repeated_marks_are_not_text() => ShouldBeText(TableTexts.Read("\uFEFF\uFEFF\uFEFF" + Text), "utf-8");

    [Fact]
    public void Without_a_mark_the_encoding_is_utf_8()
    {
        var table = TableTexts.Read(Text);
        ShouldBeText(table, "utf-8");
        table.Notes.ShouldBeEmpty();
    }

    [Fact]
    public void Another_encoding_is_told() =>
        TableTexts.Read([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Text)]).Notes.ShouldBe(["the encoding is utf-16."]);

    [Fact]
    public void A_given_encoding_needs_no_mark()
    {
        ShouldBeText(TableTexts.Read(Encoding.Unicode.GetBytes(Text), new() { Encoding = "utf-16" }), "utf-16");
        ShouldBeText(TableTexts.Read(BigEndian.GetBytes(Text), new() { Encoding = "utf-16" }), "utf-16");
        ShouldBeText(TableTexts.Read(Encoding.UTF8.GetBytes(Text), new() { Encoding = "utf-8" }), "utf-8");
    }

    [Fact]
    public void Every_byte_of_latin_1_is_a_character()
    {
        byte[] bytes = [.. Encoding.ASCII.GetBytes("x,y\n1,\""), .. Enumerable.Range(0x80, 0x80).Select(value => (byte)value), .. Encoding.ASCII.GetBytes("\"\n")];
        TableTexts.Read(bytes, new() { Encoding = "latin-1" }).Column("y").Levels.ShouldHaveSingleItem()
            .ShouldBe(string.Concat(Enumerable.Range(0x80, 0x80).Select(value => (char)value)));
    }

    [Fact]
    public void Invalid_utf_8_is_refused_with_its_line_and_byte()
    {
        var latin1 = Encoding.Latin1.GetBytes("x,y\r\n1,ok\r\n2,größe\r\n");
        Refusal(latin1).ShouldBe(
            "f.csv:3: byte 16 of the file, 0xF6, is not valid UTF-8. If the file is in the encoding ISO 8859-1, give encoding: latin-1.");
        Refusal([.. Encoding.UTF8.GetPreamble(), .. latin1]).ShouldContain("f.csv:3: byte 19 of the file, 0xF6");
        Refusal(latin1, "utf-8").ShouldContain("f.csv:3: byte 16");
        TableTexts.Read(latin1, new() { Encoding = "latin-1" }).Column("y").Levels.ShouldBe(["ok", "größe"]);
    }

    [Fact]
    public void A_mark_that_contradicts_the_given_encoding_is_refused()
    {
        Refusal([.. Encoding.UTF8.GetPreamble(), .. "x,y\n1,2\n"u8], "latin-1").ShouldBe("f.csv:1: the byte order mark is that of utf-8, but the experiment gives encoding: latin-1.");
        Refusal([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Text)], "utf-8").ShouldContain("the byte order mark is that of utf-16");
    }

    [Fact]
    public void Files_of_one_table_have_one_encoding()
    {
        TableFile utf8 = new("1.csv", Encoding.UTF8.GetBytes(Text));
        TableFile utf16 = new("2.csv", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Text)]);
        TableTexts.Errors(() => DelimitedText.Read([utf8, utf16], TableTexts.Request())).ShouldBe(
            ["2.csv:1: the byte order mark is that of utf-16, but the first file is in utf-8."]);
        TableTexts.Errors(() => DelimitedText.Read([utf16, utf8], TableTexts.Request())).ShouldHaveSingleItem().ShouldStartWith("1.csv:1: there is no byte order mark");
        DelimitedText.Read([utf8, new("3.csv", [.. Encoding.UTF8.GetPreamble(), .. utf8.Bytes])], TableTexts.Request()).Rows.ShouldBe(4);
    }

    [Fact]
    public void Zero_bytes_are_refused_with_their_line()
    {
        Refusal("x,y\n1\02,0\n"u8.ToArray()).ShouldBe(
            "f.csv:2: there is a zero byte, so this is not text in the encoding UTF-8. If the file is in UTF-16, give encoding: utf-16.");
        Refusal(Encoding.Unicode.GetBytes(Text[..1] + "x,y\n1,2\n")).ShouldContain("give encoding: utf-16");
        Refusal(Encoding.Latin1.GetBytes("x,y\n1\02,0\n"), "latin-1").ShouldContain("f.csv:2: there is a zero byte, so this is not text");
    }

    [Fact]
    public void Damaged_utf_16_is_refused()
    {
        var bytes = Encoding.Unicode.GetBytes("x,y\n1,a\n2,b\n");
        Refusal([.. Encoding.Unicode.GetPreamble(), .. bytes[..^1]]).ShouldContain("a text in UTF-16 has an even number");
        bytes[^3] = 0xD8;
        Refusal([.. Encoding.Unicode.GetPreamble(), .. bytes]).ShouldBe("f.csv:3: byte 23 of the file begins half a surrogate pair, which is not valid UTF-16.");
    }

    private static string Refusal(byte[] bytes, string? encoding = null) =>
        TableTexts.Errors(() => TableTexts.Read(bytes, new() { Encoding = encoding })).ShouldHaveSingleItem();

    private static void ShouldBeText(Table table, string encoding)
    {
        table.Names().ShouldBe(["größe", "y"]);
        table.Column("y").Levels.ShouldBe(["日本", "😀"]);
        table.Format.Encoding.ShouldBe(encoding);
    }
}
