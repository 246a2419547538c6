namespace NNOptim.Hosting.Settings;

/// <summary>Settings that a program cannot run with: all errors, each with the source of its value.</summary>
public sealed class SettingsException(IReadOnlyList<string> errors) : Exception(string.Join(Environment.NewLine, errors))
{
    /// <summary>The errors, one per line.</summary>
    public IReadOnlyList<string> Errors { get; } = errors;
}
