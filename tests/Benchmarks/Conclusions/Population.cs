using System.Collections.Immutable;
using System.Globalization;
using NNOptim.Experiments;
using NNOptim.Training;

namespace NNOptim.Benchmarks.Conclusions;

/// <summary>
/// Runs of a whole grid with 100 seeds, kept as data. The file beside it (*.yaml) trains them. Experiments are drawn from them.
/// </summary>
/// <param name="Name">The name of its files.</param>
/// <param name="Grid">The specification of its grid.</param>
/// <param name="Runs">The results by configuration (its values as text) and seed.</param>
internal sealed record Population(
    string Name, ExperimentSpecification Grid, ImmutableDictionary<string, ImmutableArray<RunRecord>> Runs)
{
    private static readonly string[] Parameters = ["optimizer", "learning_rate", "batch_size"];

    /// <summary>Reads an embedded population.</summary>
    public static Population Read(string name)
    {
        using var stream = typeof(Population).Assembly.GetManifestResourceStream($"populations/{name}.csv")
            ?? throw new ArgumentException($"There is no population {name}.", nameof(name));
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().TrimEnd().Split('\n').Select(line => line.Split(',')).ToList();
        var rows = lines.Skip(1).Select(fields => lines[0].Index().ToDictionary(column => column.Item, column => fields[column.Index], StringComparer.Ordinal)).ToList();
        var grid = ExperimentSpecification.Create(
            name,
            NetworkTrainable.Standard.Declaration,
            new DatasetSpecification { Kind = DatasetKind.Moons },
            ("optimizer", ParameterValue.Names([.. rows.Select(row => row["optimizer"]).Distinct()])),
            ("layers", [new ParameterValue.Layers([2, 1])]),
            ("loss", ParameterValue.Names("binary_cross_entropy")),
            ("epochs", ParameterValue.Integers(400)),
            ("target_cost", ParameterValue.Numbers(1)),
            ("learning_rate", ParameterValue.Numbers([.. rows.Select(row => double.Parse(row["learning_rate"], CultureInfo.InvariantCulture)).Distinct()])),
            ("batch_size", ParameterValue.Integers([.. rows.Select(row => long.Parse(row["batch_size"], CultureInfo.InvariantCulture)).Distinct()])),
            ("seed", ParameterValue.Integers(1)));
        var prototypes = ExperimentGrid.Expand(grid).ToDictionary(Key, StringComparer.Ordinal);
        return new Population(
            name,
            grid,
            rows.GroupBy(row => string.Join(' ', Parameters.Select(parameter => row[parameter])), StringComparer.Ordinal)
                .ToImmutableDictionary(group => group.Key, group => group.Select(row => Record(row, prototypes[group.Key], grid.Declaration)).ToImmutableArray(), StringComparer.Ordinal));
    }

    /// <summary>The key of a run's configuration.</summary>
    public static string Key(RunSpecification run) => string.Join(' ', Parameters.Select(parameter => run.Values[parameter]!.ToString()));

    /// <summary>Every run of the population, as one experiment's search.</summary>
    public ExperimentRecord Whole() => Experiment([.. Runs.OrderBy(pair => pair.Key, StringComparer.Ordinal).SelectMany(pair => pair.Value)]);

    /// <summary>An experiment of some of the runs.</summary>
    public ExperimentRecord Experiment(ImmutableArray<RunRecord> runs) => new(
        ExperimentId.Parse("00000001"),
        Grid,
        HistoryBenchmark.Environment,
        DateTimeOffset.UnixEpoch,
        DateTimeOffset.UnixEpoch,
        [.. runs.Select((run, place) => run with { Specification = run.Specification with { Number = place + 1 } })]);

    private static RunRecord Record(Dictionary<string, string> row, RunSpecification prototype, Trainable trainable) => new(
        prototype with { Seed = uint.Parse(row["seed"], CultureInfo.InvariantCulture) },
        trainable,
        row["state"] == "completed" ? RunState.Completed : RunState.Diverged,
        1,
        new RunResult
        {
            EpochsTrained = prototype.Budget,
            DivergedAtEpoch = row["state"] == "completed" ? null : 0,
            Metrics = new MetricValues(trainable.Metrics.Select(metric => row.TryGetValue(metric.Name, out var text) && text.Length > 0
                ? double.Parse(text, CultureInfo.InvariantCulture)
                : (double?)null)),
            TrainingSeconds = 0,
        },
        null,
        []);
}
