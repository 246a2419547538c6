using NNOptim.Shared.Experiments;

namespace NNOptim.Coordinator.Persistence;

/// <summary>What experiments' streams in the journal are called: what those who write and those who read agree on.</summary>
public static class ExperimentStream
{
    /// <summary>What the names of experiments' streams begin with.</summary>
    public const string Prefix = "experiment-";

    /// <summary>The name of an experiment's stream.</summary>
    public static string NameOf(ExperimentId id) => Prefix + id.Value;
}
