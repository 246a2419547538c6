using System.Collections.Immutable;
using System.Runtime.InteropServices;
using NNOptim.Experiments;

namespace NNOptim.Reporting.Analysis;

/// <summary>The figures of one cell in one experiment.</summary>
/// <param name="Runs">Its runs: one a seed.</param>
/// <param name="Completed">Those trained to the end.</param>
/// <param name="MeanFinalCost">The mean final cost of the completed; null when there are none.</param>
/// <param name="MeanAccuracy">The mean accuracy of the completed, on held-out examples where there are some; in [0, 1].</param>
public sealed record ComparedCell(int Runs, int Completed, double? MeanFinalCost, double? MeanAccuracy);

/// <summary>One cell of several experiments.</summary>
/// <param name="Setting">Its value on every axis but the seed that some experiment has several values of, in the order of the axes.</param>
/// <param name="Cells">Its figures in each experiment; null where an experiment does not have it.</param>
public sealed record CellAcross(ImmutableArray<(Hyperparameter Hyperparameter, string Text)> Setting, ImmutableArray<ComparedCell?> Cells);

/// <summary>Whether runs of the same setting, seed included, came out the same in two experiments.</summary>
/// <param name="Compared">Runs of both that completed or diverged in both.</param>
/// <param name="Agreeing">Those whose figures, final parameters and the costs that both recorded agree bit for bit; times do not count.</param>
/// <param name="Differing">The numbers, in the first experiment, of the others.</param>
/// <param name="Unfinished">Runs of both that have not come out in both.</param>
/// <param name="CostsEvery">The epochs from one cost that both recorded to the next.</param>
public sealed record BitAgreement(int Compared, int Agreeing, ImmutableArray<int> Differing, int Unfinished, long CostsEvery)
{
    /// <summary>Whether there were runs to compare, and all agree.</summary>
    public bool All => Compared > 0 && Agreeing == Compared && Unfinished == 0;
}

/// <summary>Experiments side by side.</summary>
public static class ExperimentComparison
{
    /// <summary>
    /// The cells that two or more of the experiments have, in the order of the first that has them. A hyperparameter of which every
    /// experiment has one value is what the experiments differ in, or nothing does: it makes no cell another.
    /// </summary>
    public static ImmutableArray<CellAcross> Cells(IReadOnlyList<ExperimentRecord> experiments)
    {
        ArgumentNullException.ThrowIfNull(experiments);
        var axes = Hyperparameters.InOrder
            .Where(axis => axis != Hyperparameters.Seed && experiments.Any(experiment => experiment.Specification.Axes.First(own => own.Hyperparameter == axis).Values.Length > 1))
            .ToList();
        var groups = experiments
            .Select(experiment => experiment.Runs.GroupBy(run => KeyOf(run, axes), StringComparer.Ordinal).ToDictionary(group => group.Key, StringComparer.Ordinal))
            .ToList();
        return
        [
            .. groups.SelectMany(cells => cells.Keys).Distinct(StringComparer.Ordinal)
                .Where(key => groups.Count(cells => cells.ContainsKey(key)) > 1)
                .Select(key => new CellAcross(
                    SettingOf(groups.First(cells => cells.ContainsKey(key))[key].First(), axes),
                    [.. groups.Select(cells => cells.TryGetValue(key, out var runs) ? CellOf([.. runs]) : null)])),
        ];
    }

    /// <summary>Whether the runs that both experiments have agree bit for bit.</summary>
    public static BitAgreement Bits(ExperimentRecord first, ExperimentRecord second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        var others = second.Runs.ToDictionary(run => KeyOf(run, Hyperparameters.InOrder), StringComparer.Ordinal);
        var every = new CommonCosts(first.Specification.RecordEvery, second.Specification.RecordEvery);
        var (agreeing, unfinished) = (0, 0);
        var differing = ImmutableArray.CreateBuilder<int>();
        foreach (var run in first.Runs)
        {
            if (!others.TryGetValue(KeyOf(run, Hyperparameters.InOrder), out var other))
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
        && every.Agree(a.Costs, b.Costs)
        && Bytes(a.Result!.FinalParameters).SequenceEqual(Bytes(b.Result!.FinalParameters))
        && a.Result with { TrainingSeconds = 0, FinalParameters = [] } == b.Result with { TrainingSeconds = 0, FinalParameters = [] };

    private static ReadOnlySpan<byte> Bytes(ImmutableArray<double> numbers) => MemoryMarshal.AsBytes(numbers.AsSpan());

    private static string KeyOf(RunRecord run, IEnumerable<Hyperparameter> axes) => string.Join('\n', axes.Select(run.Point.Text));

    private static ImmutableArray<(Hyperparameter, string)> SettingOf(RunRecord run, IEnumerable<Hyperparameter> axes) =>
        [.. axes.Where(run.Point.Values.ContainsKey).Select(axis => (axis, run.Point.Text(axis)))];

    private static ComparedCell CellOf(ImmutableArray<RunRecord> runs)
    {
        var results = runs.Where(run => run.State == RunState.Completed).Select(run => run.Result!).ToList();
        return new ComparedCell(
            runs.Length, results.Count, results.Average(result => result.FinalCost), results.Average(result => result.TestAccuracy ?? result.TrainAccuracy));
    }
}
