using NNOptim.Files;

namespace NNOptim.ExperimentFiles;

/// <summary>The published JSON schema of the experiment file, by which editors complete and check it.</summary>
public static class ExperimentFileSchema
{
    /// <summary>The name under which it is published, and by which the built-in experiments refer to it.</summary>
    public const string FileName = "experiment.schema.json";

    /// <summary>The schema's title.</summary>
    public const string Title = "NNOptim.Actors experiment";

    /// <summary>The schema.</summary>
    public static string Text { get; } = EmbeddedText.Read(typeof(ExperimentFileSchema).Assembly, FileName);
}
