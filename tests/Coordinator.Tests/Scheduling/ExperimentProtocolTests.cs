using NNOptim.Coordinator.Scheduling;
using NNOptim.Shared.Protocol;
using static NNOptim.Coordinator.Tests.Actors.Experiments;

namespace NNOptim.Coordinator.Tests.Scheduling;

/// <summary>Commands that come twice, because the answer to the first was slow.</summary>
public class ExperimentProtocolTests
{
    private static readonly Moment Now = new(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);
    private static readonly WorkerId Worker = new("127.0.0.1:1/a");

    private readonly ExperimentProtocol protocol = new(Id, new ExperimentRules());

    public ExperimentProtocolTests() => Execute(Submit(Id, 2));

    [Fact]
    public void The_second_of_two_cancellations_is_answered_as_the_first()
    {
        var first = Execute(new CancelExperiment(Id, "ann"));
        var second = Execute(new CancelExperiment(Id, "ann"));

        first.Reply.ShouldBeOfType<ExperimentCommandDone>().Progress.Cancelled.ShouldBe(2);
        second.Reply.ShouldBe(first.Reply);
        second.Events.ShouldBeEmpty();
    }

    [Fact]
    public void What_has_ended_by_itself_is_not_cancelled()
    {
        Train(1, 2);

        Execute(new CancelExperiment(Id, "ann")).Reply.ShouldBeOfType<ExperimentCommandRefused>();
    }

    [Fact]
    public void The_second_of_two_retries_is_answered_as_the_first_while_the_runs_are_tried_again()
    {
        Execute(new CancelExperiment(Id, "ann"));
        var first = Execute(new RetryExperiment(Id, "ann"));
        var second = Execute(new RetryExperiment(Id, "ann"));

        second.Reply.ShouldBe(first.Reply.ShouldBeOfType<ExperimentCommandDone>());
        second.Events.ShouldBeEmpty();
        Execute(new RetryExperiment(Id, "bob")).Reply.ShouldBeOfType<ExperimentCommandRefused>();

        Train(1, 2);
        Execute(new RetryExperiment(Id, "ann")).Reply.ShouldBeOfType<ExperimentCommandRefused>();
    }

    private ExperimentStep Execute(IExperimentCommand command) => Carry(protocol.Execute(command, Now));

    private void Train(params int[] runs)
    {
        Carry(protocol.Give(Worker, 2, 2, Now));
        foreach (var run in runs)
        {
            Carry(protocol.Report(Report(Worker, run, Ended(run, protocol.State.Run(run).Attempts)), Now));
        }

        protocol.State.Ended.ShouldBeTrue();
    }

    private ExperimentStep Carry(ExperimentStep step)
    {
        foreach (var @event in step.Events)
        {
            protocol.Apply(@event, Now);
        }

        return step;
    }
}
