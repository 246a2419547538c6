using System.Buffers;

namespace NNOptim.Hosting.Terminal;

/// <summary>Makes control characters of a text visible. A terminal would execute them, whoever wrote the text. Pure.</summary>
public static class TerminalText
{
    /// <summary>The controls C0 (except tab and line feed), DEL and C1, and the characters that reverse the text direction.</summary>
    private static readonly SearchValues<char> Controls = SearchValues.Create(
    [
        .. Enumerable.Range(0, 0x20).Select(code => (char)code).Except(['\t', '\n']),
        .. Enumerable.Range(0x7F, 0x21).Select(code => (char)code),
        .. Enumerable.Range(0x202A, 5).Select(code => (char)code),
        .. Enumerable.Range(0x2066, 4).Select(code => (char)code),
    ]);

    /// <summary>The text with each control character replaced by a visible one. A Windows line end stays.</summary>
    public static string Clean(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return IsClean(text) ? text : string.Create(text.Length, text, (target, source) => Replace(source, target));
    }

    /// <summary>The same for a part of a text.</summary>
    public static ReadOnlySpan<char> Clean(ReadOnlySpan<char> text) => IsClean(text) ? text : Clean(new string(text));

    private static bool IsClean(ReadOnlySpan<char> text) => !text.ContainsAny(Controls);

    private static void Replace(ReadOnlySpan<char> source, Span<char> target)
    {
        for (var i = 0; i < source.Length; i++)
        {
            var isWindowsLineEnd = source[i] == '\r' && i + 1 < source.Length && source[i + 1] == '\n';
            target[i] = isWindowsLineEnd || !Controls.Contains(source[i]) ? source[i] : Picture(source[i]);
        }
    }

    private static char Picture(char control) => control switch
    {
        < ' ' => (char)('\u2400' + control),
        '\u007F' => '\u2421',
        _ => '\uFFFD',
    };
}
