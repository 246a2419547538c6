using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Shared.Tests.Serialization;

/// <summary>The kinds of message that came after <see cref="Version2"/>, as <c>Golden/v3.json</c> has them; neither may change.</summary>
internal static class Version3
{
    private const string Sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    private static readonly ExperimentId Id = ExperimentId.Parse("k3f9x2ma");
    private static readonly WorkerId Worker = new("10.0.0.7:41231/5f2k9a");
    private static readonly RunAttempt Attempt = new(12, 3);
    private static readonly DateTimeOffset At = new(2026, 11, 24, 1, 2, 3, 456, TimeSpan.Zero);
    private static readonly BinaryPart Part = new(4, 6, [0, 1, 254, 255]);
    private static readonly ExperimentProgress Progress = new(Id, 100, 1, 2, 3, 4, ExperimentPhase.Paused, 5);

    public static IReadOnlyList<IProtocolMessage> Messages { get; } =
    [
        new ExperimentPaused(Id, "ada", At),
        new ExperimentResumed(Id, "ada", At),
        new ExperimentCancelled(Id, "ada", At),
        new PriorityChanged(Id, -5, "ada", At),
        new RunCheckpointed(Id, Attempt, 1234, At),
        new ExperimentAdopted(Id, At),
        new ExperimentReleased(Id, At),
        new PauseExperiment(Id, "ada"),
        new CancelExperiment(Id, "ada"),
        new PrioritizeExperiment(Id, 7, "ada"),
        new DescribeExperiment(Id),
        new ListExperiments(),
        new ExperimentList([new ExperimentSummary(Progress, "moons", -5, At)]),
        new ListWorkers(),
        new WorkerList([new WorkerSummary(Worker, 8, 5, "0.1.0+abc", At, At.AddSeconds(5))]),
        new LeaveCoordinator(Worker),
        new WorkerReleased(Worker),
        new StoreCheckpoint(Id, Worker, Attempt, 1234, Part),
        new CheckpointStored(Id, Attempt, 1234),
        new RequestCheckpoint(Id, Worker, Attempt, 4),
        new CheckpointPart(Id, Attempt, 1234, Part),
        new RunCheckpoint(Id, Attempt, 1234, [9, 8, 7]),
        new KeepDatasetPart(Sha256, 300_000, Part),
        new DatasetPartKept(Sha256, 5),
        new DatasetRefused(Sha256, "it is unknown"),
        new RequestDatasetPart(Sha256, 4),
        new DatasetPart(Sha256, 300_000, Part),
    ];
}
