namespace NNOptim.Hosting.Security;

/// <summary>Certificates that a node cannot use: all errors, each with its option and file.</summary>
public sealed class TlsFileException(IReadOnlyList<string> errors) : Exception(string.Join(Environment.NewLine, errors))
{
    /// <summary>The errors, one per line.</summary>
    public IReadOnlyList<string> Errors { get; } = errors;
}
