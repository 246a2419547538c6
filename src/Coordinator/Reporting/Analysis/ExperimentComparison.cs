using System.Collections.Immutable;
using System.Runtime.InteropServices;
using NNOptim.Experiments;

namespace NNOptim.Reporting.Analysis;

/// <summary>One configuration in several experiments.</summary>
/// <param name="Values">
/// Its values of the parameters, except the seed, that have several values in some experiment, in the order of declaration.
/// </param>
/// <param name="Configurations">Its runs in each experiment; null for an experiment without it.</param>
public sealed record ConfigurationAcross(
    ImmutableArray<(Parameter Parameter, string Text)> Values, ImmutableArray<Configuration?> Configurations);

/// <summary>Whether runs with the same configuration and seed have the same results in two experiments.</summary>
/// <param name="Compared">The number of runs that completed or diverged in both experiments.</param>
/// <param name="Agreeing">The number of runs whose metrics, final parameters and common costs agree bit for bit. Times are ignored.</param>
/// <param name="Differing">The numbers, in the first experiment, of the compared runs that differ.</param>
/// <param name="Unfinished">The number of common runs without a result in one of the experiments.</param>
/// <param name="CostsEvery">The number of epochs between consecutive common costs.</param>
public sealed record BitAgreement(int Compared, int Agreeing, ImmutableArray<int> Differing, int Unfinished, long CostsEvery)
{
    /// <summary>Whether there are runs to compare and all of them agree.</summary>
    public bool All => Compared > 0 && Agreeing == Compared && Unfinished == 0;
}

/// <summary>Compares experiments.</summary>
public static class ExperimentComparison
{
    /// <summary>
    /// The configurations that two or more of the experiments have, in the order of the first such experiment. A parameter with a single
    /// value in every experiment does not distinguish configurations.
    /// </summary>
    public static ImmutableArray<ConfigurationAcross> Configurations(IReadOnlyList<ExperimentRecord> experiments)
    {
        ArgumentNullException.ThrowIfNull(experiments);
        var parameters = experiments
            .SelectMany(experiment => experiment.Specification.Trainable.Parameters)
            .DistinctBy(parameter => parameter.Name)
            .Where(parameter => !parameter.IsRepeated
                && experiments.Any(experiment => experiment.Specification.Axis(parameter.Name) is { Varies: true }))
            .ToList();
        var groups = experiments
            .Select(experiment => Configuration.Group(experiment.Runs.Where(run => run.Confirmation == 0), parameters, Outcomes.Of(experiment.Specification.Declaration, experiment.Runs))
                .ToDictionary(configuration => configuration.Key(parameters), StringComparer.Ordinal))
            .ToList();
        return
        [
            .. groups.SelectMany(group => group.Keys).Distinct(StringComparer.Ordinal)
                .Where(key => groups.Count(group => group.ContainsKey(key)) > 1)
                .Select(key => new ConfigurationAcross(
                    ValuesOf(groups.First(group => group.ContainsKey(key))[key], parameters),
                    [.. groups.Select(group => group.GetValueOrDefault(key))])),
        ];
    }

    /// <summary>Whether the common runs of two experiments agree bit for bit.</summary>
    public static BitAgreement Bits(ExperimentRecord first, ExperimentRecord second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        var parameters = first.Specification.Trainable.GridParameters
            .Concat(second.Specification.Trainable.GridParameters)
            .DistinctBy(parameter => parameter.Name)
            .ToList();
        var others = second.Runs.DistinctBy(run => RunValues.Key(run, parameters)).ToDictionary(run => RunValues.Key(run, parameters), StringComparer.Ordinal);
        var every = new CommonCosts(first.Specification.RecordEvery, second.Specification.RecordEvery);
        var (agreeing, unfinished) = (0, 0);
        var differing = ImmutableArray.CreateBuilder<int>();
        foreach (var run in first.Runs)
        {
            if (!others.TryGetValue(RunValues.Key(run, parameters), out var other))
            {
                continue;
            }

            if (run.Result is null || other.Result is null)
            {
                unfinished++;
            }
            else if (Agree(run, other, every))
            {
                agreeing++;
            }
            else
            {
                differing.Add(run.Number);
            }
        }

        return new BitAgreement(agreeing + differing.Count, agreeing, differing.ToImmutable(), unfinished, every.Epochs);
    }

    private static bool Agree(RunRecord a, RunRecord b, CommonCosts every) =>
        a.State == b.State
        && a.Result!.EpochsTrained == b.Result!.EpochsTrained
        && a.Result.DivergedAtEpoch == b.Result.DivergedAtEpoch
        && a.Trainable.Metrics.Where(metric => b.Trainable.PlaceOf(metric.Name) >= 0).All(metric => Bits(a, metric) == Bits(b, metric))
        && Bytes(a.Result.FinalParameters).SequenceEqual(Bytes(b.Result.FinalParameters))
        && every.Agree(a.Costs, b.Costs);

    private static long? Bits(RunRecord run, Metric metric) =>
        run.Metric(metric.Name) is { } value ? BitConverter.DoubleToInt64Bits(value) : null;

    private static ReadOnlySpan<byte> Bytes(ImmutableArray<double> numbers) => MemoryMarshal.AsBytes(numbers.AsSpan());

    private static ImmutableArray<(Parameter, string)> ValuesOf(Configuration configuration, IEnumerable<Parameter> parameters) =>
    [
        .. parameters.Where(parameter => configuration.Value(parameter) is not null)
            .Select(parameter => (parameter, configuration.Text(parameter))),
    ];
}
