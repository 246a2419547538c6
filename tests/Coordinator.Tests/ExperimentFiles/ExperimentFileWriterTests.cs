using System.Collections.Immutable;
using CsCheck;
using NNOptim.ExperimentFiles;
using NNOptim.Experiments;

namespace NNOptim.Coordinator.Tests.ExperimentFiles;

public class ExperimentFileWriterTests
{
    private static readonly Gen<HyperparameterValue> fractions = Gen.Double[0, 1].Where(number => number < 1).Select(Number);
    private static readonly Gen<HyperparameterValue> positives =
        Gen.Double.Where(number => double.IsFinite(number) && number > 0).Select(Number);
    private static readonly Gen<HyperparameterValue> seeds = Gen.UInt.Select(HyperparameterValue (seed) => Whole(seed));
    private static readonly Gen<string> texts = Gen.OneOf(
        Gen.String.Where(text => !text.Any(char.IsSurrogate)),
        OneOf("true", "null", "~", "2026", "1e3", "a: b", "# no comment", "\"quoted\"", "tab\there", "line\nbreak", "\u2028\u00a0\ufeff", "é😀", " "));
    private static readonly Gen<string> names = texts.Where(text => !string.IsNullOrWhiteSpace(text) && !text.Any(char.IsControl));

    [Fact]
    public void What_was_written_reads_back_equal() =>
        Specifications().Sample(specification =>
        {
            var text = ExperimentFileWriter.Write(specification);
            var result = new ExperimentFileReader().Read(text, "written", new() { AllowLargeGrid = true });
            return result.Errors.IsEmpty && specification.Equals(result.Specification)
                ? true
                : throw new InvalidOperationException($"{string.Join('\n', result.Errors)}\n{text}");
        }, iter: 500);

    private static Gen<ExperimentSpecification> Specifications() =>
        from dataset in Datasets()
        from name in names
        from description in texts
        from loss in Gen.Bool
        from recordEvery in Gen.Int[1, 1000]
        from target in positives.Null()
        from shuffle in Gen.UInt.Nullable()
        from precision in Gen.Enum<FloatingPointPrecision>()
        from axes in Axes(dataset)
        select new ExperimentSpecification
        {
            Name = name,
            Description = description,
            Dataset = dataset,
            Loss = dataset.Task == LearningTask.Regression || loss ? LossFunction.MeanSquaredError : LossFunction.SoftmaxCrossEntropy,
            RecordEvery = recordEvery,
            TargetCost = (target as HyperparameterValue.Number)?.Value,
            ShuffleSeed = shuffle,
            Precision = precision,
            Axes = axes,
        };

    private static Gen<DatasetSpecification> Datasets() =>
        from kind in Gen.Enum<DatasetKind>()
        from examples in Gen.Int[20, 1000]
        from noise in Gen.Double[0, 10]
        from factor in Gen.Double[0, 0.99]
        from seed in Gen.UInt
        from column in names.Null()
        from regression in Gen.Bool
        from standardize in Gen.Bool
        from fraction in Gen.Double[0, 0.9]
        select kind switch
        {
            DatasetKind.Moons => new DatasetSpecification { Kind = kind, Examples = examples, Noise = noise, Seed = seed },
            DatasetKind.Circles => new DatasetSpecification { Kind = kind, Examples = examples, Noise = noise, Factor = factor },
            DatasetKind.Blobs => new DatasetSpecification { Kind = kind, Examples = examples, Centers = 2, ClusterStandardDeviation = noise },
            DatasetKind.Csv => new DatasetSpecification
            {
                Kind = kind,
                Path = Path.GetFullPath("data.csv"),
                LabelColumn = column,
                Task = regression ? LearningTask.Regression : LearningTask.Classification,
                Sha256 = new string('0', 64),
            },
            DatasetKind.Idx => new DatasetSpecification
            {
                Kind = kind,
                Path = Path.GetFullPath("images"),
                LabelsPath = Path.GetFullPath("labels"),
            },
            _ => new DatasetSpecification { Kind = kind },
        } with
        {
            Standardize = standardize,
            TestFraction = fraction,
            SplitSeed = seed,
        };

    private static Gen<ImmutableArray<GridAxis>> Axes(DatasetSpecification dataset)
    {
        var (inputs, outputs) = dataset.Kind == DatasetKind.Digits ? (64, 10) : (2, 2);
        var gens = Hyperparameters.InOrder.Select(hyperparameter => (hyperparameter.Name switch
        {
            "optimizer" => OneOf([.. Choices.Optimizers.Names.Select(Name)]),
            "layers" => Gen.Int[1, 20].Array[0, 3].Select(HyperparameterValue (hidden) =>
                new HyperparameterValue.Layers([inputs, .. hidden, outputs])),
            "hidden_activation" => OneOf([.. Choices.HiddenActivations.Names.Select(Name)]),
            "initializer" => OneOf([.. Choices.Initializers.Names.Select(Name)]),
            "adam_second_moment_correction" => OneOf([.. Choices.SecondMomentCorrections.Names.Select(Name)]),
            "epochs" => Gen.Int[1, 100_000_000].Select(HyperparameterValue (epochs) => Whole(epochs)),
            "batch_size" => Gen.Int[0, 2].Select(size => size == 0 ? Name("full") : Whole(size)),
            "seed" => seeds,
            "adam_epsilon" or "learning_rate" => positives,
            _ => fractions,
        }).Array[1, 2].Select(values => new GridAxis(hyperparameter, [.. values.Distinct()])));
        return gens.Aggregate(
            Gen.Const(ImmutableArray<GridAxis>.Empty),
            (axes, axis) => axes.SelectMany(_ => axis, (all, next) => all.Add(next)));
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static HyperparameterValue Number(double number) => new HyperparameterValue.Number(number);

    private static HyperparameterValue.Integer Whole(long number) => new(number);

    private static HyperparameterValue Name(string name) => new HyperparameterValue.Name(name);
}
