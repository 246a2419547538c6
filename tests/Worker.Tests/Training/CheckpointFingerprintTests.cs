using CsCheck;
using NNOptim.Experiments;
using NNOptim.Training;
using NNOptim.Training.Datasets;
using NNOptim.Training.Optimizers;

namespace NNOptim.Worker.Tests.Training;

/// <summary>A checkpoint is bound to everything that determines its runs' numbers, and to nothing else.</summary>
public class CheckpointFingerprintTests
{
    private static readonly DatasetSpecification Moons = new() { Kind = DatasetKind.Moons, Examples = 10 };
    private static readonly Dataset Data = DatasetLoader.Load(Moons).Train;

    // Each field of a run, with a copy of the run that has another value of it. The dataset's bytes represent their source.
    private static readonly (string Field, Func<NetworkRun, NetworkRun, NetworkRun> Take)[] Fields =
    [
        (nameof(NetworkRun.Number), (run, other) => run with { Number = other.Number }),
        (nameof(NetworkSpecification.Layers), (run, other) => run with { Network = run.Network with { Layers = other.Network.Layers } }),
        (nameof(NetworkSpecification.HiddenActivation), (run, other) => run with { Network = run.Network with { HiddenActivation = other.Network.HiddenActivation } }),
        (nameof(NetworkSpecification.Initializer), (run, other) => run with { Network = run.Network with { Initializer = other.Network.Initializer } }),
        (nameof(NetworkSpecification.Loss), (run, other) => run with { Network = run.Network with { Loss = other.Network.Loss } }),
        (nameof(NetworkRun.Optimizer), (run, other) => run with { Optimizer = other.Optimizer }),
        (nameof(NetworkRun.LearningRate), (run, other) => run with { LearningRate = other.LearningRate }),
        (nameof(NetworkRun.BatchSize), (run, other) => run with { BatchSize = other.BatchSize }),
        (nameof(NetworkRun.Seed), (run, other) => run with { Seed = other.Seed }),
        (nameof(NetworkRun.Epochs), (run, other) => run with { Epochs = other.Epochs }),
        (nameof(NetworkRun.RecordEvery), (run, other) => run with { RecordEvery = other.RecordEvery }),
        (nameof(NetworkRun.TargetCost), (run, other) => run with { TargetCost = other.TargetCost }),
        (nameof(NetworkRun.ShuffleSeed), (run, other) => run with { ShuffleSeed = other.ShuffleSeed }),
        (nameof(NetworkRun.Precision), (run, other) => run with { Precision = other.Precision }),
    ];

    private static readonly Gen<NetworkRun> AnyRun =
        from number in Gen.Int[1, 1000]
        from layers in Gen.Int[1, 9].Array[2, 4]
        from kinds in Gen.Select(Gen.Enum<HiddenActivation>(), Gen.Enum<WeightInitializer>(), Gen.Enum<LossFunction>(), Gen.Enum<FloatingPointPrecision>())
        from optimizer in AnyOptimizer()
        from rate in AnyNumber()
        from sizes in Gen.Select(Gen.Int[0, 100], Gen.Int[1, 100], Gen.Int[1, 100])
        from seeds in Gen.Select(Gen.UInt, Gen.UInt)
        from target in AnyNumber().Nullable()
        select new NetworkRun
        {
            Number = number,
            Dataset = Moons,
            Network = new() { Layers = [.. layers], HiddenActivation = kinds.Item1, Initializer = kinds.Item2, Loss = kinds.Item3 },
            Optimizer = optimizer,
            LearningRate = rate,
            BatchSize = sizes.Item1,
            Seed = seeds.Item1,
            Epochs = sizes.Item2,
            RecordEvery = sizes.Item3,
            TargetCost = target,
            ShuffleSeed = seeds.Item2,
            Precision = kinds.Item4,
        };

    public static TheoryData<string, string> OwnHyperparameters =>
    [
        .. OptimizerRules.All.SelectMany(rule => rule.Parameters.Select(parameter => (rule.Name, parameter.Name))),
    ];

    [Fact]
    public void It_changes_exactly_when_a_field_of_the_run_does() =>
        Gen.Select(AnyRun, AnyRun).Sample(
            (run, other) =>
            {
                foreach (var (field, take) in Fields)
                {
                    var changed = take(run, other);
                    (Fingerprint(changed) == Fingerprint(run)).ShouldBe(changed == run, field);
                }
            },
            iter: 300);

    [Theory]
    [MemberData(nameof(OwnHyperparameters))]
    public void It_changes_exactly_when_a_hyperparameter_of_the_optimiser_does(string optimizer, string name)
    {
        var rule = OptimizerRules.All.Single(rule => rule.Name == optimizer);
        var parameter = rule.Parameters.Single(parameter => parameter.Name == name);
        Gen.Select(AnyRun, AnyValue.Draw(parameter.Type), AnyValue.Draw(parameter.Type)).Sample(
            (run, value, other) => (Fingerprint(With(run, value)) == Fingerprint(With(run, other))).ShouldBe(value == other, $"{value} and {other}"),
            iter: 300);

        NetworkRun With(NetworkRun run, ParameterValue value) =>
            run with { Optimizer = new(rule) { Values = ParameterValues.Empty.With(name, value) } };
    }

    [Fact]
    public void A_given_default_equals_an_omitted_value()
    {
        foreach (var rule in OptimizerRules.All)
        {
            var run = Runs.Moons(rule.Name);
            var given = rule.Parameters.Aggregate(ParameterValues.Empty, (values, parameter) => values.With(parameter.Name, parameter.Default!));
            Fingerprint(run with { Optimizer = new(rule) { Values = given } }).ShouldBe(Fingerprint(run));
        }
    }

    [Fact]
    public void No_field_is_left_out() =>
        Fields.Select(entry => entry.Field).Order().ShouldBe(
            PropertiesOf<NetworkRun>().Except([nameof(NetworkRun.Dataset), nameof(NetworkRun.Network)])
                .Concat(PropertiesOf<NetworkSpecification>().Except([nameof(NetworkSpecification.ParameterCount)]))
                .Order());

    [Fact]
    public void It_changes_with_the_unit_of_the_labels()
    {
        var run = Runs.Moons("gd");
        Dataset[] units = [Data, Data with { LabelScale = 2 }, Data with { LabelMean = 2 }, Data with { LabelScale = 2, LabelMean = 2 }];

        units.Select(data => Convert.ToHexString(CheckpointFingerprint.Compute([run], data))).Distinct().Count().ShouldBe(units.Length);
    }

    [Fact]
    public void Runs_count_in_their_order() =>
        Gen.Select(AnyRun, AnyRun).Where((run, other) => run != other).Sample(
            (run, other) =>
            {
                Fingerprint(run, other).ShouldNotBe(Fingerprint(other, run));
                Fingerprint(run, other).ShouldNotBe(Fingerprint(run));
            },
            iter: 100);

    private static IEnumerable<string> PropertiesOf<T>() => typeof(T).GetProperties().Select(property => property.Name);

    private static string Fingerprint(params NetworkRun[] runs) => Convert.ToHexString(CheckpointFingerprint.Compute(runs, Data));

    // Adjacent floating-point numbers are different numbers.
    private static Gen<double> AnyNumber() => Gen.OneOf(Gen.Double[0.001, 1], Gen.OneOf(Math.BitDecrement(0.1), 0.1, Math.BitIncrement(0.1)));

    // All values are given, so that two specifications are equal when their values are.
    private static Gen<OptimizerSpecification> AnyOptimizer() => Gen.OneOf(
    [
        .. OptimizerRules.All.Select(rule => rule.Parameters
            .Aggregate(
                Gen.Const(ParameterValues.Empty),
                (values, parameter) => Gen.Select(values, AnyValue.Draw(parameter.Type), (so, value) => so.With(parameter.Name, value)))
            .Select(values => new OptimizerSpecification(rule) { Values = values })),
    ]);
}
