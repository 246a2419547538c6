using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.Reporting.Analysis;

/// <summary>
/// The runs of a configuration with one seed: one run, or one for each split and fold. Runs on folds share training examples, so they are
/// not independent (Dietterich, Approximate statistical tests for comparing supervised classification learning algorithms, Neural
/// Computation 10, 1998; Nadeau and Bengio, Inference for the generalization error, Machine Learning 52, 2003). Their mean is therefore one
/// observation, and seeds are compared.
/// </summary>
/// <param name="Seed">The seed.</param>
/// <param name="Runs">The runs, one or more, ordered by number.</param>
public sealed record Replicate(uint Seed, ImmutableArray<RunRecord> Runs)
{
    /// <summary>Whether all runs completed, diverged or failed.</summary>
    public bool HasEnded => Runs.All(Outcomes.HasEnded);

    /// <summary>The replicates of runs of one configuration, in the order of their first runs.</summary>
    public static ImmutableArray<Replicate> Of(IEnumerable<RunRecord> runs) =>
        [.. runs.GroupBy(run => run.Specification.Seed).Select(group => new Replicate(group.Key, [.. group]))];

    /// <summary>The mean score of the runs; null when not all have ended, or one has no score.</summary>
    public double? Score(Outcomes outcomes)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        return Mean(outcomes.Score);
    }

    /// <summary>The mean value of the objective; null when a run has none.</summary>
    public double? Value(Objective objective)
    {
        ArgumentNullException.ThrowIfNull(objective);
        return Mean(objective.ValueOf);
    }

    /// <summary>Whether every run was successful.</summary>
    public bool IsSuccessful(Outcomes outcomes)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        return Runs.All(outcomes.IsSuccessful);
    }

    private double? Mean(Func<RunRecord, double?> value)
    {
        var sum = 0.0;
        foreach (var run in Runs)
        {
            if (value(run) is not { } own)
            {
                return null;
            }

            sum += own;
        }

        return sum / Runs.Length;
    }
}
