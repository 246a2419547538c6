using System.Globalization;
using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Statistics;
using static System.FormattableString;

namespace NNOptim.Benchmarks.Conclusions;

/// <summary>
/// How true the report's conclusions are. Draws experiments from stored populations of runs, lets the report analyse each, and counts
/// verdicts of the wrong sign and intervals that hold the truth. The peer in the same run chooses and tests on the same seeds.
/// </summary>
internal static class ConclusionsBenchmark
{
    private static readonly string[] Populations = ["grid", "digits", "regression"];
    private static readonly int[] SearchSeeds = [5, 10];
    private static readonly int[] ConfirmationSeeds = [5, 10, 20, 40];

    /// <summary>Prints the tables of docs/conclusions.md.</summary>
    /// <param name="options">The number of draws of each cell; 4,000 by default.</param>
    public static int Run(string[] options)
    {
        var draws = options is [var given] ? int.Parse(given, CultureInfo.InvariantCulture) : 4000;
        Console.WriteLine("| population | search seeds | before: wrong sign | before: winner's interval holds | before: winner's cost / truth |");
        Console.WriteLine("|---|---:|---:|---:|---:|");
        foreach (var (name, seeds) in Populations.SelectMany(name => SearchSeeds.Select(seeds => (name, seeds))))
        {
            var before = Before(Population.Read(name), seeds, draws);
            Console.WriteLine(Invariant(
                $"| {name} | {seeds} | {Percent(before.Wrong, before.Experiments)} | {Percent(before.Covered, before.Experiments)} | {before.Ratios / before.Experiments:F2} |"));
        }

        Console.WriteLine();
        Console.WriteLine("| population | search seeds | fresh seeds | wrong sign | wrong sign of the mean log | wrong reliability | any significant | decided | leader's median | medians | unsuccessful share | typical ratio | better on | epochs to target |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        var cells = from name in Populations from search in SearchSeeds from fresh in ConfirmationSeeds select (name, search, fresh);
        foreach (var (name, search, fresh) in cells)
        {
            var rule = After(Population.Read(name), search, fresh, draws);
            Console.WriteLine(Invariant($"| {name} | {search} | {fresh} | {Percent(rule.Wrong, draws)} | {Percent(rule.WrongMean, draws)} | {Percent(rule.WrongReliability, draws)} | {Percent(rule.Significant, draws)} | {Percent(rule.Decided, draws)} ")
                + $"| {rule.Leader.Text("P0")} | {rule.Medians.Text("P0")} | {rule.Shares.Text("F2")} | {rule.Ratios.Text("F2")} | {rule.Superiorities.Text("F2")} | {rule.Epochs.Text("F0")} |");
        }

        return 0;
    }

    private static SameSeedRule Before(Population population, int seeds, int draws)
    {
        var (truth, rule) = (new Truth(population), new SameSeedRule());
        for (var draw = 0; draw < draws; draw++)
        {
            rule.Judge(Draw.Experiment(population, seeds, 0, new CounterRandom(1, (ulong)draw)), truth);
        }

        return rule;
    }

    private static ConfirmationRule After(Population population, int search, int fresh, int draws)
    {
        var (truth, rule) = (new Truth(population), new ConfirmationRule());
        for (var draw = 0; draw < draws; draw++)
        {
            rule.Judge(ExperimentAnalysis.Analyze(Draw.Experiment(population, search, fresh, new CounterRandom(2, (ulong)draw))), truth);
        }

        return rule;
    }

    private static string Percent(int count, int of) => Invariant($"{100.0 * count / of:F1} %");
}
