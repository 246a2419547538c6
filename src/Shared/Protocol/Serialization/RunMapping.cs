using System.Collections.Immutable;
using NNOptim.Experiments;
using Wire = NNOptim.Protocol.Serialization.Messages;

namespace NNOptim.Protocol.Serialization;

/// <summary>Runs, attempts and results to and from their wire form.</summary>
internal static class RunMapping
{
    public static Wire.Run ToWire(RunSpecification run)
    {
        var wire = new Wire.Run
        {
            Number = run.Number,
            Network = new Wire.Network
            {
                Layers = { run.Network.Layers },
                HiddenActivation = Choices.HiddenActivations.NameOf(run.Network.HiddenActivation),
                Initializer = Choices.Initializers.NameOf(run.Network.Initializer),
                Loss = Choices.Losses.NameOf(run.Network.Loss),
            },
            Optimizer = new Wire.Optimizer
            {
                Kind = Choices.Optimizers.NameOf(run.Optimizer.Kind),
                Beta = run.Optimizer.Beta,
                Beta1 = run.Optimizer.Beta1,
                Beta2 = run.Optimizer.Beta2,
                Epsilon = run.Optimizer.Epsilon,
                SecondMomentCorrection = Choices.SecondMomentCorrections.NameOf(run.Optimizer.SecondMomentCorrection),
            },
            LearningRate = run.LearningRate,
            BatchSize = run.BatchSize,
            Seed = run.Seed,
            Epochs = run.Epochs,
            RecordEvery = run.RecordEvery,
            ShuffleSeed = run.ShuffleSeed,
            Precision = Choices.Precisions.NameOf(run.Precision),
            DelaySeconds = run.Delay,
        };
        if (run.TargetCost is { } target)
        {
            wire.TargetCost = target;
        }

        return wire;
    }

    public static RunSpecification FromWire(Wire.Run wire, DatasetSpecification dataset) => new()
    {
        Number = wire.Number,
        Dataset = dataset,
        Network = new NetworkSpecification
        {
            Layers = [.. wire.Network.Layers],
            HiddenActivation = Choices.HiddenActivations.Parse(wire.Network.HiddenActivation),
            Initializer = Choices.Initializers.Parse(wire.Network.Initializer),
            Loss = Choices.Losses.Parse(wire.Network.Loss),
        },
        Optimizer = new OptimizerSpecification
        {
            Kind = Choices.Optimizers.Parse(wire.Optimizer.Kind),
            Beta = wire.Optimizer.Beta,
            Beta1 = wire.Optimizer.Beta1,
            Beta2 = wire.Optimizer.Beta2,
            Epsilon = wire.Optimizer.Epsilon,
            SecondMomentCorrection = Choices.SecondMomentCorrections.Parse(wire.Optimizer.SecondMomentCorrection),
        },
        LearningRate = wire.LearningRate,
        BatchSize = wire.BatchSize,
        Seed = wire.Seed,
        Epochs = wire.Epochs,
        RecordEvery = wire.RecordEvery,
        TargetCost = wire.HasTargetCost ? wire.TargetCost : null,
        ShuffleSeed = wire.ShuffleSeed,
        Precision = Choices.Precisions.Parse(wire.Precision),
        Delay = wire.DelaySeconds,
    };

    public static Wire.Attempt ToWire(RunAttempt attempt) => new() { Run = attempt.Run, Attempt_ = attempt.Attempt };

    public static RunAttempt FromWire(Wire.Attempt wire) => new(wire.Run, wire.Attempt_);

    public static ImmutableArray<RunAttempt> FromWire(IEnumerable<Wire.Attempt> wire) => [.. wire.Select(FromWire)];

    public static Wire.Result ToWire(RunResult result)
    {
        var wire = new Wire.Result
        {
            EpochsTrained = result.EpochsTrained,
            Overshoot = result.Overshoot,
            RiseCount = result.RiseCount,
            RiseArea = result.RiseArea,
            TrainingSeconds = result.TrainingSeconds,
        };
        if (result.DivergedAtEpoch is { } divergedAtEpoch)
        {
            wire.DivergedAtEpoch = divergedAtEpoch;
        }

        if (result.FinalCost is { } finalCost)
        {
            wire.FinalCost = finalCost;
        }

        if (result.BestCost is { } bestCost)
        {
            wire.BestCost = bestCost;
        }

        if (result.BestEpoch is { } bestEpoch)
        {
            wire.BestEpoch = bestEpoch;
        }

        if (result.EpochsToTarget is { } epochsToTarget)
        {
            wire.EpochsToTarget = epochsToTarget;
        }

        if (result.TrainAccuracy is { } trainAccuracy)
        {
            wire.TrainAccuracy = trainAccuracy;
        }

        if (result.TestAccuracy is { } testAccuracy)
        {
            wire.TestAccuracy = testAccuracy;
        }

        wire.FinalParameters.AddRange(result.FinalParameters);
        return wire;
    }

    public static RunResult FromWire(Wire.Result wire) => new()
    {
        EpochsTrained = wire.EpochsTrained,
        DivergedAtEpoch = wire.HasDivergedAtEpoch ? wire.DivergedAtEpoch : null,
        FinalCost = wire.HasFinalCost ? wire.FinalCost : null,
        BestCost = wire.HasBestCost ? wire.BestCost : null,
        BestEpoch = wire.HasBestEpoch ? wire.BestEpoch : null,
        EpochsToTarget = wire.HasEpochsToTarget ? wire.EpochsToTarget : null,
        Overshoot = wire.Overshoot,
        RiseCount = wire.RiseCount,
        RiseArea = wire.RiseArea,
        TrainAccuracy = wire.HasTrainAccuracy ? wire.TrainAccuracy : null,
        TestAccuracy = wire.HasTestAccuracy ? wire.TestAccuracy : null,
        TrainingSeconds = wire.TrainingSeconds,
        FinalParameters = [.. wire.FinalParameters],
    };
}
