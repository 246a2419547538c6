namespace NNOptim.Hosting.Security;

/// <summary>Certificates that a node cannot be run with: every error, each naming its option and file.</summary>
public sealed class TlsFileException(IReadOnlyList<string> errors) : Exception(string.Join(Environment.NewLine, errors))
{
    /// <summary>The errors, a line each.</summary>
    public IReadOnlyList<string> Errors { get; } = errors;
}
