using System.Collections.Concurrent;
using NNOptim.Shared.Experiments;
using NNOptim.Worker.Actors;
using NNOptim.Worker.Training.Datasets;

namespace NNOptim.Worker.Tests.Actors;

public class DatasetCacheTests
{
    [Fact]
    public async Task A_dataset_is_loaded_once_however_many_ask_at_a_time()
    {
        var loads = 0;
        using var all = new CountdownEvent(8);
        var cache = new DatasetCache(specification =>
        {
            Interlocked.Increment(ref loads);
            all.Wait(TimeSpan.FromSeconds(30));
            return DatasetLoader.Load(specification);
        });
        var found = new ConcurrentBag<TrainingData>();
        var askers = Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () =>
            {
                all.Signal();
                found.Add(cache.Get(Moons(20)));
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)).ToArray();
        await Task.WhenAll(askers);

        loads.ShouldBe(1);
        found.Count.ShouldBe(8);
        found.Distinct(ReferenceEqualityComparer.Instance).Count().ShouldBe(1);
    }

    [Fact]
    public void The_ones_used_last_are_kept()
    {
        var loads = new List<int>();
        var cache = new DatasetCache(specification => Counted(specification, loads), capacity: 2);
        foreach (var examples in (int[])[20, 30, 20, 40, 20, 30])
        {
            cache.Get(Moons(examples)).Train.Examples.ShouldBe(examples);
        }

        loads.ShouldBe([20, 30, 40, 30]);
    }

    [Fact]
    public void A_failure_reaches_who_asked_and_is_not_kept()
    {
        var loads = 0;
        var cache = new DatasetCache(specification => ++loads == 1 ? throw new DatasetException("missing") : DatasetLoader.Load(specification));

        Should.Throw<DatasetException>(() => cache.Get(Moons(20))).Message.ShouldBe("missing");
        cache.Get(Moons(20)).Train.Examples.ShouldBe(20);
        cache.Get(Moons(20));
        loads.ShouldBe(2);
    }

    private static TrainingData Counted(DatasetSpecification specification, List<int> loads)
    {
        loads.Add(specification.Examples);
        return DatasetLoader.Load(specification);
    }

    private static DatasetSpecification Moons(int examples) => new() { Kind = DatasetKind.Moons, Examples = examples };
}
