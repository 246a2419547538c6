using CsCheck;
using NNOptim.Experiments;
using NNOptim.Protocol;
using NNOptim.Scheduling;

namespace NNOptim.Coordinator.Tests.Scheduling;

/// <summary>Which experiment gets which worker: by priority, and in turns for equal priorities.</summary>
public class MatchmakerTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;
    private static readonly ExperimentId[] Experiments =
        [ExperimentId.Parse("00000001"), ExperimentId.Parse("00000002"), ExperimentId.Parse("00000003"), ExperimentId.Parse("00000004")];

    private readonly Matchmaker matchmaker = new();

    [Fact]
    public void Experiments_of_one_priority_are_served_equally_often_whatever_the_workers_do() =>
        Gen.Select(Gen.Int[2, 4], Gen.Int[1, 4], Gen.Int[0, 3].Array[20, 100]).Sample(
            (experiments, workers, requests) =>
            {
                var own = new Matchmaker();
                for (var worker = 0; worker < 4; worker++)
                {
                    own.Register(new RegisterWorker(Worker(worker), 1, ProtocolVersion.Current), Start);
                }

                foreach (var experiment in Experiments.Take(experiments))
                {
                    own.AddWork(experiment, 0);
                }

                var served = new Dictionary<ExperimentId, int>();
                foreach (var request in requests)
                {
                    own.Request(Worker(request % workers), 1);
                    foreach (var offer in own.Match())
                    {
                        served[offer.Experiment] = served.GetValueOrDefault(offer.Experiment) + 1;
                        own.RecordAssignment(offer.Experiment, offer.Worker, 1, hasMore: true);
                    }
                }

                served.Values.Sum().ShouldBe(requests.Length);
                served.Count.ShouldBe(experiments);
                (served.Values.Max() - served.Values.Min()).ShouldBeLessThanOrEqualTo(1);
            },
            iter: 100);

    [Fact]
    public void All_work_of_a_higher_priority_goes_first_and_a_change_counts_at_once()
    {
        Register(1);
        matchmaker.AddWork(Experiments[0], 0);
        matchmaker.AddWork(Experiments[1], 5);

        Serve(hasMore: true).ShouldBe(Experiments[1]);
        Serve(hasMore: true).ShouldBe(Experiments[1]);
        matchmaker.AddWork(Experiments[0], 6);
        Serve(hasMore: false).ShouldBe(Experiments[0]);
        Serve(hasMore: false).ShouldBe(Experiments[1]);
        matchmaker.Request(Worker(0), 1);
        matchmaker.Match().ShouldBeEmpty("nothing has work");
    }

    [Fact]
    public void A_worker_has_one_offer_at_a_time_and_keeps_its_request_when_the_offer_fails()
    {
        Register(1);
        matchmaker.AddWork(Experiments[0], 1);
        matchmaker.AddWork(Experiments[1], 0);
        matchmaker.Request(Worker(0), 3);
        var offer = matchmaker.Match().ShouldHaveSingleItem();
        offer.ShouldBe(new WorkOffer(Worker(0), Experiments[0], 3, 1));
        matchmaker.Match().ShouldBeEmpty();

        matchmaker.RecordAssignment(Experiments[0], Worker(0), 0, hasMore: false);
        matchmaker.Match().ShouldHaveSingleItem().Experiment.ShouldBe(Experiments[1]);
        matchmaker.Forget(Experiments[1]);
        matchmaker.Match().ShouldBeEmpty();
    }

    [Fact]
    public void A_silent_worker_is_removed_after_its_lease_and_one_with_a_broken_connection_sooner()
    {
        Register(3);
        matchmaker.RecordHeartbeat(Worker(0), 1, Start.AddSeconds(10));
        matchmaker.MarkDisconnected(worker => worker == Worker(1) || worker == Worker(2), Start.AddSeconds(10));
        matchmaker.RecordHeartbeat(Worker(2), 1, Start.AddSeconds(11));

        matchmaker.RemoveLost(Start.AddSeconds(14.5), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(4)).ShouldBe([Worker(1)]);
        matchmaker.RemoveLost(Start.AddSeconds(25.5), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(4)).ShouldBe([Worker(0)]);
        matchmaker.IsRegistered(Worker(2)).ShouldBeTrue();
    }

    [Fact]
    public void A_worker_that_has_left_does_not_come_back_by_a_late_message()
    {
        Register(2);
        matchmaker.Leave(Worker(0)).ShouldBeTrue();
        matchmaker.Register(new RegisterWorker(Worker(0), 1, ProtocolVersion.Current), Start).ShouldBeFalse();
        matchmaker.Leave(Worker(0)).ShouldBeFalse();

        matchmaker.Workers.ShouldHaveSingleItem().WorkerId.ShouldBe(Worker(1));
    }

    private static WorkerId Worker(int index) => new($"worker {index}");

    private void Register(int workers)
    {
        for (var index = 0; index < workers; index++)
        {
            matchmaker.Register(new RegisterWorker(Worker(index), 1, ProtocolVersion.Current), Start).ShouldBeTrue();
        }
    }

    private ExperimentId Serve(bool hasMore)
    {
        matchmaker.Request(Worker(0), 1);
        var offer = matchmaker.Match().ShouldHaveSingleItem();
        matchmaker.RecordAssignment(offer.Experiment, offer.Worker, 1, hasMore);
        return offer.Experiment;
    }
}
