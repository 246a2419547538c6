using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Shared.Tests.Serialization;

/// <summary>
/// The content of <c>Golden/v2.json</c>: the messages that confirmations added fields to, with every new field set. Neither may change after
/// the release.
/// </summary>
internal static class Version2
{
    private static readonly ExperimentId Id = ExperimentId.Parse("k3f9x2ma");
    private static readonly DateTimeOffset At = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Trainable Model = new(
        "model",
        [
            new("rule", "grid.rule", new ChoiceType(["gd", "adam"]), "The update rule."),
            new("seed", "grid.seed", new IntegerType(0, uint.MaxValue), "The replicate.") { Default = new ParameterValue.Integer(3), Role = ParameterRole.Replicate },
        ],
        [
            new("cost", MetricGoal.Minimize, MetricFormat.Number, "The cost.") { Series = "costs", Summary = MetricSummary.Last, Baseline = "constant" },
            new("best", MetricGoal.Minimize, MetricFormat.Number, "The best cost.") { Series = "costs", Summary = MetricSummary.Best, Examples = ExampleSet.Validation },
            new("test", MetricGoal.Maximize, MetricFormat.Percent, "The accuracy.") { Summary = MetricSummary.MeanOfLast, Examples = ExampleSet.Test },
            new("constant", MetricGoal.None, MetricFormat.Number, "The cost of a constant prediction."),
        ])
    {
        Objective = "cost",
        Compared = "rule",
    };

    private static readonly ExperimentSpecification Specification = ExperimentSpecification.Create(
        "confirmed",
        Model,
        new DatasetSpecification { Kind = DatasetKind.Moons },
        ("rule", ParameterValue.Names("gd", "adam")),
        ("seed", ParameterValue.Integers(3, 4))) with
    {
        Objective = "best",
        Compare = "rule",
        Confirmation = new ConfirmationSpecification(2, "rule", 20),
    };

    private static readonly ImmutableArray<RunProposal> Proposals =
        [new RunProposal(5, ExperimentGrid.Expand(Specification)[0].Values, 5, 1) { Confirmation = 1 }];

    public static IReadOnlyList<IProtocolMessage> Messages { get; } =
    [
        new ExperimentSubmitted(Id, Specification, new ExperimentEnvironment("", "", "", 1, 128, ""), At),
        new RunsProposed(Id, Proposals, IsLast: true, At) { Confirmation = new ConfirmationSpecification(1, null, 2), By = "ada" },
        new ExperimentSnapshot(
            Id,
            Specification,
            At,
            0,
            Paused: false,
            Ended: false,
            [new RunStatus(RunState.Completed, 1, 0, 0, 50) { Score = 0.25 }, new RunStatus(RunState.Pending, 0, 0, 0, 0)],
            7)
        {
            Proposals = Proposals,
            HasScores = true,
            Baseline = new RunBaseline(1, 0.6931471805599453),
        },
        new SubmitExperiment(Id, Specification, new ExperimentEnvironment("", "", "", 1, 128, "")),
    ];
}
