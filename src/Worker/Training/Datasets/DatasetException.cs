using System.Collections.Immutable;

namespace NNOptim.Training.Datasets;

/// <summary>The data cannot be used: a file is missing or malformed, or has changed, or holds too few examples.</summary>
public sealed class DatasetException : Exception
{
    /// <summary>The largest number of errors that one exception lists.</summary>
    public const int MostErrors = 20;

    /// <summary>Makes an exception of one error.</summary>
    public DatasetException(string error)
        : this([error])
    {
    }

    /// <summary>Makes an exception of all errors found.</summary>
    public DatasetException(ImmutableArray<string> errors)
        : base(string.Join(Environment.NewLine, errors)) => Errors = errors;

    /// <summary>The errors, each one line with its place, the value found and what is allowed.</summary>
    public ImmutableArray<string> Errors { get; }
}
