using NNOptim.Files;

namespace NNOptim.ExperimentFiles;

/// <summary>The published JSON schema of the experiment file. Editors use it for completion and checks.</summary>
public static class ExperimentFileSchema
{
    /// <summary>Its published file name, which the built-in experiments refer to.</summary>
    public const string FileName = "experiment.schema.json";

    /// <summary>The schema's title.</summary>
    public const string Title = "NNOptim.Actors experiment";

    /// <summary>The schema.</summary>
    public static string Text { get; } = EmbeddedText.Read(typeof(ExperimentFileSchema).Assembly, FileName);
}
