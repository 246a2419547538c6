namespace NNOptim.Training.Datasets.Tables.Reading;

/// <summary>
/// Turns a text whose cells are separated by runs of spaces and tabs into one with single tabs. Keeps lines and what is in quotation marks.
/// </summary>
internal ref struct WhitespaceText
{
    private readonly ReadOnlySpan<byte> source;
    private readonly byte[] target;
    private readonly byte quote;
    private readonly int comment;
    private int next;
    private int length;

    private WhitespaceText(ReadOnlySpan<byte> text, char quote, char? comment)
    {
        source = text;
        target = new byte[text.Length];
        this.quote = (byte)quote;
        this.comment = comment ?? -1;
    }

    /// <summary>The text with tabs.</summary>
    /// <param name="content">The text.</param>
    /// <param name="quote">The quotation mark.</param>
    /// <param name="comment">The character that begins a line to be skipped.</param>
    public static TextContent Tabbed(TextContent content, char quote, char? comment)
    {
        var text = new WhitespaceText(content.Utf8, quote, comment);
        while (text.next < text.source.Length)
        {
            text.CopyLine();
        }

        return content with { Utf8 = new ArraySegment<byte>(text.target, 0, text.length) };
    }

    /// <summary>Copies a record: one line, or several when a quoted cell has line breaks.</summary>
    private void CopyLine()
    {
        SkipBlanks();
        if (next < source.Length && source[next] == comment)
        {
            Copy(LengthUpTo("\r\n"u8));
        }

        while (next < source.Length && source[next] is not ((byte)'\r' or (byte)'\n'))
        {
            CopyCell();
            SkipBlanks();
            if (next < source.Length && source[next] is not ((byte)'\r' or (byte)'\n'))
            {
                target[length++] = (byte)'\t';
            }
        }

        if (next < source.Length)
        {
            Copy(1);
        }
    }

    private void CopyCell()
    {
        if (source[next] == quote)
        {
            CopyQuoted();
        }

        Copy(LengthUpTo(" \t\r\n"u8));
    }

    /// <summary>Copies up to the closing quotation mark. A doubled one does not close.</summary>
    private void CopyQuoted()
    {
        do
        {
            Copy(1);
            var closing = source[next..].IndexOf(quote);
            Copy(closing < 0 ? source.Length - next : closing + 1);
        }
        while (next < source.Length && source[next] == quote);
    }

    private readonly int LengthUpTo(ReadOnlySpan<byte> ends)
    {
        var at = source[next..].IndexOfAny(ends);
        return at < 0 ? source.Length - next : at;
    }

    private void Copy(int count)
    {
        source.Slice(next, count).CopyTo(target.AsSpan(length));
        next += count;
        length += count;
    }

    private void SkipBlanks()
    {
        while (next < source.Length && source[next] is (byte)' ' or (byte)'\t')
        {
            next++;
        }
    }
}
