using NNOptim.Experiments;

namespace NNOptim.Persistence;

/// <summary>The names of experiments' streams in the journal, shared by writers and readers.</summary>
public static class ExperimentStream
{
    /// <summary>The prefix of the names of experiments' streams.</summary>
    public const string Prefix = "experiment-";

    /// <summary>The prefix of the names of annotation streams.</summary>
    public const string AnnotationsPrefix = "annotations-";

    /// <summary>The name of the stream of an experiment's annotations.</summary>
    public static string AnnotationsOf(ExperimentId id) => AnnotationsPrefix + id.Value;

    /// <summary>The name of an experiment's stream.</summary>
    public static string NameOf(ExperimentId id) => Prefix + id.Value;
}
