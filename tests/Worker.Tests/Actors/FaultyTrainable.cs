using NNOptim.Experiments;
using NNOptim.Training;
using NNOptim.Training.Datasets;

namespace NNOptim.Worker.Tests.Actors;

/// <summary>The product's trainable, with the test's own trainings for some runs.</summary>
/// <param name="replace">Returns the training of some runs; null to use the product's.</param>
internal sealed class FaultyTrainable(Func<IReadOnlyList<RunSpecification>, ITraining?> replace) : ITrainable
{
    public Trainable Declaration => NetworkTrainable.Standard.Declaration;

    public IReadOnlyList<IReadOnlyList<RunSpecification>> Group(IReadOnlyList<RunSpecification> runs, TrainingData data) =>
        NetworkTrainable.Standard.Group(runs, data);

    public ITraining Start(IReadOnlyList<RunSpecification> runs, TrainingData data, byte[]? checkpoint, TimeProvider time) =>
        replace(runs) ?? NetworkTrainable.Standard.Start(runs, data, checkpoint, time);

    public long CheckpointBytes(RunSpecification run) => NetworkTrainable.Standard.CheckpointBytes(run);
}
