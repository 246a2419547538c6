using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Shared.Tests.Serialization;

/// <summary>
/// What version 0.1.0 wrote into <c>Golden/v1.json</c>, one message of a kind with every field set. Neither may change:
/// a later version adds a class and a file of its own.
/// </summary>
internal static class Version1
{
    private static readonly ExperimentId Id = ExperimentId.Parse("k3f9x2ma");
    private static readonly WorkerId Worker = new("127.0.0.1:41231/5f2k9a");
    private static readonly DateTimeOffset At = new(2026, 11, 23, 22, 10, 11, 123, TimeSpan.Zero);

    private static readonly DatasetSpecification Dataset = new()
    {
        Kind = DatasetKind.Csv,
        Examples = 301,
        Noise = 0.25,
        Seed = 4,
        Factor = 0.75,
        Centers = 4,
        Features = 5,
        ClusterStandardDeviation = 1.5,
        Path = "/data/Größe.csv",
        LabelsPath = "/data/labels",
        LabelColumn = "label",
        Task = LearningTask.Regression,
        Sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        Standardize = true,
        TestFraction = 0.125,
        SplitSeed = 7,
    };

    private static readonly RunSpecification Run = new()
    {
        Number = 12,
        Dataset = Dataset,
        Network = new NetworkSpecification
        {
            Layers = [2, 300, 1],
            HiddenActivation = HiddenActivation.Tanh,
            Initializer = WeightInitializer.Xavier,
            Loss = LossFunction.MeanSquaredError,
        },
        Optimizer = new OptimizerSpecification
        {
            Kind = OptimizerKind.Adam,
            Beta = 0.5,
            Beta1 = 0.25,
            Beta2 = 0.75,
            Epsilon = 1e-7,
            SecondMomentCorrection = SecondMomentCorrection.FixedAtTwo,
        },
        LearningRate = 0.0007,
        BatchSize = 64,
        Seed = 4_000_000_000,
        Epochs = 5000,
        RecordEvery = 100,
        TargetCost = 0.1,
        ShuffleSeed = 4_294_967_295,
        Precision = FloatingPointPrecision.Float32,
    };

    private static readonly RunResult Result = new()
    {
        EpochsTrained = 5000,
        DivergedAtEpoch = 4999,
        FinalCost = 0.136066,
        BestCost = 0.13,
        BestEpoch = 4321,
        EpochsToTarget = 1234,
        Overshoot = 0.01,
        RiseCount = 3,
        RiseArea = 0.02,
        TrainAccuracy = 0.94,
        TestAccuracy = 0.93,
        TrainingSeconds = 0.456,
        FinalParameters = [0.1, -0.0, double.Epsilon],
    };

    private static readonly ExperimentSpecification Specification = new()
    {
        Name = "größer",
        Description = "line\nline",
        Dataset = Dataset,
        Loss = LossFunction.SoftmaxCrossEntropy,
        RecordEvery = 50,
        TargetCost = 0.2,
        ShuffleSeed = 10,
        Precision = FloatingPointPrecision.Float32,
        Axes =
        [
            new GridAxis(Hyperparameters.Optimizer, [new HyperparameterValue.Name("gd"), new HyperparameterValue.Name("momentum"), new HyperparameterValue.Name("adam")]),
            new GridAxis(Hyperparameters.Layers, [new HyperparameterValue.Layers([2, 5, 2, 1])]),
            new GridAxis(Hyperparameters.HiddenActivation, [new HyperparameterValue.Name("relu"), new HyperparameterValue.Name("sigmoid")]),
            new GridAxis(Hyperparameters.Initializer, [new HyperparameterValue.Name("he"), new HyperparameterValue.Name("normal")]),
            new GridAxis(Hyperparameters.Epochs, [new HyperparameterValue.Integer(5000)]),
            new GridAxis(Hyperparameters.MomentumBeta, [new HyperparameterValue.Number(0.9)]),
            new GridAxis(Hyperparameters.AdamBeta1, [new HyperparameterValue.Number(0.9)]),
            new GridAxis(Hyperparameters.AdamBeta2, [new HyperparameterValue.Number(0.999)]),
            new GridAxis(Hyperparameters.AdamEpsilon, [new HyperparameterValue.Number(1e-8)]),
            new GridAxis(Hyperparameters.AdamSecondMomentCorrection, [new HyperparameterValue.Name("step")]),
            new GridAxis(Hyperparameters.LearningRate, [new HyperparameterValue.Number(0.1), new HyperparameterValue.Number(0.0007)]),
            new GridAxis(Hyperparameters.BatchSize, [new HyperparameterValue.Integer(64), new HyperparameterValue.Name("full")]),
            new GridAxis(Hyperparameters.Seed, [new HyperparameterValue.Integer(3), new HyperparameterValue.Integer(4_294_967_295)]),
        ],
    };

    private static readonly ExperimentEnvironment Environment =
        new("0.1.0+abc", ".NET 10.0.12", "Linux X64", 8, 256, "nnoptim run \"größer.yaml\"");

    private static readonly ExperimentProgress Progress = new(Id, 240, 8, 100, 2, 1);

    public static IReadOnlyList<IProtocolMessage> Messages { get; } =
    [
        new ExperimentSubmitted(Id, Specification, Environment, At),
        new RunsAssigned(Id, Worker, [new RunAttempt(1, 2), new RunAttempt(300, 1)], At),
        new CostsRecorded(Id, new RunAttempt(12, 2), 1000, [0.7, -0.0, 1e-310]),
        new RunCompleted(Id, new RunAttempt(12, 2), Result, At),
        new RunFailed(Id, new RunAttempt(12, 2), "ArgumentException: größer", Final: true, At),
        new RunsRequeued(Id, [new RunAttempt(12, 2)], RequeueCause.WorkerLeft, At),
        new ExperimentEnded(Id, At),
        new SubmitExperiment(Id, Specification, Environment),
        new ResumeExperiment(Id),
        new InterruptExperiment(Id),
        new ExperimentCommandDone(Id, Progress),
        new ExperimentCommandRefused(Id, "no such experiment"),
        new WatchExperiment(Id),
        Progress,
        new RegisterWorker(Worker, 8, 1),
        new WorkerRegistered(Worker, TimeSpan.FromSeconds(15)),
        new WorkerRefused(Worker, "another protocol"),
        new RequestWork(Worker, 3),
        new RenewLeases(Worker, [new HeldRuns(Id, [new RunAttempt(12, 2), new RunAttempt(13, 1)])]),
        new AssignRuns(Id, Dataset, [new AssignedRun(2, Run)]),
        new WithdrawRuns(Id, [new RunAttempt(12, 2)]),
        new ReportRuns(Id, Worker, 17, [new RunReport(new RunAttempt(12, 2), 1000, [0.5], Result), new RunReport(new RunAttempt(13, 1), 0, [], Failure: "failed")]),
        new ReportAcknowledged(Id, Worker, 17),
    ];
}
