using System.Collections.Concurrent;
using System.Diagnostics;
using Akka.Actor;
using Akka.TestKit;
using NNOptim.Coordinator.Actors;
using NNOptim.Experiments;
using NNOptim.Hosting;
using NNOptim.Protocol;
using static NNOptim.Coordinator.Tests.Actors.Experiments;

namespace NNOptim.Coordinator.Tests.Actors;

/// <summary>The spans of an experiment's actor, with their causes.</summary>
public sealed class ExperimentTraceTests : JournalTest
{
    private const ulong Training = 0x0123456789abcdef;

    // Only of this class: the listener also hears tests that run at the same time.
    private static readonly ExperimentId Traced = ExperimentId.Parse("traces01");
    private static readonly WorkerId Worker = new("a");

    private readonly ConcurrentQueue<Activity> ended = [];
    private readonly ActivityListener listener;

    public ExperimentTraceTests()
    {
        listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Telemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (Traced.Value.Equals(span.GetTagItem("nnoptim.experiment")))
                {
                    ended.Enqueue(span);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
    }

    [Fact]
    public void Each_span_follows_from_what_led_to_it()
    {
        var (actor, worker) = Start();
        actor.Tell(Submit(Traced, 2), TestActor);
        ExpectMsg<ExperimentCommandDone>(Patience);
        actor.Tell(new AssignWork(Worker, worker, 1, 1));
        var assigned = worker.ExpectMsg<AssignRuns>(Patience).Runs.ShouldHaveSingleItem();
        worker.Send(actor, new UpdateRuns(Traced, Worker, 1, [Ended(1) with { Span = Training }]));
        worker.ExpectMsg<UpdateAcknowledged>(Patience);

        ended.Select(span => span.OperationName).ShouldBe(["submit", "assign", "persist"]);
        var spans = ended.ToDictionary(span => span.OperationName);
        spans["submit"].ParentSpanId.ShouldBe(default);
        spans["assign"].ParentSpanId.ShouldBe(spans["submit"].SpanId);
        assigned.Span.ShouldBe(Telemetry.IdOf(spans["assign"]));
        spans["persist"].ParentSpanId.ToHexString().ShouldBe("0123456789abcdef");
        ended.Select(span => span.TraceId).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public void After_a_restart_the_trace_of_an_experiment_continues_from_its_recovery()
    {
        var (first, _) = Start();
        first.Tell(Submit(Traced, 2), TestActor);
        ExpectMsg<ExperimentCommandDone>(Patience);
        Watch(first);
        Sys.Stop(first);
        ExpectTerminated(first, Patience);

        var (second, worker) = Start();
        second.Tell(new ResumeExperiment(Traced), TestActor);
        ExpectMsg<ExperimentCommandDone>(Patience);
        second.Tell(new AssignWork(Worker, worker, 1, 1));
        worker.ExpectMsg<AssignRuns>(Patience);

        ended.Select(span => span.OperationName).ShouldBe(["submit", "recover", "assign"]);
        ended.Last().ParentSpanId.ShouldBe(ended.ElementAt(1).SpanId);
        ended.Select(span => span.TraceId).Distinct().ShouldHaveSingleItem();
    }

    protected override async Task AfterAllAsync()
    {
        listener.Dispose();
        await base.AfterAllAsync();
    }

    private (IActorRef Actor, TestProbe Worker) Start() =>
        (CreateTestProbe().ChildActorOf(ExperimentActor.Props(Traced, Settings, continues: false, TimeProvider.System), cancellationToken: default), CreateTestProbe());
}
