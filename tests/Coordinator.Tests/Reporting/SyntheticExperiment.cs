using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Training;

namespace NNOptim.Coordinator.Tests.Reporting;

/// <summary>Creates experiments with costs from a formula, for tests of reports.</summary>
internal sealed record SyntheticExperiment
{
    public string[] Optimizers { get; init; } = ["gd", "momentum", "adam"];

    public double[] LearningRates { get; init; } = [0.0007];

    public int[] BatchSizes { get; init; } = [64];

    public int[] Seeds { get; init; } = [3];

    public int Epochs { get; init; } = 5000;

    public int RecordEvery { get; init; } = 100;

    public double? TargetCost { get; init; } = 0.2;

    public string Correction { get; init; } = "step";

    public int InputWidth { get; init; } = 2;

    /// <summary>The metric by which configurations are ranked; that of the trainable when null.</summary>
    public string? Objective { get; init; }

    /// <summary>The data.</summary>
    public DatasetSpecification Data { get; init; } = new() { Kind = DatasetKind.Moons };

    /// <summary>The values of further parameters.</summary>
    public (string Parameter, ImmutableArray<ParameterValue> Values)[] Others { get; init; } = [];

    /// <summary>The cost of a constant prediction, that of two equally frequent classes; null when runs do not report it.</summary>
    public double? ConstantCost { get; init; } = 0.6931471805599453;

    /// <summary>The accuracy of a constant prediction; null when runs do not report it.</summary>
    public double? ConstantAccuracy { get; init; } = 0.5;

    /// <summary>The seeds of each confirmation; none without one.</summary>
    public int[][] FreshSeeds { get; init; } = [];

    /// <summary>Whether the configuration of a run is a finalist. By default, all are.</summary>
    public Func<NetworkRun, bool> IsFinalist { get; init; } = static _ => true;

    /// <summary>The cost of a run at an epoch.</summary>
    public Func<NetworkRun, int, double> Cost { get; init; } = SmoothCost;

    /// <summary>The training accuracy of a run that ends with a cost.</summary>
    public Func<NetworkRun, double, double?> Accuracy { get; init; } = static (_, cost) => Math.Round(300 * Math.Clamp(1 - (cost / 2), 0, 1)) / 300;

    /// <summary>Changes a run after its creation, for example to a failed or pending run.</summary>
    public Func<RunRecord, RunRecord> Change { get; init; } = static run => run;

    /// <summary>Falls from 0.7 at a rate that depends on optimiser, learning rate and batch size, with a little noise per seed.</summary>
    public static double SmoothCost(NetworkRun run, int epoch)
    {
        var pace = run.Optimizer.Rule.Name switch { "adam" => 8.0, "momentum" => 1.05, _ => 1.0 };
        var progress = pace * run.LearningRate * epoch / Math.Sqrt(run.BatchSize);
        var noise = (0.004 * (run.Seed % 7)) + (0.001 * ((run.Seed * (3 + NumberOf(run))) % 5)) + (0.002 * (((epoch / 100 * 31) + ((int)run.Seed * 17)) % 11 / 11.0));

        // Only exactly rounded operations, so that an approved report is the same on every machine.
        return 0.12 + (0.58 / ((1 + progress) * (1 + progress))) + noise;
    }

    /// <summary>As <see cref="SmoothCost"/>, but from a learning rate of 0.1 momentum diverges and the others overshoot.</summary>
    public static double RoughCost(NetworkRun run, int epoch) =>
        run.LearningRate < 0.1 ? SmoothCost(run, epoch)
        : run.Optimizer.Rule.Name == "momentum" && epoch > 1000 ? double.NaN
        : SmoothCost(run, epoch) + (epoch is > 300 and < 900 ? 4.0 / run.BatchSize * (1 + Math.Sin(epoch / 70.0)) : 0);

    /// <summary>The index of a run's optimiser.</summary>
    public static uint NumberOf(NetworkRun run) => run.Optimizer.Rule.Name switch { "adam" => 2, "momentum" => 1, _ => 0 };

    /// <summary>The optimiser of a run.</summary>
    public static string OptimizerOf(RunRecord run) => run.Specification.Values["optimizer"]!.ToString();

    /// <summary>A run with another value of a metric.</summary>
    public static RunRecord WithMetric(RunRecord run, string name, double? value) => run with
    {
        Result = run.Result! with
        {
            Metrics = new MetricValues(run.Trainable.Metrics.Select(metric => metric.Name == name ? value : run.Metric(metric.Name))),
        },
    };

    public ExperimentSpecification Specification
    {
        get
        {
            var specification = ExperimentSpecification.Create(
                "synthetic", NetworkTrainable.Standard.Declaration, Data, [.. Axes, .. Others]);
            return Objective is { } objective ? specification with { Objective = objective } : specification;
        }
    }

    private (string Parameter, ImmutableArray<ParameterValue> Values)[] Axes =>
    [
        ("optimizer", ParameterValue.Names(Optimizers)),
        ("layers", [new ParameterValue.Layers([InputWidth, 5, 2, 1])]),
        ("loss", ParameterValue.Names("binary_cross_entropy")),
        ("epochs", ParameterValue.Integers(Epochs)),
        ("record_every", ParameterValue.Integers(RecordEvery)),
        ("target_cost", TargetCost is { } target ? ParameterValue.Numbers(target) : []),
        ("adam_second_moment_correction", ParameterValue.Names(Correction)),
        ("learning_rate", ParameterValue.Numbers(LearningRates)),
        ("batch_size", [.. BatchSizes.Select(size => new ParameterValue.Integer(size))]),
        ("seed", [.. Seeds.Select(seed => new ParameterValue.Integer(seed))]),
    ];

    public ExperimentRecord Build()
    {
        var specification = Specification;
        return new ExperimentRecord(
            ExperimentId.Parse("k3f9x2ma"),
            specification,
            new ExperimentEnvironment("0.1.0+abcdef0", ".NET 10.0.0", "Linux x64", 2, 256, "nnoptim run synthetic"),
            new DateTimeOffset(2026, 11, 23, 20, 0, 0, TimeSpan.Zero),
            new DateTimeOffset(2026, 11, 23, 20, 0, 4, TimeSpan.Zero),
            [.. Runs(specification)]);
    }

    private IEnumerable<RunRecord> Runs(ExperimentSpecification specification)
    {
        var search = ExperimentGrid.Expand(specification);
        var finalists = search.Where(run => run.Seed == search[0].Seed && IsFinalist(NetworkTrainable.Standard.Read(run))).ToImmutableArray();
        var confirmations = FreshSeeds.Index()
            .SelectMany(round => finalists.SelectMany(finalist => round.Item.Select(seed => (Round: round.Index + 1, Finalist: finalist, Seed: (uint)seed))))
            .Select((run, i) => Train(run.Finalist with { Number = search.Length + 1 + i, Seed = run.Seed }) with { Confirmation = run.Round });
        return search.Select(Train).Concat(confirmations).Select(Change);
    }

    private RunRecord Train(RunSpecification specification)
    {
        var run = NetworkTrainable.Standard.Read(specification);
        var recorded = ImmutableArray.CreateBuilder<double>();
        var (best, bestEpoch, overshoot, rises, area, rising) = (double.PositiveInfinity, 0, 0.0, 0, 0.0, false);
        int? target = null;
        int? diverged = null;
        var last = 0.0;
        for (var epoch = 0; epoch < run.Epochs && diverged is null; epoch++)
        {
            var cost = Cost(run, epoch);
            if (!double.IsFinite(cost))
            {
                diverged = epoch;
                continue;
            }

            last = cost;
            if (epoch % run.RecordEvery == 0)
            {
                recorded.Add(cost);
            }

            target ??= cost <= run.TargetCost ? epoch : null;
            if (cost < best)
            {
                (best, bestEpoch, rising) = (cost, epoch, false);
                continue;
            }

            rises += rising ? 0 : 1;
            rising = true;
            overshoot = Math.Max(overshoot, cost - best);
            area += cost - best;
        }

        var metrics = new Dictionary<string, double?>
        {
            ["final_cost"] = diverged is null ? last : null,
            ["best_cost"] = best,
            ["best_epoch"] = bestEpoch,
            ["epochs_to_target"] = target,
            ["overshoot"] = overshoot,
            ["rise_count"] = rises,
            ["rise_area"] = area,
            ["train_accuracy"] = diverged is null ? Accuracy(run, last) : null,
            ["constant_cost"] = ConstantCost,
            ["constant_accuracy"] = ConstantAccuracy,
        };
        return new RunRecord(
            specification,
            NetworkTrainable.Standard.Declaration,
            diverged is null ? RunState.Completed : RunState.Diverged,
            1,
            new RunResult
            {
                EpochsTrained = diverged ?? run.Epochs,
                DivergedAtEpoch = diverged,
                Metrics = new MetricValues(NetworkTrainable.Standard.Declaration.Metrics.Select(metric => metrics.GetValueOrDefault(metric.Name))),
                TrainingSeconds = 0.25,
                FinalParameters = [run.Optimizer.Rule.Name == "adam" ? 1.0 : 0.2, last],
            },
            null,
            recorded.DrainToImmutable());
    }
}
