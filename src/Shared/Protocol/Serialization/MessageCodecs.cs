using System.Collections.Immutable;
using static NNOptim.Protocol.Serialization.MessageMapping;
using static NNOptim.Protocol.Serialization.ResultMapping;
using static NNOptim.Protocol.Serialization.SpecificationMapping;
using Wire = NNOptim.Protocol.Serialization.Messages;

namespace NNOptim.Protocol.Serialization;

/// <summary>The table of messages. A published manifest never changes its meaning.</summary>
internal static class MessageCodecs
{
    public static ImmutableArray<MessageCodec> All { get; } =
    [
        .. Kept(Events()),
        .. Kept(Annotations()),
        .. Kept(Snapshots()),
        .. Submissions(),
        .. PullProtocol(),
        .. Checkpoints(),
        .. Datasets(),
    ];

    private static IEnumerable<MessageCodec> Kept(IEnumerable<MessageCodec> codecs) => codecs.Select(codec => codec with { IsKept = true });

    private static IEnumerable<MessageCodec> Events() =>
    [
        MessageCodec.Create<ExperimentSubmitted, Wire.ExperimentSubmitted>(
            "es",
            m => new() { Experiment = Text(m.ExperimentId), Specification = ToWire(m.Specification), Environment = ToWire(m.Environment), At = m.At.UtcTicks, Priority = m.Priority, By = m.By },
            w => new(Id(w.Experiment), FromWire(w.Specification), FromWire(w.Environment), Time(w.At), w.Priority, w.By)),
        MessageCodec.Create<RunsProposed, Wire.RunsProposed>(
            "rp",
            ProposalMapping.ToWire,
            ProposalMapping.FromWire),
        MessageCodec.Create<RunsAssigned, Wire.RunsAssigned>(
            "ra",
            m => new() { Experiment = Text(m.ExperimentId), Worker = m.WorkerId.Value, Attempts = { m.Attempts.Select(ToWire) }, At = m.At.UtcTicks },
            w => new(Id(w.Experiment), new(w.Worker), FromWire(w.Attempts), Time(w.At))),
        MessageCodec.Create<CostsRecorded, Wire.CostsRecorded>(
            "cr",
            m => new() { Experiment = Text(m.ExperimentId), Attempt = ToWire(m.Attempt), FirstIndex = m.FirstIndex, Costs = { m.Costs } },
            w => new(Id(w.Experiment), FromWire(w.Attempt), w.FirstIndex, [.. w.Costs])),
        MessageCodec.Create<RunCompleted, Wire.RunCompleted>(
            "rc",
            m => new() { Experiment = Text(m.ExperimentId), Attempt = ToWire(m.Attempt), Result = ToWire(m.Result), At = m.At.UtcTicks },
            w => new(Id(w.Experiment), FromWire(w.Attempt), FromWire(w.Result), Time(w.At))),
        MessageCodec.Create<RunFailed, Wire.RunFailed>(
            "rf",
            m => new() { Experiment = Text(m.ExperimentId), Attempt = ToWire(m.Attempt), Reason = m.Reason, Final = m.Final, At = m.At.UtcTicks },
            w => new(Id(w.Experiment), FromWire(w.Attempt), w.Reason, w.Final, Time(w.At))),
        MessageCodec.Create<RunsRequeued, Wire.RunsRequeued>(
            "rq",
            m => new() { Experiment = Text(m.ExperimentId), Attempts = { m.Attempts.Select(ToWire) }, Cause = Causes.NameOf(m.Cause), At = m.At.UtcTicks },
            w => new(Id(w.Experiment), FromWire(w.Attempts), Causes.Parse(w.Cause), Time(w.At))),
        MessageCodec.Create<ExperimentEnded, Wire.ExperimentEnded>(
            "ee",
            m => new() { Experiment = Text(m.ExperimentId), At = m.At.UtcTicks },
            w => new(Id(w.Experiment), Time(w.At))),
        MessageCodec.Create<ExperimentPaused, Wire.ExperimentPaused>(
            "xp",
            m => new() { Experiment = Text(m.ExperimentId), By = m.By, At = m.At.UtcTicks },
            w => new(Id(w.Experiment), w.By, Time(w.At))),
        MessageCodec.Create<ExperimentResumed, Wire.ExperimentResumed>(
            "xr",
            m => new() { Experiment = Text(m.ExperimentId), By = m.By, At = m.At.UtcTicks },
            w => new(Id(w.Experiment), w.By, Time(w.At))),
        MessageCodec.Create<ExperimentCancelled, Wire.ExperimentCancelled>(
            "xc",
            m => new() { Experiment = Text(m.ExperimentId), By = m.By, At = m.At.UtcTicks },
            w => new(Id(w.Experiment), w.By, Time(w.At))),
        MessageCodec.Create<RunsRetried, Wire.RunsRetried>(
            "rt",
            m => new() { Experiment = Text(m.ExperimentId), Runs = { m.Runs }, By = m.By, At = m.At.UtcTicks },
            w => new(Id(w.Experiment), [.. w.Runs], Time(w.At), w.By)),
        MessageCodec.Create<PriorityChanged, Wire.PriorityChanged>(
            "pc",
            m => new() { Experiment = Text(m.ExperimentId), Priority = m.Priority, By = m.By, At = m.At.UtcTicks },
            w => new(Id(w.Experiment), w.Priority, w.By, Time(w.At))),
        MessageCodec.Create<RunCheckpointed, Wire.RunCheckpointed>(
            "ck",
            m => new() { Experiment = Text(m.ExperimentId), Attempt = ToWire(m.Attempt), Epoch = m.Epoch, At = m.At.UtcTicks },
            w => new(Id(w.Experiment), FromWire(w.Attempt), w.Epoch, Time(w.At))),
        MessageCodec.Create<ExperimentAdopted, Wire.ExperimentAdopted>(
            "xa", m => new() { Experiment = Text(m.ExperimentId), At = m.At.UtcTicks }, w => new(Id(w.Experiment), Time(w.At))),
        MessageCodec.Create<ExperimentReleased, Wire.ExperimentReleased>(
            "xl", m => new() { Experiment = Text(m.ExperimentId), At = m.At.UtcTicks }, w => new(Id(w.Experiment), Time(w.At))),
    ];

    private static IEnumerable<MessageCodec> Annotations() =>
    [
        MessageCodec.Create<ExperimentAnnotated, Wire.ExperimentAnnotated>("ea", ToWire, FromWire),
    ];

    private static IEnumerable<MessageCodec> Snapshots() =>
    [
        MessageCodec.Create<ExperimentSnapshot, Wire.ExperimentSnapshot>("sn", SnapshotMapping.ToWire, SnapshotMapping.FromWire),
        MessageCodec.Create<RunCheckpoint, Wire.RunCheckpoint>(
            "kc",
            m => new() { Experiment = Text(m.ExperimentId), Attempt = ToWire(m.Attempt), Epoch = m.Epoch, Bytes = Bytes(m.Bytes) },
            w => new(Id(w.Experiment), FromWire(w.Attempt), w.Epoch, Bytes(w.Bytes))),
    ];

    /// <summary>What a command line sends as the body of a request to the HTTP API.</summary>
    private static IEnumerable<MessageCodec> Submissions() =>
    [
        MessageCodec.Create<SubmitExperiment, Wire.SubmitExperiment>(
            "se",
            m => new() { Experiment = Text(m.ExperimentId), Specification = ToWire(m.Specification), Environment = ToWire(m.Environment), Priority = m.Priority, By = m.By },
            w => new(Id(w.Experiment), FromWire(w.Specification), FromWire(w.Environment), w.Priority, w.By)),
    ];

    private static IEnumerable<MessageCodec> PullProtocol() =>
    [
        MessageCodec.Create<FindCoordinator, Wire.FindCoordinator>("fc", _ => new(), _ => FindCoordinator.Instance),
        MessageCodec.Create<CoordinatorFound, Wire.CoordinatorFound>("cf", _ => new(), _ => CoordinatorFound.Instance),
        MessageCodec.Create<RegisterWorker, Wire.RegisterWorker>(
            "rw",
            m => new() { Worker = m.WorkerId.Value, Slots = m.Slots, ProtocolVersion = m.ProtocolVersion, ProgramVersion = m.ProgramVersion },
            w => new(new(w.Worker), w.Slots, w.ProtocolVersion, w.ProgramVersion)),
        MessageCodec.Create<WorkerRegistered, Wire.WorkerRegistered>(
            "wr",
            m => new() { Worker = m.WorkerId.Value, LeaseMilliseconds = (long)m.LeaseDuration.TotalMilliseconds },
            w => new(new(w.Worker), TimeSpan.FromMilliseconds(w.LeaseMilliseconds))),
        MessageCodec.Create<WorkerRefused, Wire.WorkerRefused>(
            "wx", m => new() { Worker = m.WorkerId.Value, Reason = m.Reason }, w => new(new(w.Worker), w.Reason)),
        MessageCodec.Create<LeaveCoordinator, Wire.LeaveCoordinator>(
            "lc", m => new() { Worker = m.WorkerId.Value }, w => new(new(w.Worker))),
        MessageCodec.Create<WorkerReleased, Wire.WorkerReleased>(
            "wo", m => new() { Worker = m.WorkerId.Value }, w => new(new(w.Worker))),
        MessageCodec.Create<RequestWork, Wire.RequestWork>(
            "qw", m => new() { Worker = m.WorkerId.Value, Slots = m.Slots }, w => new(new(w.Worker), w.Slots)),
        MessageCodec.Create<RenewLeases, Wire.RenewLeases>(
            "rl",
            m => new() { Worker = m.WorkerId.Value, Held = { m.Held.Select(ToWire) } },
            w => new(new(w.Worker), [.. w.Held.Select(FromWire)])),
        MessageCodec.Create<AssignRuns, Wire.AssignRuns>(
            "ar",
            AssignmentMapping.ToWire,
            AssignmentMapping.FromWire),
        MessageCodec.Create<WithdrawRuns, Wire.WithdrawRuns>(
            "dr",
            m => new() { Experiment = Text(m.ExperimentId), Attempts = { m.Attempts.Select(ToWire) } },
            w => new(Id(w.Experiment), FromWire(w.Attempts))),
        MessageCodec.Create<UpdateRuns, Wire.UpdateRuns>(
            "rr",
            m => new() { Experiment = Text(m.ExperimentId), Worker = m.WorkerId.Value, Number = m.Number, Runs = { m.Runs.Select(ToWire) } },
            w => new(Id(w.Experiment), new(w.Worker), w.Number, [.. w.Runs.Select(FromWire)])),
        MessageCodec.Create<UpdateAcknowledged, Wire.UpdateAcknowledged>(
            "rk",
            m => new() { Experiment = Text(m.ExperimentId), Worker = m.WorkerId.Value, Number = m.Number },
            w => new(Id(w.Experiment), new(w.Worker), w.Number)),
    ];

    private static IEnumerable<MessageCodec> Checkpoints() =>
    [
        MessageCodec.Create<StoreCheckpoint, Wire.StoreCheckpoint>(
            "sc",
            m => new() { Experiment = Text(m.ExperimentId), Worker = m.WorkerId.Value, Attempt = ToWire(m.Attempt), Epoch = m.Epoch, Part = ToWire(m.Part) },
            w => new(Id(w.Experiment), new(w.Worker), FromWire(w.Attempt), w.Epoch, FromWire(w.Part))),
        MessageCodec.Create<CheckpointStored, Wire.CheckpointStored>(
            "cs",
            m => new() { Experiment = Text(m.ExperimentId), Attempt = ToWire(m.Attempt), Epoch = m.Epoch },
            w => new(Id(w.Experiment), FromWire(w.Attempt), w.Epoch)),
        MessageCodec.Create<RequestCheckpoint, Wire.RequestCheckpoint>(
            "qc",
            m => new() { Experiment = Text(m.ExperimentId), Worker = m.WorkerId.Value, Attempt = ToWire(m.Attempt), Index = m.Index },
            w => new(Id(w.Experiment), new(w.Worker), FromWire(w.Attempt), w.Index)),
        MessageCodec.Create<CheckpointPart, Wire.CheckpointPart>(
            "cp",
            m => new() { Experiment = Text(m.ExperimentId), Attempt = ToWire(m.Attempt), Epoch = m.Epoch, Part = ToWire(m.Part) },
            w => new(Id(w.Experiment), FromWire(w.Attempt), w.Epoch, FromWire(w.Part))),
    ];

    private static IEnumerable<MessageCodec> Datasets() =>
    [
        MessageCodec.Create<DatasetRefused, Wire.DatasetRefused>(
            "dx", m => new() { Sha256 = m.Sha256, Reason = m.Reason }, w => new(w.Sha256, w.Reason)),
        MessageCodec.Create<RequestDatasetPart, Wire.RequestDatasetPart>(
            "qd", m => new() { Sha256 = m.Sha256, Index = m.Index }, w => new(w.Sha256, w.Index)),
        MessageCodec.Create<DatasetPart, Wire.DatasetPart>(
            "dp",
            m => new() { Sha256 = m.Sha256, FirstFileBytes = m.FirstFileBytes, Part = ToWire(m.Part) },
            w => new(w.Sha256, w.FirstFileBytes, FromWire(w.Part))),
    ];
}
