using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Reporting.Analysis;

/// <summary>A part of the variance with its name.</summary>
/// <param name="Name">For example <c>learning rate</c>, or <c>learning rate x optimizer</c>.</param>
/// <param name="Share">Its share, in [0, 1].</param>
/// <param name="Interaction">Whether it is the joint effect of two hyperparameters.</param>
public sealed record ImportancePart(string Name, double Share, bool Interaction);

/// <summary>
/// Which hyperparameter matters: how the variance of the objective over a grid divides among the hyperparameters
/// (<see cref="VarianceDecomposition"/>). The variance is that of the objective's logarithm where it has one
/// (<see cref="ExperimentAnalysis.HasLogarithm"/>); a value of zero then counts as the least above zero. A run that diverged or failed
/// counts as the worst that completed, so that divergence is not a gap.
/// </summary>
/// <param name="Compared">The compared value whose part of the grid it is; null for the whole.</param>
/// <param name="Parts">Single hyperparameters and pairs, from the greatest share to the least.</param>
/// <param name="Higher">The share of interactions of three or more.</param>
/// <param name="Within">The share that <see cref="WithinName"/> has.</param>
/// <param name="WithinName">What varies within a combination: the seeds, and hyperparameters that only some configurations have.</param>
public sealed record Importance(
    string? Compared, ImmutableArray<ImportancePart> Parts, double Higher, double Within, string WithinName)
{
    /// <summary>
    /// The decomposition of the whole grid first, then that of the part of each compared value. A part is left out where nothing
    /// varies in it or a combination has no ended run.
    /// </summary>
    public static ImmutableArray<Importance> Estimate(ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        var responses = Responses(analysis);
        var axes = analysis.Experiment.Specification.Axes
            .Where(axis => axis.Varies && axis.Parameter.Role != ParameterRole.Replicate)
            .ToImmutableArray();
        var compared = analysis.ComparedValues;
        var whole = Decompose(null, [.. axes.Where(axis => axis.Parameter.When is null)], analysis.Configurations, responses, axes.Length);
        var each = compared.Length < 2
            ? []
            : compared.Select(value =>
            {
                var applying = axes.Where(axis => Applies(axis.Parameter, value, analysis.Trainable)).ToImmutableArray();
                return Decompose(
                    value,
                    [.. applying.Where(axis => axis.Parameter.When is not { } when || when.Parameter == analysis.Trainable.Compared)],
                    [.. analysis.Configurations.Where(configuration => configuration.Compared == value)],
                    responses,
                    applying.Length);
            });
        return [.. each.Prepend(whole).OfType<Importance>()];
    }

    /// <summary>Whether a parameter can vary among the configurations of a compared value.</summary>
    private static bool Applies(Parameter parameter, string compared, Trainable trainable) =>
        parameter.Name != trainable.Compared
        && (parameter.When is not { } when || when.Parameter != trainable.Compared || when.Values.Contains(compared));

    private static Importance? Decompose(
        string? compared,
        ImmutableArray<ParameterAxis> axes,
        ImmutableArray<Configuration> configurations,
        Dictionary<int, double> responses,
        int varying)
    {
        if (axes.IsEmpty || responses.Count == 0)
        {
            return null;
        }

        var levels = axes.Select(axis => axis.Values.Length).ToImmutableArray();
        var values = Enumerable.Range(0, levels.Aggregate(1, static (product, count) => product * count))
            .Select(_ => ImmutableArray.CreateBuilder<double>()).ToImmutableArray();
        foreach (var configuration in configurations)
        {
            var levelOf = axes.Select(axis => configuration.Value(axis.Parameter) is { } value ? axis.Values.IndexOf(value) : -1).ToImmutableArray();
            if (levelOf.Any(level => level < 0))
            {
                return null;
            }

            var at = levelOf.Zip(levels).Aggregate(0, static (index, level) => (index * level.Second) + level.First);
            values[at].AddRange(configuration.Runs.Where(run => responses.ContainsKey(run.Number)).Select(run => responses[run.Number]));
        }

        if (values.Any(replicates => replicates.Count == 0)
            || VarianceDecomposition.Decompose(levels, [.. values.Select(replicates => replicates.ToImmutable())]) is not { } shares)
        {
            return null;
        }

        var names = axes.Select(axis => axis.Parameter.Label).ToImmutableArray();
        var parts = shares.Main.Select((share, i) => new ImportancePart(names[i], share, false))
            .Concat(shares.Pairs.Select(pair => new ImportancePart($"{names[pair.First]} x {names[pair.Second]}", pair.Share, true)));
        var within = axes.Length < varying ? "own hyperparameters and seeds" : "seeds";
        return new Importance(compared, [.. parts.OrderByDescending(part => part.Share)], shares.Higher, shares.Within, within);
    }

    /// <summary>The response of each ended run by its number; empty where no run completed, or no value has a logarithm.</summary>
    private static Dictionary<int, double> Responses(ExperimentAnalysis analysis)
    {
        var objective = analysis.Objective;
        var values = analysis.Runs
            .Where(run => run.State == RunState.Completed && objective.ValueOf(run) is not null)
            .ToDictionary(run => run.Number, run => objective.ValueOf(run)!.Value);
        if (analysis.HasLogarithm)
        {
            var positive = values.Values.Where(value => value > 0).DefaultIfEmpty(double.NaN).Min();
            values = double.IsNaN(positive) ? [] : values.ToDictionary(pair => pair.Key, pair => Math.Log10(Math.Max(positive, pair.Value)));
        }

        if (values.Count == 0)
        {
            return [];
        }

        var worst = values.Values.MaxBy(value => objective.Order(value));
        return analysis.Runs
            .Where(run => run.State is RunState.Completed or RunState.Diverged or RunState.Failed)
            .ToDictionary(run => run.Number, run => values.GetValueOrDefault(run.Number, worst));
    }
}
