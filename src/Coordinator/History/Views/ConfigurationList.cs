using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.History.Views;

/// <summary>The configurations of an experiment that are in training, and the best one so far.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Parameters">The names of the parameters that distinguish its configurations, in order.</param>
/// <param name="Configurations">At most <see cref="MaxConfigurations"/>; empty while nothing is known of them.</param>
public sealed record ConfigurationList(ExperimentId ExperimentId, ImmutableArray<string> Parameters, ImmutableArray<ConfigurationProgress> Configurations)
{
    /// <summary>The largest number of configurations of one list, more than a terminal shows.</summary>
    public const int MaxConfigurations = 1000;
}

/// <summary>The progress of one configuration.</summary>
/// <param name="Values">The text of its value for each parameter of the list; empty where one does not apply.</param>
/// <param name="Runs">Its runs.</param>
/// <param name="Running">Runs that workers hold.</param>
/// <param name="Ended">Runs that have ended in any way.</param>
/// <param name="CostNow">The mean of the latest costs of the running runs; null before the first.</param>
/// <param name="MeanObjective">The mean objective of the completed runs; null before the first.</param>
public sealed record ConfigurationProgress(ImmutableArray<string> Values, int Runs, int Running, int Ended, double? CostNow, double? MeanObjective);
