namespace NNOptim.Experiments;

/// <summary>How the text of a data file is divided into cells. A resolved format has no null except <see cref="Comment"/>.</summary>
public sealed record TextFormat
{
    /// <summary>The delimiter that stands for any run of spaces and tabs.</summary>
    public const string Whitespace = "whitespace";

    /// <summary>The delimiter: one ASCII character, or <see cref="Whitespace"/>. Detected when null.</summary>
    public string? Delimiter { get; init; }

    /// <summary>Whether the first line has the columns' names. Detected when null.</summary>
    public bool? Header { get; init; }

    /// <summary>The ASCII character that begins a line to be skipped; null when there are no such lines.</summary>
    public char? Comment { get; init; }

    /// <summary>The ASCII character around values that contain delimiters or line breaks; it is doubled inside such a value.</summary>
    public char Quote { get; init; } = '"';

    /// <summary>The encoding: utf-8, utf-16 or latin-1. Detected when null: a byte order mark decides, else UTF-8.</summary>
    public string? Encoding { get; init; }

    /// <summary>The decimal separator of numbers: a point or a comma.</summary>
    public char Decimal { get; init; } = '.';
}
