using NNOptim.Experiments;
using NNOptim.Training;
using NNOptim.Training.Datasets;
using NNOptim.Training.Optimizers;

namespace NNOptim.Worker.Tests.Training;

/// <summary>The README's example of the trainer as a library. A test compares the two texts and runs it.</summary>
internal static class LibraryExample
{
    public static NetworkResult Run()
    {
        var moons = new DatasetSpecification { Kind = DatasetKind.Moons };
        var run = new NetworkRun
        {
            Number = 1,
            Dataset = moons,
            Network = new() { Layers = [2, 5, 2, 1] },
            Optimizer = OptimizerSpecification.Create("adam"),
            LearningRate = 0.01,
            BatchSize = 64,
            Epochs = 1000,
            RecordEvery = 100,
            Seed = 3,
            ShuffleSeed = 10,
        };
        var session = Trainer.Start([run], DatasetLoader.Load(moons), TimeProvider.System);
        session.Advance(run.Epochs);
        var result = session.Result(0)!;

        return result;
    }
}
