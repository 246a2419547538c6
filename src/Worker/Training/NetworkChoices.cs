using NNOptim.Experiments;

namespace NNOptim.Training;

/// <summary>The names of a network's choices in experiment files, tables and reports.</summary>
public static class NetworkChoices
{
    /// <summary>Activation functions of the hidden units.</summary>
    public static ChoiceNames<HiddenActivation> HiddenActivations { get; } = ChoiceNames.FromMembers<HiddenActivation>();

    /// <summary>Initialisers.</summary>
    public static ChoiceNames<WeightInitializer> Initializers { get; } = ChoiceNames.FromMembers<WeightInitializer>();

    /// <summary>Losses.</summary>
    public static ChoiceNames<LossFunction> Losses { get; } = ChoiceNames.FromMembers<LossFunction>();

    /// <summary>Precisions.</summary>
    public static ChoiceNames<FloatingPointPrecision> Precisions { get; } = ChoiceNames.FromMembers<FloatingPointPrecision>();
}
