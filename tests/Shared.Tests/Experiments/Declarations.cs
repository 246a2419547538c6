using NNOptim.Experiments;

namespace NNOptim.Shared.Tests.Experiments;

/// <summary>Trainables that the tests declare.</summary>
internal static class Declarations
{
    private static readonly NumberType Fraction = new(0, true, 1);

    /// <summary>A trainable with a parameter and a metric of every kind.</summary>
    public static Trainable Model { get; } = new(
        "model",
        [
            new("rule", "grid.rule", new ChoiceType(["gd", "momentum", "adam"]), "The update rule.") { IsAlwaysShown = true },
            new("layers", "network.layers", new LayersType(), "The widths.") { Default = new ParameterValue.Layers([2, 5, 2, 1]) },
            new("start", "network.start", new ChoiceType(["he", "xavier"]), "How weights begin.") { Default = new ParameterValue.Name("he") },
            new("steps", "training.steps", new IntegerType(1, 1000), "How long.") { Role = ParameterRole.Budget },
            new("every", "training.every", new IntegerType(1, 1000), "What is recorded.")
            {
                Role = ParameterRole.RecordInterval, IsFixed = true, Default = new ParameterValue.Integer(10),
            },
            new("target", "training.target", new NumberType(0, false), "What to reach.") { IsFixed = true, IsOptional = true },
            new("note", "training.note", new TextType("a note", 20, MayBeEmpty: true), "A remark.") { IsFixed = true, IsOptional = true },
            new("hash", "training.hash", new HashType(), "A hash.") { IsFixed = true, IsOptional = true },
            new("scaled", "training.scaled", new FlagType(), "Whether to scale.") { IsFixed = true, Default = new ParameterValue.Name("false") },
            new("momentum_beta", "rules.momentum.beta", Fraction, "The decay.") { Default = new ParameterValue.Number(0.9), When = new("rule", ["momentum"]) },
            new("adam_beta1", "rules.adam.beta1", Fraction, "The first decay.") { Default = new ParameterValue.Number(0.9), When = new("rule", ["adam"]) },
            new("adam_beta2", "rules.adam.beta2", Fraction, "The second decay.") { Default = new ParameterValue.Number(0.999), When = new("rule", ["adam"]) },
            new("rate", "grid.rate", new NumberType(0, false), "The step.") { IsAlwaysShown = true },
            new("batch", "grid.batch", new IntegerType(1, 1000, "full"), "Examples a step.") { Default = new ParameterValue.Integer(64) },
            new("seed", "grid.seed", new IntegerType(0, uint.MaxValue), "The replicate.")
            {
                Default = new ParameterValue.Integer(3), Role = ParameterRole.Replicate, IsAlwaysShown = true,
            },
        ],
        [
            new("cost", MetricGoal.Minimize, MetricFormat.Number, "The cost."),
            new("accuracy", MetricGoal.Maximize, MetricFormat.Percent, "The accuracy."),
            new("rises", MetricGoal.None, MetricFormat.Count, "How often it rose."),
        ])
    {
        Objective = "cost",
        Compared = "rule",
        Tuned = "rate",
    };
}
