using NNOptim.Experiments;
using NNOptim.Training;
using NNOptim.Training.Datasets;
using NNOptim.Training.Kernels;
using NNOptim.Training.Numerics;
using NNOptim.Training.Optimizers;

namespace NNOptim.Worker.Tests.Training;

/// <summary>A kind that this program does not know is refused, and never trained as another.</summary>
public class UnknownKindTests
{
    private const int Unknown = 99;

    public static TheoryData<string, Func<NetworkRun, NetworkRun>> Runs => new()
    {
        { "loss", run => run with { Network = run.Network with { Loss = (LossFunction)Unknown } } },
        { "hidden_activation", run => run with { Network = run.Network with { HiddenActivation = (HiddenActivation)Unknown } } },
        { "initializer", run => run with { Network = run.Network with { Initializer = (WeightInitializer)Unknown } } },
        { "precision", run => run with { Precision = (FloatingPointPrecision)Unknown } },
    };

    [Theory]
    [MemberData(nameof(Runs))]
    public void A_run_of_an_unknown_kind_is_refused_by_name(string name, Func<NetworkRun, NetworkRun> change)
    {
        var moons = new DatasetSpecification { Kind = DatasetKind.Moons };
        var known = Tests.Training.Runs.Moons("adam");

        Should.Throw<ArgumentException>(() => Trainer.Start([change(known)], DatasetLoader.Load(moons), TimeProvider.System))
            .Message.ShouldContain($"{name}: {Unknown} is unknown");
    }

    [Fact]
    public void An_unknown_optimiser_and_an_unknown_hyperparameter_are_refused_by_name()
    {
        Should.Throw<ArgumentException>(() => OptimizerSpecification.Create("sgd"))
            .Message.ShouldContain("There is no optimizer sgd; there are gd, momentum, adam.");
        Should.Throw<ArgumentException>(() => OptimizerSpecification.Create("adam", ("beta", 0.5)))
            .Message.ShouldContain("adam has no hyperparameter beta.");
    }

    [Fact]
    public unsafe void The_kernels_refuse_an_unknown_loss_and_activation()
    {
        var row = new BatchView<double>(null, 1, 1);
        Should.Throw<ArgumentOutOfRangeException>(
            () => LossKernel<SimdScalar<double>, double, double>.Evaluate((LossFunction)Unknown, default, default, default, 1, null));
        Should.Throw<ArgumentOutOfRangeException>(() => LossKernel<SimdScalar<double>, double, double>.Outputs((LossFunction)Unknown, default, 1));
        Should.Throw<ArgumentOutOfRangeException>(() => ActivationKernel<SimdScalar<double>, double, double>.Activate((HiddenActivation)Unknown, row, 1));
        Should.Throw<ArgumentOutOfRangeException>(() => ActivationKernel<SimdScalar<double>, double, double>.Differentiate((HiddenActivation)Unknown, row, row, 1));
    }
}
