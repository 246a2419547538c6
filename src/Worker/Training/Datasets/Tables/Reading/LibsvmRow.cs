namespace NNOptim.Training.Datasets.Tables.Reading;

/// <summary>Splits a line of the format of LIBSVM into its parts: words that are separated by blanks.</summary>
/// <param name="line">The line.</param>
internal ref struct LibsvmRow(ReadOnlySpan<byte> line)
{
    private ReadOnlySpan<byte> rest = WithoutComment(line);

    /// <summary>Takes the next word.</summary>
    /// <param name="word">The word.</param>
    /// <returns>Whether there is one.</returns>
    public bool Next(out ReadOnlySpan<byte> word)
    {
        rest = rest.TrimStart(" \t\r\f\v"u8);
        var length = rest.IndexOfAny(" \t\r\f\v"u8);
        word = length < 0 ? rest : rest[..length];
        rest = rest[word.Length..];
        return word.Length > 0;
    }

    private static ReadOnlySpan<byte> WithoutComment(ReadOnlySpan<byte> line)
    {
        var comment = line.IndexOf((byte)'#');
        return comment < 0 ? line : line[..comment];
    }
}
