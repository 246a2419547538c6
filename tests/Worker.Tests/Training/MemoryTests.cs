using NNOptim.Experiments;
using NNOptim.Training;
using NNOptim.Training.Datasets;
using NNOptim.Training.Optimizers;
using NNOptim.Training.Randomness;

namespace NNOptim.Worker.Tests.Training;

/// <summary>Tests of the whole process's memory, which concurrent tests would distort.</summary>
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
[Collection(nameof(MemoryTests))]
public class MemoryTests
{
    private const int Warmup = 300;
    private const int Runs = 3000;

    // A run's engine takes a hundred times as much.
    private const int BytesPerRun = 256;

    [Fact]
    public void Memory_does_not_grow_with_the_number_of_runs_done()
    {
        var data = DatasetLoader.Load(new DatasetSpecification { Kind = DatasetKind.Moons });
        Train(0, Warmup);
        var before = Used();
        Train(Warmup, Warmup + Runs);

        (Used() - before).ShouldBeLessThan(Runs * BytesPerRun);
        SharedOrders.Bytes.ShouldBeInRange(1, SharedOrders.MostBytes);

        void Train(uint from, uint to)
        {
            for (var number = from; number < to; number++)
            {
                // Three runs per shuffle seed: one draws its orders, one keeps them, one reads them.
                var run = Training.Runs.Moons(OptimizerRules.All[(int)(number % 3)].Name) with
                {
                    Epochs = 5,
                    BatchSize = number % 2 == 0 ? 64 : 1,
                    Seed = number,
                    ShuffleSeed = 2_000_000_000 + number / 3,
                };
                var session = Trainer.Start([run], data, TimeProvider.System);
                session.Advance(run.Epochs);
                session.Ended.ShouldBeTrue();
            }
        }
    }

    // The cache of orders has its own limit.
    private static long Used() => GC.GetTotalMemory(forceFullCollection: true) - SharedOrders.Bytes;
}
