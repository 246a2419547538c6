using System.Collections.Immutable;
using CsCheck;
using NNOptim.Experiments;

namespace NNOptim.Shared.Tests.Experiments;

/// <summary>Specifications that the tests start from.</summary>
internal static class Grids
{
    /// <summary>A specification of one run, but for the axes given.</summary>
    public static ExperimentSpecification Of(params (Hyperparameter Hyperparameter, HyperparameterValue[] Values)[] axes) => new()
    {
        Name = "grid",
        Dataset = new DatasetSpecification { Kind = DatasetKind.Moons, Examples = 20 },
        Loss = LossFunction.BinaryCrossEntropy,
        RecordEvery = 1,
        Axes =
        [
            .. Hyperparameters.InOrder.Select(hyperparameter => new GridAxis(
                hyperparameter,
                axes.FirstOrDefault(axis => axis.Hyperparameter == hyperparameter).Values?.ToImmutableArray()
                    ?? [hyperparameter.Default ?? Needed(hyperparameter)])),
        ],
    };

    /// <summary>A specification of so many runs, which differ in their seeds.</summary>
    public static ExperimentSpecification OfRuns(int count) =>
        Of((Hyperparameters.Seed, [.. Enumerable.Range(3, count).Select(seed => new HyperparameterValue.Integer(seed))]));

    public static HyperparameterValue[] Names(params string[] names) => [.. names.Select(name => new HyperparameterValue.Name(name))];

    public static HyperparameterValue[] Numbers(params double[] numbers) => [.. numbers.Select(number => new HyperparameterValue.Number(number))];

    public static HyperparameterValue[] Integers(params long[] numbers) => [.. numbers.Select(number => new HyperparameterValue.Integer(number))];

    /// <summary>Specifications with one to three values on every axis.</summary>
    public static Gen<ExperimentSpecification> Generator { get; } =
        Gen.Select(
            Gen.Int[1, 7],
            Gen.Int[1, 3].Array[Hyperparameters.InOrder.Length],
            Gen.UInt.Nullable(),
            Gen.Double.Unit.Nullable(),
            (optimizers, counts, shuffleSeed, target) => Of([.. Hyperparameters.InOrder.Select((hyperparameter, i) =>
                (hyperparameter, Values(hyperparameter, hyperparameter == Hyperparameters.Optimizer ? optimizers : counts[i])))])
                with
            { ShuffleSeed = shuffleSeed, TargetCost = target });

    private static HyperparameterValue[] Values(Hyperparameter hyperparameter, int count)
    {
        if (hyperparameter == Hyperparameters.Optimizer)
        {
            return Names([.. Choices.Optimizers.Names.Where((_, i) => (count & (1 << i)) != 0)]);
        }

        HyperparameterValue[] all = hyperparameter switch
        {
            _ when hyperparameter == Hyperparameters.Layers =>
                [new HyperparameterValue.Layers([2, 5, 2, 1]), new HyperparameterValue.Layers([2, 1]), new HyperparameterValue.Layers([2, 3, 1])],
            _ when hyperparameter == Hyperparameters.HiddenActivation => Names([.. Choices.HiddenActivations.Names]),
            _ when hyperparameter == Hyperparameters.Initializer => Names([.. Choices.Initializers.Names]),
            _ when hyperparameter == Hyperparameters.AdamSecondMomentCorrection => Names([.. Choices.SecondMomentCorrections.Names]),
            _ when hyperparameter == Hyperparameters.BatchSize =>
                [new HyperparameterValue.Integer(64), new HyperparameterValue.Name("full"), new HyperparameterValue.Integer(1)],
            _ when hyperparameter == Hyperparameters.Epochs || hyperparameter == Hyperparameters.Seed => Integers(3, 5, 7),
            _ => Numbers(0.5, 0.25, 0.125),
        };
        return all[..Math.Min(count, all.Length)];
    }

    private static HyperparameterValue Needed(Hyperparameter hyperparameter) => hyperparameter switch
    {
        _ when hyperparameter == Hyperparameters.Optimizer => new HyperparameterValue.Name("gd"),
        _ when hyperparameter == Hyperparameters.Layers => new HyperparameterValue.Layers([2, 5, 2, 1]),
        _ when hyperparameter == Hyperparameters.Epochs => new HyperparameterValue.Integer(5),
        _ => new HyperparameterValue.Number(0.01),
    };
}
