using System.Collections.Immutable;
using NNOptim.Shared.Protocol;
using static NNOptim.Shared.Serialization.MessageMapping;
using static NNOptim.Shared.Serialization.RunMapping;
using static NNOptim.Shared.Serialization.SpecificationMapping;
using Wire = NNOptim.Shared.Serialization.Messages;

namespace NNOptim.Shared.Serialization;

/// <summary>The table of messages. A manifest, once published, keeps its meaning for ever.</summary>
internal static class MessageCodecs
{
    public static ImmutableArray<MessageCodec> All { get; } =
    [
        .. Events(),
        .. CommandsAndQueries(),
        .. PullProtocol(),
    ];

    private static IEnumerable<MessageCodec> Events() =>
    [
        MessageCodec.Of<ExperimentSubmitted, Wire.ExperimentSubmitted>(
            "es",
            m => new() { Experiment = Text(m.ExperimentId), Specification = ToWire(m.Specification), Environment = ToWire(m.Environment), At = m.At.UtcTicks },
            w => new(Id(w.Experiment), FromWire(w.Specification), FromWire(w.Environment), Time(w.At))),
        MessageCodec.Of<RunsAssigned, Wire.RunsAssigned>(
            "ra",
            m => new() { Experiment = Text(m.ExperimentId), Worker = m.WorkerId.Value, Attempts = { m.Attempts.Select(ToWire) }, At = m.At.UtcTicks },
            w => new(Id(w.Experiment), new(w.Worker), FromWire(w.Attempts), Time(w.At))),
        MessageCodec.Of<CostsRecorded, Wire.CostsRecorded>(
            "cr",
            m => new() { Experiment = Text(m.ExperimentId), Attempt = ToWire(m.Attempt), FirstIndex = m.FirstIndex, Costs = { m.Costs } },
            w => new(Id(w.Experiment), FromWire(w.Attempt), w.FirstIndex, [.. w.Costs])),
        MessageCodec.Of<RunCompleted, Wire.RunCompleted>(
            "rc",
            m => new() { Experiment = Text(m.ExperimentId), Attempt = ToWire(m.Attempt), Result = ToWire(m.Result), At = m.At.UtcTicks },
            w => new(Id(w.Experiment), FromWire(w.Attempt), FromWire(w.Result), Time(w.At))),
        MessageCodec.Of<RunFailed, Wire.RunFailed>(
            "rf",
            m => new() { Experiment = Text(m.ExperimentId), Attempt = ToWire(m.Attempt), Reason = m.Reason, Final = m.Final, At = m.At.UtcTicks },
            w => new(Id(w.Experiment), FromWire(w.Attempt), w.Reason, w.Final, Time(w.At))),
        MessageCodec.Of<RunsRequeued, Wire.RunsRequeued>(
            "rq",
            m => new() { Experiment = Text(m.ExperimentId), Attempts = { m.Attempts.Select(ToWire) }, Cause = Causes.NameOf(m.Cause), At = m.At.UtcTicks },
            w => new(Id(w.Experiment), FromWire(w.Attempts), Causes.Parse(w.Cause), Time(w.At))),
        MessageCodec.Of<ExperimentEnded, Wire.ExperimentEnded>(
            "ee",
            m => new() { Experiment = Text(m.ExperimentId), At = m.At.UtcTicks },
            w => new(Id(w.Experiment), Time(w.At))),
        MessageCodec.Of<RunsRetried, Wire.RunsRetried>(
            "rt",
            m => new() { Experiment = Text(m.ExperimentId), Runs = { m.Runs }, At = m.At.UtcTicks },
            w => new(Id(w.Experiment), [.. w.Runs], Time(w.At))),
    ];

    private static IEnumerable<MessageCodec> CommandsAndQueries() =>
    [
        MessageCodec.Of<SubmitExperiment, Wire.SubmitExperiment>(
            "se",
            m => new() { Experiment = Text(m.ExperimentId), Specification = ToWire(m.Specification), Environment = ToWire(m.Environment) },
            w => new(Id(w.Experiment), FromWire(w.Specification), FromWire(w.Environment))),
        MessageCodec.Of<ResumeExperiment, Wire.ResumeExperiment>(
            "re", m => new() { Experiment = Text(m.ExperimentId) }, w => new(Id(w.Experiment))),
        MessageCodec.Of<InterruptExperiment, Wire.InterruptExperiment>(
            "ie", m => new() { Experiment = Text(m.ExperimentId) }, w => new(Id(w.Experiment))),
        MessageCodec.Of<RetryExperiment, Wire.RetryExperiment>(
            "te", m => new() { Experiment = Text(m.ExperimentId) }, w => new(Id(w.Experiment))),
        MessageCodec.Of<ExperimentCommandDone, Wire.ExperimentCommandDone>(
            "cd",
            m => new() { Experiment = Text(m.ExperimentId), Progress = ToWire(m.Progress) },
            w => new(Id(w.Experiment), FromWire(w.Progress))),
        MessageCodec.Of<ExperimentCommandRefused, Wire.ExperimentCommandRefused>(
            "cx",
            m => new() { Experiment = Text(m.ExperimentId), Reason = m.Reason },
            w => new(Id(w.Experiment), w.Reason)),
        MessageCodec.Of<WatchExperiment, Wire.WatchExperiment>(
            "we", m => new() { Experiment = Text(m.ExperimentId) }, w => new(Id(w.Experiment))),
        MessageCodec.Of<ExperimentProgress, Wire.ExperimentProgress>("ep", ToWire, FromWire),
    ];

    private static IEnumerable<MessageCodec> PullProtocol() =>
    [
        MessageCodec.Of<RegisterWorker, Wire.RegisterWorker>(
            "rw",
            m => new() { Worker = m.WorkerId.Value, Slots = m.Slots, ProtocolVersion = m.ProtocolVersion },
            w => new(new(w.Worker), w.Slots, w.ProtocolVersion)),
        MessageCodec.Of<WorkerRegistered, Wire.WorkerRegistered>(
            "wr",
            m => new() { Worker = m.WorkerId.Value, LeaseMilliseconds = (long)m.LeaseDuration.TotalMilliseconds },
            w => new(new(w.Worker), TimeSpan.FromMilliseconds(w.LeaseMilliseconds))),
        MessageCodec.Of<WorkerRefused, Wire.WorkerRefused>(
            "wx", m => new() { Worker = m.WorkerId.Value, Reason = m.Reason }, w => new(new(w.Worker), w.Reason)),
        MessageCodec.Of<RequestWork, Wire.RequestWork>(
            "qw", m => new() { Worker = m.WorkerId.Value, Slots = m.Slots }, w => new(new(w.Worker), w.Slots)),
        MessageCodec.Of<RenewLeases, Wire.RenewLeases>(
            "rl",
            m => new() { Worker = m.WorkerId.Value, Held = { m.Held.Select(ToWire) } },
            w => new(new(w.Worker), [.. w.Held.Select(FromWire)])),
        MessageCodec.Of<AssignRuns, Wire.AssignRuns>(
            "ar",
            m => new() { Experiment = Text(m.ExperimentId), Dataset = ToWire(m.Dataset), Runs = { m.Runs.Select(ToWire) } },
            FromWire),
        MessageCodec.Of<WithdrawRuns, Wire.WithdrawRuns>(
            "dr",
            m => new() { Experiment = Text(m.ExperimentId), Attempts = { m.Attempts.Select(ToWire) } },
            w => new(Id(w.Experiment), FromWire(w.Attempts))),
        MessageCodec.Of<ReportRuns, Wire.ReportRuns>(
            "rr",
            m => new() { Experiment = Text(m.ExperimentId), Worker = m.WorkerId.Value, Number = m.Number, Runs = { m.Runs.Select(ToWire) } },
            w => new(Id(w.Experiment), new(w.Worker), w.Number, [.. w.Runs.Select(FromWire)])),
        MessageCodec.Of<ReportAcknowledged, Wire.ReportAcknowledged>(
            "rk",
            m => new() { Experiment = Text(m.ExperimentId), Worker = m.WorkerId.Value, Number = m.Number },
            w => new(Id(w.Experiment), new(w.Worker), w.Number)),
    ];
}
