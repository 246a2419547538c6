using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using NNOptim.Experiments;
using NNOptim.Training.Datasets;
using NNOptim.Worker.Actors;

namespace NNOptim.Worker.Tests.Actors;

public class DatasetCacheTests
{
    [Fact]
    public async Task A_dataset_is_loaded_once_for_any_number_of_concurrent_callers()
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
    public void The_two_used_last_are_kept_whatever_they_take()
    {
        var loads = new List<int>();
        Use(new DatasetCache(specification => Counted(specification, loads), mostBytes: 0), 20, 30, 20, 40, 20, 30);

        loads.ShouldBe([20, 30, 40, 30]);
    }

    [Fact]
    public void The_cache_keeps_as_many_datasets_as_fit()
    {
        var loads = new List<int>();
        var room = ((int[])[20, 30, 40]).Sum(examples => DatasetLoader.Load(Moons(examples)).Bytes);
        Use(new DatasetCache(specification => Counted(specification, loads), room), 20, 30, 40, 20, 30, 40, 60, 20);

        loads.ShouldBe([20, 30, 40, 60, 20]);
    }

    [Fact]
    public void Data_that_a_training_holds_is_not_loaded_again()
    {
        var loads = new List<int>();
        var cache = new DatasetCache(specification => Counted(specification, loads), mostBytes: 0);
        var held = cache.Get(Moons(20));
        Use(cache, 30, 40);

        cache.Loaded(Moons(20)).ShouldBeSameAs(held);
        cache.Get(Moons(20)).ShouldBeSameAs(held);
        loads.ShouldBe([20, 30, 40]);
    }

    [Fact]
    public void The_memory_of_data_is_that_of_its_inputs_and_labels()
    {
        var data = DatasetLoader.Load(Moons(20) with { TestFraction = 0.25 });

        data.Bytes.ShouldBe(20 * (2 + 1) * sizeof(double));
    }

    [Fact]
    public void A_failure_reaches_the_caller_and_is_not_cached()
    {
        var loads = 0;
        var cache = new DatasetCache(specification => ++loads == 1 ? throw new DatasetException("missing") : DatasetLoader.Load(specification));

        Should.Throw<DatasetException>(() => cache.Get(Moons(20))).Message.ShouldBe("missing");
        cache.Get(Moons(20)).Train.Examples.ShouldBe(20);
        cache.Get(Moons(20));
        loads.ShouldBe(2);
    }

    private static void Use(DatasetCache cache, params int[] datasets)
    {
        foreach (var examples in datasets)
        {
            UseOne(cache, examples);

            // Nobody holds it any longer.
            GC.Collect();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void UseOne(DatasetCache cache, int examples) => cache.Get(Moons(examples)).Train.Examples.ShouldBe(examples);

    private static TrainingData Counted(DatasetSpecification specification, List<int> loads)
    {
        loads.Add(specification.Examples);
        return DatasetLoader.Load(specification);
    }

    private static DatasetSpecification Moons(int examples) => new() { Kind = DatasetKind.Moons, Examples = examples };
}
