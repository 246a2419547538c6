using NNOptim.Experiments;
using NNOptim.Training;
using NNOptim.Training.Datasets;

namespace NNOptim.FaultyWorker;

/// <summary>A trainable with faulty trainings for some seeds.</summary>
/// <param name="sound">The trainable without faults.</param>
/// <param name="faults">The faults by seed.</param>
internal sealed class FaultyTrainable(ITrainable sound, IReadOnlyDictionary<uint, string> faults) : ITrainable
{
    public Trainable Declaration => sound.Declaration;

    public IReadOnlyList<IReadOnlyList<RunSpecification>> Group(IReadOnlyList<RunSpecification> runs, TrainingData data) =>
        sound.Group(runs, data);

    public ITraining Start(IReadOnlyList<RunSpecification> runs, TrainingData data, byte[]? checkpoint, TimeProvider time)
    {
        var training = sound.Start(runs, data, checkpoint, time);
        return runs.Select(run => faults.GetValueOrDefault(run.Seed)).FirstOrDefault(fault => fault is not null) is { } fault
            ? new FaultyTraining(training, fault)
            : training;
    }

    public long CheckpointBytes(RunSpecification run) => sound.CheckpointBytes(run);
}
