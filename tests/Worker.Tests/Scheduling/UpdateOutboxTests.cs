using CsCheck;
using NNOptim.Experiments;
using NNOptim.Protocol;
using NNOptim.Protocol.Serialization;
using NNOptim.Worker.Scheduling;

namespace NNOptim.Worker.Tests.Scheduling;

public class UpdateOutboxTests
{
    private static readonly ExperimentId Id = ExperimentId.Parse("k3f9x2ma");
    private static readonly ExperimentId OtherId = ExperimentId.Parse("00000001");
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    private readonly MemorySpool spool = new();
    private readonly UpdateOutbox outbox;

    public UpdateOutboxTests() => outbox = new UpdateOutbox(new WorkerId("a"), new OutboxLimits(), spool);

    [Fact]
    public void Updates_are_bounded_and_contain_all_results_once_in_order() =>
        Gen.Select(Gen.Int[0, 1000], Gen.Bool, Gen.Int[0, RunResult.MostParametersKept]).Array[0, 300].Sample(
            shapes =>
            {
                var own = new UpdateOutbox(new WorkerId("a"), new OutboxLimits(MaxInFlight: 1000), new MemorySpool());
                var news = shapes.Select((shape, i) => News(i + 1, shape.Item1, shape.Item2 ? shape.Item3 : null)).ToList();
                news.ForEach(report => own.Add(Id, report));
                var reports = own.TakeNew(Start);

                reports.SelectMany(report => report.Runs).ShouldBe(news);
                reports.Select(report => report.Number).ShouldBe(Enumerable.Range(1, reports.Count).Select(number => (long)number));
                reports.ShouldAllBe(report => report.Runs.Length >= 1 && report.Runs.Length <= UpdateOutbox.MaxRuns);
                reports.ShouldAllBe(report => ProtocolCodec.ToBytes(report).Length < 127_000);
                own.TakeNew(Start).ShouldBeEmpty();
            },
            iter: 20);

    [Fact]
    public void Many_long_reasons_make_many_updates_that_all_fit()
    {
        for (var run = 1; run <= 200; run++)
        {
            outbox.Add(Id, new RunUpdate(new RunAttempt(run, 1), 0, [], Failure: new string('ä', 3000)));
        }

        var reports = new List<UpdateRuns>();
        while (!outbox.IsEmpty)
        {
            var sent = outbox.TakeNew(Start);
            reports.AddRange(sent);
            sent.ToList().ForEach(report => outbox.Acknowledge(Id, report.Number));
        }

        reports.Sum(report => report.Runs.Length).ShouldBe(200);
        reports.ShouldAllBe(report => ProtocolCodec.ToBytes(report).Length < 127_000);
    }

    [Fact]
    public void Experiments_have_reports_of_their_own()
    {
        outbox.Add(Id, News(1));
        outbox.Add(OtherId, News(1));
        outbox.Add(Id, News(2));

        outbox.TakeNew(Start).Select(report => (report.ExperimentId, report.Runs.Length)).ShouldBe([(Id, 2), (OtherId, 1)]);
    }

    [Fact]
    public void Unacknowledged_updates_are_resent_oldest_first_and_not_too_soon()
    {
        outbox.Add(Id, News(1));
        var first = outbox.TakeNew(Start).ShouldHaveSingleItem();
        outbox.Add(Id, News(2));
        var second = outbox.TakeNew(Start.AddSeconds(1)).ShouldHaveSingleItem();

        outbox.TakeOverdue(Start, Start.AddSeconds(2)).ShouldBeEmpty();
        outbox.TakeOverdue(Start.AddSeconds(2), Start.AddSeconds(2)).ShouldBe([first, second]);
        outbox.TakeOverdue(Start.AddSeconds(2), Start.AddSeconds(3)).ShouldBeEmpty();
        outbox.Acknowledge(Id, first.Number).ShouldBe(first);
        outbox.Acknowledge(Id, first.Number).ShouldBeNull();
        outbox.TakeOverdue(Start.AddSeconds(9), Start.AddSeconds(9)).ShouldBe([second]);
        outbox.Acknowledge(Id, second.Number).ShouldBe(second);
        outbox.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void Withdrawn_updates_are_forgotten_whether_they_wait_or_were_sent()
    {
        outbox.Add(Id, News(1));
        outbox.Add(Id, News(2));
        outbox.TakeNew(Start);
        outbox.Add(Id, News(1));
        outbox.Forget(Id, new HashSet<RunAttempt> { new(1, 1) });

        outbox.TakeNew(Start).ShouldBeEmpty();
        var left = outbox.TakeOverdue(Start.AddSeconds(1), Start).ShouldHaveSingleItem();
        left.Number.ShouldBe(1);
        left.Runs.ShouldHaveSingleItem().Attempt.ShouldBe(new RunAttempt(2, 1));
        outbox.Forget(Id, new HashSet<RunAttempt> { new(2, 1) });
        outbox.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void An_outbox_is_empty_when_all_its_waiting_updates_were_withdrawn()
    {
        outbox.IsEmpty.ShouldBeTrue();
        outbox.Add(Id, News(1));
        outbox.IsEmpty.ShouldBeFalse();
        outbox.Forget(Id, new HashSet<RunAttempt> { new(1, 1) });
        outbox.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void The_same_attempt_of_another_experiment_is_not_forgotten()
    {
        outbox.Add(Id, News(1));
        outbox.Forget(OtherId, new HashSet<RunAttempt> { new(1, 1) });

        outbox.TakeNew(Start).ShouldHaveSingleItem();
    }

    [Fact]
    public void Each_experiment_has_a_limited_number_of_unacknowledged_updates()
    {
        var own = new UpdateOutbox(new WorkerId("a"), new OutboxLimits(MaxInFlight: 2), spool);
        for (var run = 1; run <= 5; run++)
        {
            own.Add(Id, News(run, UpdateOutbox.MaxNumbers - 1));
        }

        own.Add(OtherId, News(1));
        var sent = own.TakeNew(Start);
        sent.Select(report => (report.ExperimentId, report.Runs[0].Attempt.Run)).ShouldBe([(Id, 1), (Id, 2), (OtherId, 1)]);
        own.HasBacklog(Id).ShouldBeFalse();
        own.TakeNew(Start).ShouldBeEmpty();

        own.Acknowledge(Id, sent[1].Number);
        own.HasBacklog(Id).ShouldBeTrue();
        own.TakeNew(Start).ShouldHaveSingleItem().Runs[0].Attempt.Run.ShouldBe(3);
        own.TakeOverdue(Start.AddSeconds(1), Start).Select(report => report.Runs[0].Attempt.Run).ShouldBe([1, 3, 1]);
    }

    [Fact]
    public void Updates_beyond_the_memory_limit_go_to_the_spool_and_come_back_once_and_in_order() =>
        Gen.Select(Gen.Select(Gen.Int[0, 2], Gen.Int[1, 400]).Array[1, 200], Gen.Int[0, 2000], Gen.Int[1, 3]).Sample(
            (shapes, mostWaiting, inFlight) =>
            {
                var own = new UpdateOutbox(new WorkerId("a"), new OutboxLimits(inFlight, mostWaiting), new MemorySpool());
                ExperimentId[] experiments = [Id, OtherId, ExperimentId.Parse("00000002")];
                var added = shapes.Select((shape, index) => (Experiment: experiments[shape.Item1], News: News(index + 1, shape.Item2))).ToList();
                var arrived = new List<(ExperimentId, RunUpdate)>();
                var underWay = new Queue<UpdateRuns>();
                foreach (var (experiment, news) in added)
                {
                    own.Add(experiment, news);
                    own.TakeNew(Start).ToList().ForEach(underWay.Enqueue);
                    own.Waiting.ShouldBeLessThanOrEqualTo(mostWaiting);
                }

                while (underWay.TryDequeue(out var report))
                {
                    arrived.AddRange(report.Runs.Select(run => (report.ExperimentId, run)));
                    own.Acknowledge(report.ExperimentId, report.Number).ShouldBe(report);
                    own.TakeNew(Start).ToList().ForEach(underWay.Enqueue);
                }

                own.IsEmpty.ShouldBeTrue();
                foreach (var experiment in experiments)
                {
                    arrived.Where(entry => entry.Item1 == experiment).Select(entry => entry.Item2.Attempt.Run)
                        .ShouldBe(added.Where(entry => entry.Experiment == experiment).Select(entry => entry.News.Attempt.Run));
                }
            },
            iter: 200);

    [Fact]
    public void Withdrawn_updates_do_not_come_back_from_the_spool()
    {
        var own = new UpdateOutbox(new WorkerId("a"), new OutboxLimits(MaxInFlight: 1, MaxWaiting: 0), spool);
        for (var run = 1; run <= 4; run++)
        {
            own.Add(Id, News(run));
            own.TakeNew(Start);
        }

        own.Spooled.ShouldBe(3);
        own.Forget(Id, new HashSet<RunAttempt> { new(2, 1), new(3, 1) });
        own.Acknowledge(Id, 1);
        var last = own.TakeNew(Start).ShouldHaveSingleItem();
        last.Runs.ShouldHaveSingleItem().Attempt.Run.ShouldBe(4);
        own.Acknowledge(Id, last.Number);

        own.IsEmpty.ShouldBeTrue();
        spool.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void A_full_disk_loses_nothing_that_is_held()
    {
        var own = new UpdateOutbox(new WorkerId("a"), new OutboxLimits(MaxInFlight: 1, MaxWaiting: 0), spool);
        own.Add(Id, News(1));
        own.TakeNew(Start);
        spool.IsFull = true;
        own.Add(Id, News(2));
        Should.Throw<IOException>(() => own.TakeNew(Start));

        spool.IsFull = false;
        own.TakeNew(Start);
        own.Acknowledge(Id, 1);
        own.TakeNew(Start).ShouldHaveSingleItem().Runs.ShouldHaveSingleItem().Attempt.Run.ShouldBe(2);
    }

    [Fact]
    public void A_clock_that_is_set_back_does_not_stop_resending()
    {
        outbox.Add(Id, News(1));
        outbox.TakeNew(Start.AddHours(1));

        outbox.TakeOverdue(Start.AddSeconds(-3), Start).ShouldHaveSingleItem();
        outbox.TakeOverdue(Start.AddSeconds(-2), Start.AddSeconds(1)).ShouldBeEmpty();
    }

    private static RunUpdate News(int run, int costs = 1, int? parameters = null) => new(
        new RunAttempt(run, 1),
        0,
        [.. Enumerable.Repeat(0.5, costs)],
        parameters is { } count
            ? new RunResult { EpochsTrained = 1, Metrics = new MetricValues([0.5, double.NaN]), TrainingSeconds = 0, FinalParameters = [.. Enumerable.Repeat(0.1, count)] }
            : null);
}
