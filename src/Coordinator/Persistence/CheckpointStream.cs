using System.Globalization;
using NNOptim.Experiments;

namespace NNOptim.Persistence;

/// <summary>The names of runs' checkpoints in the snapshot store.</summary>
public static class CheckpointStream
{
    /// <summary>The prefix of the names of an experiment's runs.</summary>
    public static string PrefixOf(ExperimentId id) => $"checkpoint-{id.Value}-";

    /// <summary>The name for a run.</summary>
    public static string NameOf(ExperimentId id, int run) => PrefixOf(id) + run.ToString(CultureInfo.InvariantCulture);
}
