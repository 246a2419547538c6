namespace NNOptim.Reporting.Figures;

/// <summary>Names of files that every file system and every Markdown viewer takes.</summary>
public static class FileNames
{
    /// <summary>
    /// Replaces whatever is not a letter, a digit, a dot, a hyphen or an underscore of ASCII by a hyphen. A plus sign is left out, so
    /// that 1E+300 and 1E-300 stay apart.
    /// </summary>
    public static string Safe(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        name = name.Replace("+", "", StringComparison.Ordinal);
        return string.Create(name.Length, name, static (characters, source) =>
        {
            for (var i = 0; i < characters.Length; i++)
            {
                characters[i] = char.IsAsciiLetterOrDigit(source[i]) || source[i] is '.' or '-' or '_' ? source[i] : '-';
            }
        });
    }
}
