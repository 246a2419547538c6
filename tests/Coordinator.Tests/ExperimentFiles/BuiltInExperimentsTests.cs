using NNOptim.ExperimentFiles;
using NNOptim.Experiments;
using NNOptim.Training;

namespace NNOptim.Coordinator.Tests.ExperimentFiles;

public class BuiltInExperimentsTests
{
    public static TheoryData<string> Names => [.. BuiltInExperiments.Names];

    [Fact]
    public void The_default_comes_first() =>
        BuiltInExperiments.Names.ShouldBe(["optimization-methods", "optimization-methods-as-printed", "optimizer-grid"]);

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_is_a_valid_file_of_its_own_name(string name)
    {
        var result = new ExperimentFileReader().Read(BuiltInExperiments.Text(name)!, name);

        result.Errors.ShouldBeEmpty();
        result.Specification!.Name.ShouldBe(name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_names_the_schema_beside_it(string name) =>
        BuiltInExperiments.Text(name)!.ShouldStartWith("# yaml-language-server: $schema=experiment.schema.json\n");

    [Fact]
    public void An_unknown_experiment_has_no_text() => BuiltInExperiments.Text("nonesuch").ShouldBeNull();

    [Fact]
    public void The_source_experiment_is_the_one_of_the_course()
    {
        var runs = ExperimentGrid.Expand(Read("optimization-methods")).Select(NetworkTrainable.Standard.Read).ToList();

        runs.Select(run => run.Optimizer.Rule.Name).ShouldBe(["gd", "momentum", "adam"]);
        runs[1].Optimizer.Values.ToString().ShouldBe("momentum_beta 0.9");
        runs[2].Optimizer.Values.ToString().ShouldBe("adam_beta1 0.9, adam_beta2 0.999, adam_epsilon 1E-08, adam_second_moment_correction step");
        foreach (var run in runs)
        {
            run.Dataset.ShouldBe(new DatasetSpecification { Kind = DatasetKind.Moons });
            run.Network.ShouldBe(new NetworkSpecification { Layers = [2, 5, 2, 1] });
            (run.LearningRate, run.BatchSize, run.Seed, run.Epochs, run.RecordEvery).ShouldBe((0.0007, 64, 3u, 5000, 100));
            run.ShuffleSeed.ShouldBe(10u);
        }
    }

    [Fact]
    public void The_printed_experiment_differs_only_in_adams_correction()
    {
        var source = Read("optimization-methods");
        var printed = Read("optimization-methods-as-printed");

        printed.Description.ShouldContain("second-moment correction fixed at t = 2");
        ExperimentGrid.Expand(printed)[2].Values["adam_second_moment_correction"].ShouldBe(new ParameterValue.Name("fixed_at_two"));
        printed.Axes.Except(source.Axes).Select(axis => axis.Parameter.Name).ShouldBe(["adam_second_moment_correction"]);
    }

    [Fact]
    public void The_grid_has_240_runs_and_60_in_its_confirmation()
    {
        var grid = Read("optimizer-grid");

        (ExperimentGrid.Count(grid), ExperimentGrid.CountWithConfirmation(grid)).ShouldBe((240, 300));
        grid.Confirmation.ShouldBe(ConfirmationSpecification.DefaultFor(grid));
    }

    private static ExperimentSpecification Read(string name) =>
        new ExperimentFileReader().Read(BuiltInExperiments.Text(name)!, name).Specification.ShouldNotBeNull();
}
