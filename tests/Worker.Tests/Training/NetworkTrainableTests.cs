using System.Collections.Immutable;
using CsCheck;
using NNOptim.Experiments;
using NNOptim.Training;
using NNOptim.Training.Optimizers;

namespace NNOptim.Worker.Tests.Training;

public class NetworkTrainableTests
{
    private static readonly DatasetSpecification Moons = new() { Kind = DatasetKind.Moons };
    private static readonly Trainable Network = NetworkTrainable.Standard.Declaration;

    private static readonly Gen<ExperimentSpecification> AnyGrid = Network.Parameters
        .Select(parameter => AnyAxis(parameter).Select(axis => ImmutableArray.Create(axis)))
        .Aggregate((axes, axis) => Gen.Select(axes, axis, (some, one) => some.AddRange(one)))
        .Select(axes => new ExperimentSpecification { Name = "any", Trainable = Network, Dataset = Moons with { Folds = DatasetSplits.MaxFolds }, Axes = axes });

    [Fact]
    public void Every_run_of_any_grid_is_read_back_to_its_values() =>
        AnyGrid.Sample(
            grid =>
            {
                var runs = ExperimentGrid.Expand(grid);
                ((long)runs.Length).ShouldBe(ExperimentGrid.Count(grid));
                foreach (var run in runs)
                {
                    var typed = NetworkTrainable.Standard.Read(run);
                    (typed.Dataset with { SplitSeed = grid.Dataset.SplitSeed, Fold = 0 }).ShouldBe(grid.Dataset);
                    typed.Number.ShouldBe(run.Number);
                    foreach (var parameter in Network.Parameters)
                    {
                        TextOf(typed, parameter).ShouldBe(ExpectedText(run, parameter), $"run {run.Number}: {parameter}");
                    }
                }

                runs.Select(run => NetworkTrainable.Standard.Read(run) with { Number = 0 }).ShouldBeUnique();
            },
            iter: 40);

    [Fact]
    public void Values_that_are_missing_unknown_or_of_another_kind_are_refused_by_name()
    {
        var run = ExperimentGrid.Expand(Grid()).Single();
        Refuse(run with { Values = Without(run.Values, "learning_rate") }, "Run 1 has no value for learning_rate.");
        Refuse(run with { Values = run.Values.With("learning_rate", new ParameterValue.Name("fast")) }, "Run 1 has no value for learning_rate.");
        Refuse(run with { Values = run.Values.With("optimizer", new ParameterValue.Name("sgd")) }, "there is no optimizer sgd");
        Refuse(run with { Values = run.Values.With("loss", new ParameterValue.Name("hinge")) }, "'hinge' is none of");

        static void Refuse(RunSpecification run, string message) =>
            Should.Throw<FormatException>(() => NetworkTrainable.Standard.Read(run)).Message.ShouldContain(message);

        static ParameterValues Without(ParameterValues values, string name)
        {
            var kept = values.Where(pair => pair.Key != name).ToList();
            return new([.. kept.Select(pair => pair.Key)], [.. kept.Select(pair => pair.Value)]);
        }
    }

    [Fact]
    public void The_shuffle_seed_is_derived_from_the_seed_where_none_is_given()
    {
        var grid = Grid().With("seed", ParameterValue.Integers(3, 4));
        ExperimentGrid.Expand(grid).Select(run => NetworkTrainable.Standard.Read(run).ShuffleSeed).ShouldBe([10u, 100_010u]);
        ExperimentGrid.Expand(grid.With("shuffle_seed", ParameterValue.Integers(7)))
            .Select(run => NetworkTrainable.Standard.Read(run).ShuffleSeed).ShouldBe([7u, 7u]);
    }

    [Fact]
    public void Every_figure_of_a_result_is_a_metric_once()
    {
        var figures = typeof(NetworkResult).GetProperties().Select(property => property.Name)
            .Except([nameof(NetworkResult.EpochsTrained), nameof(NetworkResult.DivergedAtEpoch), nameof(NetworkResult.TrainingSeconds), nameof(NetworkResult.FinalParameters)]);
        Network.Metrics.Select(metric => metric.Name.Replace("_", "", StringComparison.Ordinal)).Order()
            .ShouldBe(figures.Select(figure => figure.ToLowerInvariant()).Order());
    }

    [Fact]
    public void Names_in_the_declaration_refer_to_declared_items()
    {
        Network.PlaceOf(Network.Objective).ShouldBeGreaterThanOrEqualTo(0);
        Network.FindParameter(Network.Compared).ShouldNotBeNull();
        Network.FindParameter(Network.Tuned).ShouldNotBeNull();
        Network.Parameters.Select(parameter => parameter.Name).ShouldBeUnique();
        Network.Parameters.Select(parameter => parameter.Path).ShouldBeUnique();
        Network.Metrics.Select(metric => metric.Name).ShouldBeUnique();
    }

    private static ExperimentSpecification Grid() => ExperimentSpecification.Create(
        "moons",
        Network,
        Moons,
        ("optimizer", ParameterValue.Names("gd")),
        ("layers", [new ParameterValue.Layers([2, 5, 2, 1])]),
        ("loss", ParameterValue.Names("binary_cross_entropy")),
        ("epochs", ParameterValue.Integers(5)),
        ("learning_rate", ParameterValue.Numbers(0.01)));

    /// <summary>An axis of one or two values; sometimes none, for an optional parameter.</summary>
    private static Gen<ParameterAxis> AnyAxis(Parameter parameter)
    {
        // Every run has a loss when a grid is expanded.
        var fewest = parameter is { IsOptional: true, Name: not "loss" } ? 0 : 1;
        return AnyValue.Draw(parameter.Type).Array[fewest, parameter.IsFixed ? 1 : 2]
            .Select(values => new ParameterAxis(parameter, [.. values.Distinct()]));
    }

    private static string ExpectedText(RunSpecification run, Parameter parameter) => parameter.Name switch
    {
        "shuffle_seed" when run.Values["shuffle_seed"] is null => $"{ShuffleSeed.DerivedFrom(run.Seed)}",
        _ => run.Text(parameter),
    };

    /// <summary>The value of a parameter in a typed run, as its text in files.</summary>
    private static string TextOf(NetworkRun run, Parameter parameter) => parameter.Name switch
    {
        "optimizer" => run.Optimizer.Rule.Name,
        "layers" => string.Join('-', run.Network.Layers),
        "hidden_activation" => NetworkChoices.HiddenActivations.NameOf(run.Network.HiddenActivation),
        "initializer" => NetworkChoices.Initializers.NameOf(run.Network.Initializer),
        "loss" => NetworkChoices.Losses.NameOf(run.Network.Loss),
        "epochs" => $"{run.Epochs}",
        "record_every" => $"{run.RecordEvery}",
        "target_cost" => run.TargetCost is { } target ? Text(target) : "",
        "shuffle_seed" => $"{run.ShuffleSeed}",
        "precision" => NetworkChoices.Precisions.NameOf(run.Precision),
        "learning_rate" => Text(run.LearningRate),
        "batch_size" => run.BatchSize == NetworkRun.FullBatch ? "full" : $"{run.BatchSize}",
        "seed" => $"{run.Seed}",
        DatasetSplits.Seed => $"{run.Dataset.SplitSeed}",
        DatasetSplits.Fold => run.Dataset.Fold == 0 ? "" : $"{run.Dataset.Fold}",
        _ => OwnText(run.Optimizer, parameter),
    };

    // The engine takes numbers: the index of a choice among its names.
    private static string OwnText(OptimizerSpecification optimizer, Parameter parameter)
    {
        var place = optimizer.Rule.Parameters.IndexOf(parameter);
        return place < 0 ? "" : parameter.Type is ChoiceType choice ? choice.Names[(int)optimizer.Numbers()[place]] : Text(optimizer.Numbers()[place]);
    }

    private static string Text(double number) => new ParameterValue.Number(number).ToString();
}
