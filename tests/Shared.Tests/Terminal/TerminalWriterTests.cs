using CsCheck;
using NNOptim.Hosting.Terminal;

namespace NNOptim.Shared.Tests.Terminal;

public sealed class TerminalWriterTests
{
    [Theory]
    [InlineData("plain é 中 😀", "plain é 中 😀")]
    [InlineData("a\tb\nc\r\nd", "a\tb\nc\r\nd")]
    [InlineData("\u001b[2J\u0007\0", "␛[2J␇␀")]
    [InlineData("over\rwritten", "over␍written")]
    [InlineData("\u007f\u0085\u009b31m", "␡\uFFFD\uFFFD31m")]
    [InlineData("\u202Egnp.exe\u2066", "\uFFFDgnp.exe\uFFFD")]
    public void Control_characters_become_visible_and_the_rest_stays(string text, string shown) => TerminalText.Clean(text).ShouldBe(shown);

    [Fact]
    public void Whichever_way_a_text_is_written_no_control_character_of_it_comes_out() => Gen.String[Gen.Char['\0', '\u2070'], 0, 40].Sample(text =>
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var writer = new TerminalWriter(output);
        writer.Write(text);
        writer.WriteLine(text);
        writer.Write(text.ToCharArray());
        writer.WriteLine(text.AsSpan());
        writer.Write("{0}{1}", text, text);
        writer.WriteAsync(text).Wait();
        foreach (var character in text)
        {
            writer.Write(character);
        }

        foreach (var character in output.ToString().Replace("\r\n", "\n", StringComparison.Ordinal))
        {
            (char.IsControl(character) && character is not ('\t' or '\n')).ShouldBeFalse();
            (character is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069')).ShouldBeFalse();
        }
    });
}
