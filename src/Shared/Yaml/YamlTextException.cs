namespace NNOptim.Yaml;

/// <summary>A text is not valid YAML, or contains something that the reader refuses.</summary>
public sealed class YamlTextException : Exception
{
    /// <summary>Creates the exception for a position.</summary>
    /// <param name="line">The line, from 1.</param>
    /// <param name="column">The column, from 1.</param>
    /// <param name="message">What is wrong, in words.</param>
    public YamlTextException(int line, int column, string message)
        : base(message) =>
        (Line, Column) = (line, column);

    /// <summary>The line, from 1.</summary>
    public int Line { get; }

    /// <summary>The column, from 1.</summary>
    public int Column { get; }
}
