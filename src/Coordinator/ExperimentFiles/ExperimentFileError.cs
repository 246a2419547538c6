using System.Globalization;

namespace NNOptim.ExperimentFiles;

/// <summary>One error in an experiment file, with what is allowed.</summary>
/// <param name="Source">The file's name as the user gave it, or <c>--set</c> for an override from the command line.</param>
/// <param name="Line">The line, from 1; null when there is none, as in an override or an unreadable file.</param>
/// <param name="Column">The column, from 1.</param>
/// <param name="Key">The key's full path, for example <c>grid.learning_rate</c>; null for the file as a whole.</param>
/// <param name="Given">The invalid value as written, shortened when long; null when there is none.</param>
/// <param name="Message">What is wrong with it and what is allowed, in one line.</param>
public sealed record ExperimentFileError(
    string Source, int? Line, int? Column, string? Key, string? Given, string Message)
{
    /// <summary>The error in one line, for example <c>grid.yaml:7:14: grid.learning_rate: -1 is not allowed; give a number above 0</c>.</summary>
    public override string ToString()
    {
        var place = Line is null ? Source : string.Create(CultureInfo.InvariantCulture, $"{Source}:{Line}:{Column}");
        return Key is null ? $"{place}: {Message}" : $"{place}: {Key}: {Message}";
    }
}
