using NNOptim.Experiments;
using NNOptim.History.Tables;
using NNOptim.History.Views;
using NNOptim.Persistence;
using NNOptim.Protocol;
using NNOptim.Tests.Common;
using static NNOptim.Coordinator.Tests.Actors.Experiments;

namespace NNOptim.Coordinator.Tests.History.Tables;

/// <summary>What others see of configurations in training.</summary>
public sealed class LiveConfigurationsTests(PostgreSqlServer server) : HistoryTest(server)
{
    [Theory]
    [MemberData(nameof(Dialects))]
    public void It_has_the_configurations_in_training_and_the_best_of_the_others(SqlDialect dialect)
    {
        var database = Create(dialect);
        Journals.Write(
            database,
            Id,
            new ExperimentSubmitted(Id, With(0.1, 0.2, 0.3, 0.4, 0.5), Actors.Experiments.Environment, Journals.Start),
            new RunsAssigned(Id, new WorkerId("a"), [new(1, 1), new(2, 1), new(3, 1), new(4, 1)], Journals.Start),
            new RunCompleted(Id, new(1, 1), Result(("final_cost", 0.5)), Journals.Start),
            new RunCompleted(Id, new(2, 1), Result(("final_cost", 0.25)), Journals.Start),
            new CostsRecorded(Id, new(3, 1), 0, [0.9, 0.75]));
        new HistoryProjection(database).CatchUp();

        var told = LiveConfigurations.Read(database, Id);

        told.Parameters.ShouldBe(["optimizer", "learning_rate", "batch_size"]);
        told.Configurations.Select(each => string.Join(' ', [.. each.Values, each.Runs, each.Running, each.Ended, each.CostNow, each.MeanObjective])).ShouldBe(
        [
            "gd 0.2 64 1 0 1  0.25",
            "gd 0.3 64 1 1 0 0.75 ",
            "gd 0.4 64 1 1 0  ",
        ]);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public void There_are_no_more_than_a_message_holds(SqlDialect dialect)
    {
        const int Count = ConfigurationList.MaxConfigurations + 1;
        var database = Create(dialect);
        Journals.Write(
            database,
            Id,
            new ExperimentSubmitted(Id, With([.. Enumerable.Range(1, Count).Select(i => i / 10_000.0)]), Actors.Experiments.Environment, Journals.Start),
            new RunsAssigned(Id, new WorkerId("a"), [.. Enumerable.Range(1, Count).Select(run => new RunAttempt(run, 1))], Journals.Start));
        new HistoryProjection(database).CatchUp();

        LiveConfigurations.Read(database, Id).Configurations.Length.ShouldBe(ConfigurationList.MaxConfigurations);
    }

    [Fact]
    public void Experiments_that_the_tables_do_not_have_are_not_shown()
    {
        var database = Create(SqlDialect.Sqlite);
        LiveConfigurations.Read(database, Id).ShouldSatisfyAllConditions(list => list.ExperimentId.ShouldBe(Id), list => list.Configurations.ShouldBeEmpty());
        Journals.Write(database, OtherId, Journals.Life(OtherId));
        new HistoryProjection(database).CatchUp();

        LiveConfigurations.Read(database, Id).Configurations.ShouldBeEmpty();
    }

    /// <summary>An experiment of one run at each learning rate.</summary>
    private static ExperimentSpecification With(params double[] learningRates) => Grids.Create(("learning_rate", ParameterValue.Numbers(learningRates)));
}
