using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Shared.Tests.Serialization;

/// <summary>
/// The content of <c>Golden/v1.json</c>, as format version 1 wrote it: one message of each kind, with every field set. Neither may change after
/// the release. A later version adds its own class and file.
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
        Table = new() { Label = "label" },
        Task = LearningTask.Regression,
        Sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        Standardize = StandardizedFeatures.All,
        TestFraction = 0.125,
        SplitSeed = 7,
    };

    private static readonly Trainable Model = new(
        "model",
        [
            new("rule", "grid.rule", new ChoiceType(["gd", "adam"]), "The update rule.") { IsAlwaysShown = true },
            new("layers", "network.layers", new LayersType(), "The widths."),
            new("steps", "training.steps", new IntegerType(1, 1000), "How long.") { Role = ParameterRole.Budget },
            new("every", "training.every", new IntegerType(1, 1000), "What is recorded.")
            {
                Role = ParameterRole.RecordInterval, IsFixed = true, Default = new ParameterValue.Integer(10),
            },
            new("note", "training.note", new TextType("a note", 20, MayBeEmpty: true), "A remark.") { IsFixed = true, IsOptional = true },
            new("hash", "training.hash", new HashType(), "A hash.") { IsFixed = true, IsOptional = true },
            new("scaled", "training.scaled", new FlagType(), "Whether to scale.") { IsFixed = true, Default = new ParameterValue.Name("false") },
            new("adam_beta", "rules.adam.beta", new NumberType(0, true, 1), "The decay.") { Default = new ParameterValue.Number(0.9), When = new("rule", ["adam"]) },
            new("rate", "grid.rate", new NumberType(0, false), "The step."),
            new("batch", "grid.batch", new IntegerType(1, 1000, "full"), "Examples a step.") { Default = new ParameterValue.Integer(64) },
            new("seed", "grid.seed", new IntegerType(0, uint.MaxValue), "The replicate.") { Default = new ParameterValue.Integer(3), Role = ParameterRole.Replicate },
        ],
        [new("cost", MetricGoal.Minimize, MetricFormat.Number, "The cost."), new("accuracy", MetricGoal.Maximize, MetricFormat.Percent, "The accuracy.")])
    {
        Objective = "cost",
        Compared = "rule",
        Tuned = "rate",
    };

    private static readonly ExperimentSpecification Specification = ExperimentSpecification.Create(
        "größer",
        Model,
        Dataset,
        ("rule", ParameterValue.Names("gd", "adam")),
        ("layers", [new ParameterValue.Layers([2, 300, 1])]),
        ("steps", ParameterValue.Integers(1000)),
        ("note", ParameterValue.Names("größer")),
        ("rate", ParameterValue.Numbers(0.1, 0.0007)),
        ("batch", [new ParameterValue.Integer(64), new ParameterValue.Name("full")]),
        ("seed", ParameterValue.Integers(3, 4_294_967_295))) with
    { Description = "line\nline" };

    private static readonly ImmutableArray<RunSpecification> Runs = ExperimentGrid.Expand(Specification);

    private static readonly RunResult Result = new()
    {
        EpochsTrained = 999,
        DivergedAtEpoch = 998,
        Metrics = new MetricValues([0.136066, double.NaN]),
        TrainingSeconds = 0.456,
        FinalParameters = [0.1, -0.0, double.Epsilon],
    };

    private static readonly ExperimentEnvironment Environment = new("0.1.0+abc", ".NET 10.0.12", "Linux X64", 8, 256, "nnoptim run \"größer.yaml\"")
    {
        ProcessorName = "a processor",
        DataSha256 = "9f86d081",
    };

    private const string Sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    private static readonly RunAttempt Attempt = new(12, 3);
    private static readonly BinaryPart Part = new(4, 6, [0, 1, 254, 255]);

    public static IReadOnlyList<IProtocolMessage> Messages { get; } =
    [
        new ExperimentSubmitted(Id, Specification, Environment, At, -3, "ada"),
        new RunsProposed(Id, [new RunProposal(4, Runs[0].Values, 7, 100, 2)], IsLast: true, At),
        new RunsAssigned(Id, Worker, [new RunAttempt(1, 2), new RunAttempt(300, 1)], At),
        new CostsRecorded(Id, Attempt, 1000, [0.7, -0.0, 1e-310]),
        new RunCompleted(Id, Attempt, Result, At),
        new RunFailed(Id, Attempt, "ArgumentException: größer", Final: true, At),
        new RunsRequeued(Id, [Attempt], RequeueCause.WorkerLeft, At),
        new RunsRetried(Id, [12, 300], At, "ada"),
        new RunCheckpointed(Id, Attempt, 1234, At),
        new ExperimentPaused(Id, "ada", At),
        new ExperimentResumed(Id, "ada", At),
        new ExperimentCancelled(Id, "ada", At),
        new PriorityChanged(Id, -5, "ada", At),
        new ExperimentEnded(Id, At),
        new ExperimentAdopted(Id, At),
        new ExperimentReleased(Id, At),
        new ExperimentAnnotated(Id, At) { Name = "größer", Note = "looks odd", TagsAdded = ["paper", "week 3"], TagsRemoved = ["draft"], Archived = false },
        new ExperimentSnapshot(
            Id,
            Specification,
            At,
            -3,
            Paused: true,
            Ended: false,
            [
                new RunStatus(RunState.Pending, 0, 0, 0, 0, 0, null),
                new RunStatus(RunState.Running, 3, 1, 2, 300, 5000, Worker),
                new RunStatus(RunState.Completed, 1, 0, 0, 50, 0, null),
                new RunStatus(RunState.Diverged, 1, 0, 0, 7, 0, null),
                new RunStatus(RunState.Failed, 3, 3, 0, 0, 0, null),
                new RunStatus(RunState.Cancelled, 0, 0, 0, 0, 0, null),
            ],
            4321)
        {
            Proposals = [new RunProposal(4, Runs[0].Values, 7, 100, 2)],
            IsExhausted = true,
            Outcomes = ImmutableSortedDictionary<int, MetricValues>.Empty.Add(3, new MetricValues([0.5, double.NaN])),
        },
        new RunCheckpoint(Id, Attempt, 1234, [9, 8, 7]),
        new SubmitExperiment(Id, Specification, Environment, -3, "ada"),
        FindCoordinator.Instance,
        CoordinatorFound.Instance,
        new RegisterWorker(Worker, 8, 1, "0.1.0+abc"),
        new WorkerRegistered(Worker, TimeSpan.FromSeconds(15)),
        new WorkerRefused(Worker, "another protocol"),
        new LeaveCoordinator(Worker),
        new WorkerReleased(Worker),
        new RequestWork(Worker, 3),
        new RenewLeases(Worker, [new HeldRuns(Id, [Attempt, new RunAttempt(13, 1)])]),
        new AssignRuns(Id, Dataset, [new AssignedRun(2, Runs[0], 100, 7), new AssignedRun(1, Runs[^1])], ["cost", "accuracy"]),
        new WithdrawRuns(Id, [Attempt]),
        new UpdateRuns(Id, Worker, 17, [new RunUpdate(Attempt, 1000, [0.5], Result, Span: 9), new RunUpdate(new RunAttempt(13, 1), 0, [], Failure: "failed")]),
        new UpdateAcknowledged(Id, Worker, 17),
        new StoreCheckpoint(Id, Worker, Attempt, 1234, Part),
        new CheckpointStored(Id, Attempt, 1234),
        new RequestCheckpoint(Id, Worker, Attempt, 4),
        new CheckpointPart(Id, Attempt, 1234, Part),
        new DatasetRefused(Sha256, "it is unknown"),
        new RequestDatasetPart(Sha256, 4),
        new DatasetPart(Sha256, 300_000, Part),
    ];
}
