using NNOptim.Experiments;

namespace NNOptim.Persistence;

/// <summary>What experiments' streams in the journal are called: what those who write and those who read agree on.</summary>
public static class ExperimentStream
{
    /// <summary>What the names of experiments' streams begin with.</summary>
    public const string Prefix = "experiment-";

    /// <summary>What the names of the streams of annotations begin with.</summary>
    public const string AnnotationsPrefix = "annotations-";

    /// <summary>The name of the stream of an experiment's annotations.</summary>
    public static string AnnotationsOf(ExperimentId id) => AnnotationsPrefix + id.Value;

    /// <summary>The name of an experiment's stream.</summary>
    public static string NameOf(ExperimentId id) => Prefix + id.Value;
}
