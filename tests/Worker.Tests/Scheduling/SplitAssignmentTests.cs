using NNOptim.Experiments;
using NNOptim.Protocol;
using NNOptim.Training;
using NNOptim.Worker.Scheduling;

namespace NNOptim.Worker.Tests.Scheduling;

/// <summary>Assignments whose runs train on different splits of one source.</summary>
public class SplitAssignmentTests
{
    private static readonly DateTimeOffset Now = new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ExperimentId Id = ExperimentId.Parse("k3f9x2ma");
    private static readonly DatasetSpecification Data = new() { Kind = DatasetKind.Moons, Folds = 3 };

    [Fact]
    public void Runs_of_different_splits_never_train_together_and_the_splits_are_read_one_after_another()
    {
        var protocol = new WorkerProtocol(new WorkerId("w"), new WorkerRules(Slots: 8), new MemorySpool());
        protocol.Receive(new WorkerRegistered(new WorkerId("w"), TimeSpan.FromSeconds(1)), Now);

        var wanted = protocol.Receive(Assignment(), Now).OfType<WorkerAction.GetData>().Select(get => get.Dataset).ToList();
        var jobs = new List<TrainingJob>();
        for (var i = 0; i < wanted.Count; i++)
        {
            wanted.Count.ShouldBe(i + 1, "only one split of a source is read at a time");
            var actions = protocol.DataReady(wanted[i], runs => [runs], Now);
            jobs.AddRange(actions.OfType<WorkerAction.Start>().Select(start => start.Job));
            wanted.AddRange(actions.OfType<WorkerAction.GetData>().Select(get => get.Dataset));
        }

        wanted.Select(data => data.Fold).ShouldBe([1, 2, 3]);
        jobs.Count.ShouldBe(3);
        jobs.ShouldAllBe(job => job.Runs.Length == 2 && job.Runs.All(run => run.Run.SplitDataset == job.Dataset));
    }

    [Fact]
    public void When_a_split_cannot_be_read_its_runs_fail_and_the_next_is_read()
    {
        var protocol = new WorkerProtocol(new WorkerId("w"), new WorkerRules(Slots: 8), new MemorySpool());
        protocol.Receive(new WorkerRegistered(new WorkerId("w"), TimeSpan.FromSeconds(1)), Now);
        protocol.Receive(Assignment(), Now);

        var actions = protocol.DataFailed(Data with { Fold = 1 }, "gone", Now);

        actions.OfType<WorkerAction.GetData>().ShouldHaveSingleItem().Dataset.Fold.ShouldBe(2);
        actions.OfType<WorkerAction.Send>().Select(send => send.Message).OfType<UpdateRuns>().ShouldHaveSingleItem()
            .Runs.Select(run => run.Failure).ShouldBe(["gone", "gone"]);
    }

    private static AssignRuns Assignment()
    {
        var specification = ExperimentSpecification.Create(
            "folds",
            NetworkTrainable.Standard.Declaration,
            Data,
            ("optimizer", ParameterValue.Names("gd")),
            ("layers", [new ParameterValue.Layers([2, 3, 1])]),
            ("loss", ParameterValue.Names("binary_cross_entropy")),
            ("epochs", ParameterValue.Integers(5)),
            ("learning_rate", ParameterValue.Numbers(0.1)),
            ("seed", ParameterValue.Integers(1, 2)));
        return new AssignRuns(Id, Data, [.. ExperimentGrid.Expand(specification).Select(run => new AssignedRun(1, run))], ["final_cost"]);
    }
}
