using CsCheck;
using NNOptim.Shared.Experiments;
using NNOptim.Shared.Protocol;
using NNOptim.Shared.Serialization;
using NNOptim.Worker.Actors;

namespace NNOptim.Worker.Tests.Actors;

public class ReportOutboxTests
{
    private static readonly ExperimentId Id = ExperimentId.Parse("k3f9x2ma");
    private static readonly ExperimentId OtherId = ExperimentId.Parse("00000001");
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    private readonly ReportOutbox outbox = new(new WorkerId("a"));

    [Fact]
    public void Reports_are_bounded_and_hold_all_news_once_in_order() =>
        Gen.Select(Gen.Int[0, 1000], Gen.Bool, Gen.Int[0, RunResult.MostParametersKept]).Array[0, 300].Sample(
            shapes =>
            {
                var own = new ReportOutbox(new WorkerId("a"));
                var news = shapes.Select((shape, i) => News(i + 1, shape.Item1, shape.Item2 ? shape.Item3 : null)).ToList();
                news.ForEach(report => own.Add(Id, report));
                var reports = own.TakeNew(Start);

                reports.SelectMany(report => report.Runs).ShouldBe(news);
                reports.Select(report => report.Number).ShouldBe(Enumerable.Range(1, reports.Count).Select(number => (long)number));
                reports.ShouldAllBe(report => report.Runs.Length >= 1 && report.Runs.Length <= ReportOutbox.MostRuns);
                reports.ShouldAllBe(report => ProtocolCodec.ToBytes(report).Length < 127_000);
                own.TakeNew(Start).ShouldBeEmpty();
            },
            iter: 20);

    [Fact]
    public void Many_long_reasons_make_many_reports_that_all_fit()
    {
        for (var run = 1; run <= 200; run++)
        {
            outbox.Add(Id, new RunReport(new RunAttempt(run, 1), 0, [], Failure: new string('ä', 3000)));
        }

        var reports = outbox.TakeNew(Start);
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
    public void What_is_not_acknowledged_is_sent_again_oldest_first_and_no_sooner()
    {
        outbox.Add(Id, News(1));
        var first = outbox.TakeNew(Start).ShouldHaveSingleItem();
        outbox.Add(Id, News(2));
        var second = outbox.TakeNew(Start.AddSeconds(1)).ShouldHaveSingleItem();

        outbox.TakeOverdue(Start, Start.AddSeconds(2)).ShouldBeEmpty();
        outbox.TakeOverdue(Start.AddSeconds(2), Start.AddSeconds(2)).ShouldBe([first, second]);
        outbox.TakeOverdue(Start.AddSeconds(2), Start.AddSeconds(3)).ShouldBeEmpty();
        outbox.Acknowledge(first.Number).ShouldBe(first);
        outbox.Acknowledge(first.Number).ShouldBeNull();
        outbox.TakeOverdue(Start.AddSeconds(9), Start.AddSeconds(9)).ShouldBe([second]);
        outbox.Acknowledge(second.Number).ShouldBe(second);
        outbox.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void What_was_withdrawn_is_forgotten_whether_it_waits_or_was_sent()
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
    public void An_outbox_whose_waiting_news_was_all_withdrawn_is_empty()
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

    private static RunReport News(int run, int costs = 1, int? parameters = null) => new(
        new RunAttempt(run, 1),
        0,
        [.. Enumerable.Repeat(0.5, costs)],
        parameters is { } count
            ? new RunResult { EpochsTrained = 1, TrainingSeconds = 0, FinalParameters = [.. Enumerable.Repeat(0.1, count)] }
            : null);
}
