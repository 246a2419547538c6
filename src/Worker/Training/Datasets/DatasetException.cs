using System.Collections.Immutable;

namespace NNOptim.Training.Datasets;

/// <summary>The data cannot be used: a file is missing, malformed or changed, or has too few examples.</summary>
public sealed class DatasetException : Exception
{
    /// <summary>The largest number of errors that one exception lists.</summary>
    public const int MostErrors = 20;

    /// <summary>Creates the exception with one error.</summary>
    public DatasetException(string error)
        : this([error])
    {
    }

    /// <summary>Creates the exception with all errors.</summary>
    public DatasetException(ImmutableArray<string> errors)
        : base(string.Join(Environment.NewLine, errors)) => Errors = errors;

    /// <summary>The errors, one per line, each with its position, the value found and what is allowed.</summary>
    public ImmutableArray<string> Errors { get; }
}
