namespace NNOptim.Reporting.Figures;

/// <summary>Names of files that every file system and every Markdown viewer accepts.</summary>
public static class FileNames
{
    /// <summary>
    /// Replaces every character by a hyphen, except ASCII letters, digits, dots, hyphens and underscores. Removes plus signs, so that
    /// 1E+300 and 1E-300 stay distinct.
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
