using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Reporting.Statistics;
using NNOptim.Search;

namespace NNOptim.Benchmarks.Conclusions;

/// <summary>Draws an experiment from a population: seeds of the search and fresh seeds, all with replacement.</summary>
internal static class Draw
{
    /// <summary>The experiment as the coordinator would run it: the whole grid, then the finalists of each optimiser.</summary>
    /// <param name="population">The population.</param>
    /// <param name="searchSeeds">The number of seeds of the search.</param>
    /// <param name="confirmationSeeds">The number of fresh seeds.</param>
    /// <param name="random">The source of randomness.</param>
    public static ExperimentRecord Experiment(Population population, int searchSeeds, int confirmationSeeds, CounterRandom random)
    {
        var draws = Enumerable.Range(0, searchSeeds + confirmationSeeds).Select(_ => random.NextBelow(100)).ToArray();
        var search = ExperimentGrid.Expand(population.Grid)
            .SelectMany(run => Enumerable.Range(0, searchSeeds).Select(seed => Run(population, run, draws[seed], seed, 0)))
            .ToImmutableArray();
        var score = RunScore.For(population.Grid);
        var baseline = score.BaselineOf(population.Grid.Declaration, search[0].Result!);
        var finalists = Finalists.Choose(
            population.Grid,
            new ConfirmationSpecification(1, "optimizer", confirmationSeeds),
            search.Select((run, place) => new ScoredRun(
                run.Specification with { Number = place + 1 }, run.State, score.Of(population.Grid.Declaration, run.Result!))),
            baseline);
        var confirmation = finalists.SelectMany(run =>
            Enumerable.Range(searchSeeds, confirmationSeeds).Select(seed => Run(population, run, draws[seed], seed, 1)));
        return population.Experiment([.. search, .. confirmation]);
    }

    private static RunRecord Run(Population population, RunSpecification run, int drawn, int seed, int confirmation)
    {
        var record = population.Runs[Population.Key(run)][drawn];
        return record with { Specification = record.Specification with { Seed = (uint)seed + 1 }, Confirmation = confirmation };
    }
}
