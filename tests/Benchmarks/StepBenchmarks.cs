using BenchmarkDotNet.Attributes;
using NNOptim.Training;
using NNOptim.Training.Datasets;

namespace NNOptim.Benchmarks;

/// <summary>One epoch of each measured training: 5 steps of job J, 10 of the classifiers, 300 for each of 8 runs of single examples.</summary>
[MemoryDiagnoser]
public class StepBenchmarks
{
    private TrainingSession session = null!;

    /// <summary>The training: one of <see cref="Names"/>.</summary>
    [ParamsSource(nameof(Names))]
    public string Job { get; set; } = "";

    /// <summary>The trainings.</summary>
    public static IEnumerable<string> Names => ["j", "single-examples", "64-32-10", "784-128-10"];

    /// <summary>The update rule.</summary>
    [Params("gd", "adam")]
    public string Optimizer { get; set; } = "";

    /// <summary>Starts the training, which outlasts every measurement.</summary>
    [GlobalSetup]
    public void Start()
    {
        NetworkRun[] group = Job switch
        {
            "j" => [Jobs.J(Optimizer)],
            "single-examples" => [.. Enumerable.Range(1, 8).Select(seed => Jobs.J(Optimizer, 1) with { Seed = (uint)seed })],
            "64-32-10" => [Jobs.Softmax(Optimizer, 64, 32)],
            _ => [Jobs.Softmax(Optimizer, 784, 128)],
        };
        group = [.. group.Select(run => run with { Epochs = int.MaxValue, RecordEvery = int.MaxValue })];
        session = Trainer.Start(group, DatasetLoader.Load(group[0].Dataset), TimeProvider.System);
    }

    /// <summary>Trains one epoch.</summary>
    [Benchmark]
    public void Epoch() => session.Advance(1);
}
