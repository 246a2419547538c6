using System.Globalization;
using System.Text.Json;
using NNOptim.Experiments;
using NNOptim.Training;
using NNOptim.Training.Datasets;
using NNOptim.Training.Optimizers;
using NNOptim.Worker.Tests.Training.Reference;

namespace NNOptim.Worker.Tests.Training;

/// <summary>Compares other seeds, batch sizes, shapes, rates, activations and losses with plain numpy (Reference/make_numpy_runs.py).</summary>
public class NumpyAgreementTests
{
    private static readonly Dictionary<string, JsonElement> References =
        ReferenceData.Read("numpy_runs.json").EnumerateArray().ToDictionary(run => run.GetProperty("name").GetString()!);

    public static TheoryData<string> Names => [.. References.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Costs_agree_to_a_relative_1e_9_over_all_epochs(string name)
    {
        var reference = References[name];
        var run = RunOf(reference);
        var session = Trainer.Start([run], DatasetLoader.Load(run.Dataset), TimeProvider.System);
        session.Advance(run.Epochs);

        foreach (var cost in reference.GetProperty("costs").EnumerateObject())
        {
            var expected = ReferenceData.Number(cost.Value);
            session.Costs(0)[int.Parse(cost.Name, CultureInfo.InvariantCulture)]
                .ShouldBe(expected, expected * 1e-9, $"epoch {cost.Name}");
        }

        var parameters = session.Result(0)!.FinalParameters;
        var expectedParameters = ReferenceData.Numbers(reference.GetProperty("final_parameters"));
        for (var i = 0; i < parameters.Length; i++)
        {
            parameters[i].ShouldBe(expectedParameters[i], Math.Max(1e-3, Math.Abs(expectedParameters[i])) * 1e-7, $"parameter {i}");
        }
    }

    private static NetworkRun RunOf(JsonElement reference)
    {
        var seed = reference.GetProperty("seed").GetUInt32();
        return new NetworkRun
        {
            Number = 1,
            Dataset = new DatasetSpecification
            {
                Kind = Choices.DatasetKinds.Parse(Text("data")),
            },
            Network = new NetworkSpecification
            {
                Layers = [.. ReferenceData.Integers(reference.GetProperty("layers"))],
                HiddenActivation = NetworkChoices.HiddenActivations.Parse(Text("hidden")),
                Initializer = NetworkChoices.Initializers.Parse(Text("initializer")),
                Loss = Text("loss") switch
                {
                    "bce" => LossFunction.BinaryCrossEntropy,
                    "softmax" => LossFunction.SoftmaxCrossEntropy,
                    _ => LossFunction.MeanSquaredError,
                },
            },
            Optimizer = OptimizerSpecification.Create(Text("optimizer")),
            LearningRate = reference.GetProperty("rate").GetDouble(),
            BatchSize = reference.GetProperty("batch").GetInt32(),
            Seed = seed,
            Epochs = reference.GetProperty("epochs").GetInt32(),
            RecordEvery = 1,
            ShuffleSeed = ShuffleSeed.DerivedFrom(seed),
        };

        string Text(string property) => reference.GetProperty(property).GetString()!;
    }
}
