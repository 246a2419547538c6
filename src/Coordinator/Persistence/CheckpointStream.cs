using System.Globalization;
using NNOptim.Experiments;

namespace NNOptim.Persistence;

/// <summary>What runs' checkpoints in the snapshot store are called.</summary>
public static class CheckpointStream
{
    /// <summary>What the names begin with, for an experiment's runs.</summary>
    public static string PrefixOf(ExperimentId id) => $"checkpoint-{id.Value}-";

    /// <summary>The name of a run's.</summary>
    public static string NameOf(ExperimentId id, int run) => PrefixOf(id) + run.ToString(CultureInfo.InvariantCulture);
}
