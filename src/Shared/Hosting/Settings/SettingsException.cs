namespace NNOptim.Hosting.Settings;

/// <summary>Settings that a program cannot be run with: every error, each naming where the value was given.</summary>
public sealed class SettingsException(IReadOnlyList<string> errors) : Exception(string.Join(Environment.NewLine, errors))
{
    /// <summary>The errors, a line each.</summary>
    public IReadOnlyList<string> Errors { get; } = errors;
}
