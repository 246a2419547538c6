using System.Collections.Immutable;

namespace NNOptim.Experiments;

/// <summary>Expands a specification into its runs. The same specification always gives the same runs under the same numbers.</summary>
public static class ExperimentGrid
{
    /// <summary>The number of runs, without expanding them.</summary>
    public static long Count(ExperimentSpecification specification)
    {
        ArgumentNullException.ThrowIfNull(specification);
        var optimizers = Axis(specification, Hyperparameters.Optimizer).Values.Select(OptimizerOf);
        return optimizers.Sum(optimizer => specification.Axes
            .Where(axis => axis.Hyperparameter != Hyperparameters.Optimizer && AppliesTo(axis, optimizer))
            .Aggregate(1L, (product, axis) => checked(product * axis.Values.Length)));
    }

    /// <summary>The runs, numbered from 1 in the order of <see cref="Hyperparameters.InOrder"/>, the optimiser slowest and the seed fastest.</summary>
    public static ImmutableArray<GridPoint> Expand(ExperimentSpecification specification)
    {
        ArgumentNullException.ThrowIfNull(specification);
        var points = ImmutableArray.CreateBuilder<GridPoint>();
        foreach (var optimizer in Axis(specification, Hyperparameters.Optimizer).Values)
        {
            var axes = specification.Axes
                .Where(axis => axis.Hyperparameter != Hyperparameters.Optimizer && AppliesTo(axis, OptimizerOf(optimizer)))
                .ToImmutableArray();
            var first = ImmutableDictionary<Hyperparameter, HyperparameterValue>.Empty.Add(Hyperparameters.Optimizer, optimizer);
            foreach (var values in Product(axes, 0, first))
            {
                points.Add(new GridPoint(values, Resolve(specification, values, points.Count + 1)));
            }
        }

        return points.ToImmutable();
    }

    private static IEnumerable<ImmutableDictionary<Hyperparameter, HyperparameterValue>> Product(
        ImmutableArray<GridAxis> axes, int depth, ImmutableDictionary<Hyperparameter, HyperparameterValue> values) =>
        depth == axes.Length
            ? [values]
            : axes[depth].Values.SelectMany(
                value => Product(axes, depth + 1, values.Add(axes[depth].Hyperparameter, value)));

    private static RunSpecification Resolve(
        ExperimentSpecification specification,
        ImmutableDictionary<Hyperparameter, HyperparameterValue> values,
        int number)
    {
        var seed = (uint)Whole(Hyperparameters.Seed);
        return new RunSpecification
        {
            Number = number,
            Dataset = specification.Dataset,
            Network = new NetworkSpecification
            {
                Layers = ((HyperparameterValue.Layers)values[Hyperparameters.Layers]).Widths,
                HiddenActivation = Choices.HiddenActivations.Parse(Text(Hyperparameters.HiddenActivation)),
                Initializer = Choices.Initializers.Parse(Text(Hyperparameters.Initializer)),
                Loss = specification.Loss,
            },
            Optimizer = ResolveOptimizer(values),
            LearningRate = Real(values, Hyperparameters.LearningRate),
            BatchSize = values[Hyperparameters.BatchSize] is HyperparameterValue.Integer size
                ? checked((int)size.Value)
                : RunSpecification.FullBatch,
            Seed = seed,
            Epochs = checked((int)Whole(Hyperparameters.Epochs)),
            RecordEvery = specification.RecordEvery,
            TargetCost = specification.TargetCost,
            ShuffleSeed = specification.ShuffleSeed ?? Experiments.ShuffleSeed.DerivedFrom(seed),
            Precision = specification.Precision,
            Delay = specification.Delay,
        };

        string Text(Hyperparameter hyperparameter) => values[hyperparameter].ToString();
        long Whole(Hyperparameter hyperparameter) => ((HyperparameterValue.Integer)values[hyperparameter]).Value;
    }

    private static OptimizerSpecification ResolveOptimizer(ImmutableDictionary<Hyperparameter, HyperparameterValue> values)
    {
        var kind = OptimizerOf(values[Hyperparameters.Optimizer]);
        return kind switch
        {
            OptimizerKind.Momentum => new OptimizerSpecification { Kind = kind, Beta = Real(values, Hyperparameters.MomentumBeta) },
            OptimizerKind.Adam => new OptimizerSpecification
            {
                Kind = kind,
                Beta1 = Real(values, Hyperparameters.AdamBeta1),
                Beta2 = Real(values, Hyperparameters.AdamBeta2),
                Epsilon = Real(values, Hyperparameters.AdamEpsilon),
                SecondMomentCorrection =
                    Choices.SecondMomentCorrections.Parse(values[Hyperparameters.AdamSecondMomentCorrection].ToString()),
            },
            _ => new OptimizerSpecification { Kind = kind },
        };
    }

    private static double Real(ImmutableDictionary<Hyperparameter, HyperparameterValue> values, Hyperparameter hyperparameter) =>
        ((HyperparameterValue.Number)values[hyperparameter]).Value;

    private static OptimizerKind OptimizerOf(HyperparameterValue value) => Choices.Optimizers.Parse(value.ToString());

    private static bool AppliesTo(GridAxis axis, OptimizerKind optimizer) =>
        axis.Hyperparameter.Optimizer is null || axis.Hyperparameter.Optimizer == optimizer;

    private static GridAxis Axis(ExperimentSpecification specification, Hyperparameter hyperparameter) =>
        specification.Axes.First(axis => axis.Hyperparameter == hyperparameter);
}
