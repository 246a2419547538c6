using CsCheck;
using NNOptim.Experiments;
using NNOptim.Training;
using NNOptim.Training.Datasets;

namespace NNOptim.Worker.Tests.Training;

public class CheckpointTests
{
    private static readonly DatasetSpecification Dataset = new() { Kind = DatasetKind.Moons, Examples = 40, TestFraction = 0.25 };
    private static readonly TrainingData Data = DatasetLoader.Load(Dataset);

    [Fact]
    public void A_run_resumed_from_any_checkpoints_equals_the_whole_run()
    {
        var runs =
            from optimizer in Runs.AnyOptimizer
            from precision in Gen.Enum<FloatingPointPrecision>()
            from batchSize in Gen.Int[0, 9]
            from rate in Gen.Double[0.001, 0.5]
            from target in Gen.Double[0.1, 1].Nullable()
            from count in Gen.Int[1, 3]
            from every in Gen.Int[1, 4]
            select Enumerable.Range(1, count).Select(number => Run(optimizer, precision, batchSize, rate, target, every, number)).ToArray();
        Gen.Select(runs, Gen.Int[0, 7].Array[1, 4]).Sample(
            (group, pieces) =>
            {
                var whole = Trainer.Start(group, Data, TimeProvider.System);
                whole.Advance(100);
                var session = Trainer.Start(group, Data, TimeProvider.System);
                foreach (var piece in pieces)
                {
                    session.Advance(piece);
                    session = Trainer.Restore(group, Data, session.Checkpoint(), TimeProvider.System);
                }

                session.Advance(100);
                for (var run = 0; run < group.Length; run++)
                {
                    Same.Run(session, run, whole, run);
                }
            },
            iter: 60);
    }

    [Fact]
    public void A_run_of_a_group_continues_alone_from_its_own_checkpoint()
    {
        var runs =
            from optimizer in Runs.AnyOptimizer
            from precision in Gen.Enum<FloatingPointPrecision>()
            from batchSize in Gen.Int[1, 2]
            from rate in Gen.Double[0.001, 0.5]
            from count in Gen.Int[1, 9]
            select Enumerable.Range(1, count).Select(number => Run(optimizer, precision, batchSize, rate, null, 2, number)).ToArray();
        Gen.Select(runs, Gen.Int[1, 19], Gen.Int[0, 8]).Sample(
            (group, epochs, chosen) =>
            {
                var whole = Trainer.Start(group, Data, TimeProvider.System);
                whole.Advance(epochs);
                var index = chosen % group.Length;
                var alone = Trainer.Restore([group[index]], Data, whole.Checkpoint(index), TimeProvider.System);
                alone.Epoch.ShouldBe(epochs);

                whole.Advance(100);
                alone.Advance(100);
                Same.Run(alone, 0, whole, index);
            },
            iter: 40);
    }

    [Fact]
    public void A_diverged_run_stays_diverged()
    {
        var run = Run("gd", FloatingPointPrecision.Float64, 4, 1e100, null, 1, 1);
        run = run with { Network = run.Network with { HiddenActivation = HiddenActivation.Tanh, Loss = LossFunction.MeanSquaredError } };
        var session = Trainer.Start([run], Data, TimeProvider.System);
        session.Advance(3);
        session.Result(0)!.DivergedAtEpoch.ShouldNotBeNull();

        var restored = Trainer.Restore([run], Data, session.Checkpoint(), TimeProvider.System);
        restored.Ended.ShouldBeTrue();
        Same.Run(restored, 0, session, 0);
    }

    [Fact]
    public void A_checkpoint_is_resumed_only_with_its_own_runs_and_data_and_whole()
    {
        var run = Run("adam", FloatingPointPrecision.Float64, 4, 0.1, null, 1, 1);
        var checkpoint = Trainer.Start([run], Data, TimeProvider.System).Checkpoint();

        Refuse(run with { LearningRate = 0.2 }, Data, checkpoint, "other runs");
        Refuse(run, DatasetLoader.Load(Dataset with { Seed = 4 }), checkpoint, "other data");
        Refuse(run, Data, checkpoint[..^1], "cut short");
        Refuse(run, Data, [.. checkpoint, 0], "longer");
        Refuse(run, Data, [1, 2, 3, 4, 5], "no checkpoint");
        Refuse(run, Data, [.. checkpoint[..4], 99, .. checkpoint[5..]], "version 99");

        static void Refuse(NetworkRun run, TrainingData data, byte[] checkpoint, string message) =>
            Should.Throw<InvalidDataException>(() => Trainer.Restore([run], data, checkpoint, TimeProvider.System))
                .Message.ShouldContain(message);
    }

    private static NetworkRun Run(
        string optimizer, FloatingPointPrecision precision, int batchSize, double rate, double? target, int every, int number) =>
        Runs.Moons(optimizer) with
        {
            Dataset = Dataset,
            Number = number,
            Seed = (uint)number,
            Epochs = 20,
            Precision = precision,
            BatchSize = batchSize,
            LearningRate = rate,
            TargetCost = target,
            RecordEvery = every,
        };
}
