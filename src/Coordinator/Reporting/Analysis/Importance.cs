using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Reporting.Analysis;

/// <summary>A named part of the variance.</summary>
/// <param name="Name">For example <c>learning rate</c>, <c>learning rate x optimizer</c>, or <c>seed</c>.</param>
/// <param name="Share">Its share, in [0, 1].</param>
public sealed record ImportancePart(string Name, double Share);

/// <summary>
/// The importance of the hyperparameters and the seeds: how the variance of the score over a search divides among them
/// (<see cref="VarianceDecomposition"/>). If the objective has a logarithm (<see cref="ExperimentAnalysis.HasLogarithm"/>), the variance is
/// that of the score's logarithm. A score of zero then counts as the smallest score above zero. A run without a score counts as the worst.
/// </summary>
/// <param name="Compared">The compared value of this part of the search; null for the whole search.</param>
/// <param name="Parts">Single hyperparameters and pairs, from the largest share to the smallest.</param>
/// <param name="Higher">The share of the interactions of three or more hyperparameters.</param>
/// <param name="Rest">
/// The rest of the variance: the hyperparameters that only some configurations have, the seeds, and the residual. The residual is what a
/// seed does with some settings and not with others.
/// </param>
public sealed record Importance(string? Compared, ImmutableArray<ImportancePart> Parts, double Higher, ImmutableArray<ImportancePart> Rest)
{
    /// <summary>The name of the share of three or more hyperparameters together.</summary>
    public const string HigherName = "three or more together";

    /// <summary>Every part, from the largest share to the smallest.</summary>
    public ImmutableArray<ImportancePart> All =>
        [.. Parts.Concat(Rest).Append(new ImportancePart(HigherName, Higher)).Where(part => part.Share > 0).OrderByDescending(part => part.Share)];

    /// <summary>
    /// Decomposes the whole search first, then the part of each compared value. Omits a part in which nothing varies, or in which a
    /// combination has no ended run.
    /// </summary>
    public static ImmutableArray<Importance> Estimate(ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        var responses = Responses(analysis);
        var axes = analysis.Experiment.Specification.Axes
            .Where(axis => axis.Varies && !axis.Parameter.IsRepeated)
            .ToImmutableArray();
        var compared = analysis.ComparedValues;
        var whole = Decompose(null, axes, parameter => parameter.When is null, analysis.Configurations, responses);
        var each = compared.Length < 2
            ? []
            : compared.Select(value => Decompose(
                value,
                [.. axes.Where(axis => Applies(axis.Parameter, value, analysis.Trainable))],
                parameter => parameter.When is not { } when || when.Parameter == analysis.Trainable.Compared,
                [.. analysis.Configurations.Where(configuration => configuration.Compared == value)],
                responses));
        return [.. each.Prepend(whole).OfType<Importance>()];
    }

    /// <summary>Whether a parameter can vary among the configurations of a compared value.</summary>
    private static bool Applies(Parameter parameter, string compared, Trainable trainable) =>
        parameter.Name != trainable.Compared
        && (parameter.When is not { } when || when.Parameter != trainable.Compared || when.Values.Contains(compared));

    private static Importance? Decompose(
        string? compared,
        ImmutableArray<ParameterAxis> all,
        Func<Parameter, bool> isFactor,
        ImmutableArray<Configuration> configurations,
        Dictionary<int, double> responses)
    {
        ImmutableArray<ParameterAxis> axes = [.. all.Where(axis => isFactor(axis.Parameter))];
        if (axes.IsEmpty || responses.Count == 0)
        {
            return null;
        }

        var levels = axes.Select(axis => axis.Values.Length).ToImmutableArray();
        var combinations = Enumerable.Range(0, levels.Aggregate(1, static (product, count) => product * count)).Select(_ => new List<Configuration>()).ToImmutableArray();
        foreach (var configuration in configurations)
        {
            var levelOf = axes.Select(axis => configuration.Value(axis.Parameter) is { } value ? axis.Values.IndexOf(value) : -1).ToImmutableArray();
            if (levelOf.Any(level => level < 0))
            {
                return null;
            }

            combinations[levelOf.Zip(levels).Aggregate(0, static (index, level) => (index * level.Second) + level.First)].Add(configuration);
        }

        ImmutableArray<ImmutableArray<double>> values =
            [.. combinations.Select(members => members.SelectMany(member => Ended(member, responses)).Select(run => responses[run.Number]).ToImmutableArray())];
        if (values.Any(replicates => replicates.IsEmpty) || VarianceDecomposition.Decompose(levels, values) is not { } shares)
        {
            return null;
        }

        var names = axes.Select(axis => axis.Parameter.Label).ToImmutableArray();
        var parts = shares.Main.Select((share, i) => new ImportancePart(names[i], share))
            .Concat(shares.Pairs.Select(pair => new ImportancePart($"{names[pair.First]} x {names[pair.Second]}", pair.Share)));
        ImmutableArray<string> conditional = [.. all.Where(axis => !isFactor(axis.Parameter)).Select(axis => axis.Parameter.Label)];
        return new Importance(compared, [.. parts.OrderByDescending(part => part.Share)], shares.Higher, Remainder(combinations, conditional, responses, shares));
    }

    /// <summary>Divides the variance within combinations: between their configurations, between seeds, and the residual.</summary>
    private static ImmutableArray<ImportancePart> Remainder(
        ImmutableArray<List<Configuration>> combinations, ImmutableArray<string> conditional, Dictionary<int, double> responses, VarianceDecomposition shares)
    {
        var between = combinations.Average(members =>
        {
            var mean = members.SelectMany(member => Ended(member, responses)).Average(run => responses[run.Number]);
            var runs = members.Sum(member => Ended(member, responses).Count());
            return members.Sum(member => Ended(member, responses).Count() * Square(Mean(member, responses) - mean)) / runs;
        }) / shares.Variance;
        var deviations = combinations.SelectMany(members => members)
            .SelectMany(member => Ended(member, responses).Select(run => (Run: run, Value: responses[run.Number] - Mean(member, responses))))
            .ToImmutableArray();
        var seeds = Math.Min(Math.Max(0, shares.Within - between), Between(deviations, run => run.Specification.Seed) / shares.Variance);
        var splits = Math.Min(Math.Max(0, shares.Within - between - seeds), Between(deviations, RunValues.Split) / shares.Variance);
        var own = conditional.IsEmpty ? [] : new[] { new ImportancePart(Wording.List(conditional), between) };
        var isSplit = deviations.DistinctBy(deviation => RunValues.Split(deviation.Run)).Skip(1).Any();
        return
        [
            .. own,
            new ImportancePart("seed", seeds),
            .. isSplit ? [new ImportancePart("split", splits)] : (ImportancePart[])[],
            new ImportancePart(
                isSplit ? "unexplained (seed and split with settings)" : "unexplained (seed with settings)",
                Math.Max(0, shares.Within - between - seeds - (isSplit ? splits : 0))),
        ];
    }

    /// <summary>The variance between the groups of runs with equal keys.</summary>
    private static double Between<TKey>(ImmutableArray<(RunRecord Run, double Value)> deviations, Func<RunRecord, TKey> key)
    {
        var groups = deviations.GroupBy(deviation => key(deviation.Run), deviation => deviation.Value)
            .Select(group => (Count: group.Count(), Mean: group.Average()))
            .ToImmutableArray();
        return groups.Sum(group => group.Count * Square(group.Mean)) / groups.Sum(group => group.Count);
    }

    private static IEnumerable<RunRecord> Ended(Configuration configuration, Dictionary<int, double> responses) =>
        configuration.Runs.Where(run => responses.ContainsKey(run.Number));

    private static double Mean(Configuration configuration, Dictionary<int, double> responses) =>
        Ended(configuration, responses).Select(run => responses[run.Number]).DefaultIfEmpty().Average();

    private static double Square(double value) => value * value;

    /// <summary>The response of each ended run of the search by its number; empty when no run completed, or no score has a logarithm.</summary>
    private static Dictionary<int, double> Responses(ExperimentAnalysis analysis)
    {
        var objective = analysis.Objective;
        var values = analysis.SearchRuns
            .Select(run => (run.Number, Score: analysis.Outcomes.Score(run)))
            .Where(pair => pair.Score is not null)
            .ToDictionary(pair => pair.Number, pair => pair.Score!.Value);
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
        return analysis.SearchRuns.Where(Outcomes.HasEnded).ToDictionary(run => run.Number, run => values.GetValueOrDefault(run.Number, worst));
    }
}
