namespace NNOptim.Coordinator.ExperimentFiles.Yaml;

/// <summary>Ends the reading of a document that is valid YAML but that no experiment file may be.</summary>
internal sealed class YamlRefusedException(SourceLocation at, string message) : Exception(message)
{
    /// <summary>Where reading stopped.</summary>
    public SourceLocation At { get; } = at;
}
