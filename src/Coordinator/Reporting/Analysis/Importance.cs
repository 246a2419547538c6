using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Reporting.Analysis;

/// <summary>A named part of the variance.</summary>
/// <param name="Name">For example <c>learning rate</c>, or <c>learning rate x optimizer</c>.</param>
/// <param name="Share">Its share, in [0, 1].</param>
/// <param name="Interaction">Whether it is the interaction of two hyperparameters.</param>
public sealed record ImportancePart(string Name, double Share, bool Interaction);

/// <summary>
/// The importance of the hyperparameters: how the variance of the objective over a grid divides among them
/// (<see cref="VarianceDecomposition"/>). If the objective has a logarithm (<see cref="ExperimentAnalysis.HasLogarithm"/>), the variance is
/// that of the logarithm. A value of zero then counts as the smallest value above zero. A run that diverged or failed counts as the worst
/// completed run, so that divergence leaves no gap in the grid.
/// </summary>
/// <param name="Compared">The compared value of this part of the grid; null for the whole grid.</param>
/// <param name="Parts">Single hyperparameters and pairs, from the largest share to the smallest.</param>
/// <param name="Higher">The share of the interactions of three or more hyperparameters.</param>
/// <param name="Within">The share of the variation that <see cref="WithinName"/> names.</param>
/// <param name="WithinName">
/// What varies within a combination: the seeds, and the hyperparameters that only some configurations have.
/// </param>
public sealed record Importance(
    string? Compared, ImmutableArray<ImportancePart> Parts, double Higher, double Within, string WithinName)
{
    /// <summary>
    /// Decomposes the whole grid first, then the part of each compared value. Omits a part in which nothing varies, or in which a
    /// combination has no ended run.
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

    /// <summary>The response of each ended run by its number; empty when no run completed, or no value has a logarithm.</summary>
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
