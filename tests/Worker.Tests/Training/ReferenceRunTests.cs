using System.Globalization;
using System.Text.Json;
using NNOptim.Experiments;
using NNOptim.Training;
using NNOptim.Training.Datasets;
using NNOptim.Worker.Tests.Training.Reference;

namespace NNOptim.Worker.Tests.Training;

public class ReferenceRunTests
{
    public static TheoryData<string> Optimizers => ["gd", "momentum", "adam"];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Costs_and_parameters_agree_with_numpy_over_all_epochs(string optimizer)
    {
        var reference = ReferenceData.Read("moons_reference.json").GetProperty("reference_runs").EnumerateArray()
            .Single(run => run.GetProperty("optimizer").GetString() == optimizer);
        var session = Train(Runs.Moons(optimizer));

        foreach (var (epoch, cost) in Costs(reference))
        {
            session.Costs(0)[epoch].ShouldBe(cost, Math.Abs(cost) * 1e-9, $"epoch {epoch}");
        }

        session.Result(0)!.LastEpochCost.ShouldBe(session.Costs(0)[4999]);
        session.Result(0)!.TrainAccuracy.ShouldBe(ReferenceData.Number(reference.GetProperty("accuracy")));
        var parameters = session.Result(0)!.FinalParameters;
        var expected = FinalParameters(reference);
        parameters.Length.ShouldBe(expected.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            parameters[i].ShouldBe(expected[i], Math.Abs(expected[i]) * 1e-9);
        }
    }

    // The costs of Reference/print_final_costs.py. Final parameters agree with numpy's to 1e-9, so their costs agree much better.
    [Theory]
    [InlineData("gd", 0.5519823445921446)]
    [InlineData("momentum", 0.552064324847361)]
    [InlineData("adam", 0.1341055687712113)]
    public void Costs_of_initial_and_final_parameters_agree_with_numpy(string optimizer, double cost)
    {
        var result = Train(Runs.Moons(optimizer)).Result(0)!;

        result.InitialCost!.Value.ShouldBe(0.7024140504990621, 1e-15);
        result.FinalCost!.Value.ShouldBe(cost, cost * 1e-12);
    }

    [Theory]
    [InlineData("gd", "0.702405 0.668101 0.635288 0.600491 0.573367", "0.716667")]
    [InlineData("momentum", "0.702413 0.668167 0.635388 0.600591 0.573444", "0.716667")]
    [InlineData("adam", "0.702166 0.167845 0.141316 0.138788 0.136066", "0.943333")]
    public void Costs_agree_with_the_course_to_all_its_digits(string optimizer, string costs, string accuracy) =>
        Printed(Runs.Moons(optimizer)).ShouldBe((costs, accuracy));

    [Fact]
    public void Adam_with_its_second_correction_fixed_at_two_gives_the_column_the_course_printed()
    {
        var run = Runs.Moons("adam");
        run = run with { Optimizer = run.Optimizer.With("second_moment_correction", new ParameterValue.Name("fixed_at_two")) };

        Printed(run).ShouldBe(("0.702104 0.644240 0.594380 0.560040 0.532859", "0.756667"));
    }

    private static (string Costs, string Accuracy) Printed(NetworkRun run)
    {
        var session = Train(run);
        int[] epochs = [0, 1000, 2000, 3000, 4000];
        var costs = session.Costs(0).ToArray();
        return (
            string.Join(" ", epochs.Select(epoch => costs[epoch].ToString("F6", CultureInfo.InvariantCulture))),
            session.Result(0)!.TrainAccuracy!.Value.ToString("F6", CultureInfo.InvariantCulture));
    }

    private static TrainingSession Train(NetworkRun run)
    {
        var session = Trainer.Start([run], DatasetLoader.Load(run.Dataset), TimeProvider.System);
        session.Advance(run.Epochs);
        session.Ended.ShouldBeTrue();
        return session;
    }

    private static IEnumerable<(int Epoch, double Cost)> Costs(JsonElement run) =>
        run.GetProperty("cost_at").EnumerateObject()
            .Select(cost => (int.Parse(cost.Name, CultureInfo.InvariantCulture), ReferenceData.Number(cost.Value)));

    private static double[] FinalParameters(JsonElement run) =>
        [.. new[] { "W1", "b1", "W2", "b2", "W3", "b3" }
            .SelectMany(name => ReferenceData.Numbers(run.GetProperty("final_parameters").GetProperty(name)))];
}
