using System.Collections.Immutable;

namespace NNOptim.Experiments;

/// <summary>The runner's use of a parameter, besides passing it to the trainable.</summary>
public enum ParameterRole
{
    /// <summary>No other use.</summary>
    Ordinary,

    /// <summary>The replicate, repeated to measure the noise: an unsigned 32-bit whole number.</summary>
    Replicate,

    /// <summary>The budget: how many steps a run may train, a whole number, 1 or more.</summary>
    Budget,

    /// <summary>The number of steps between consecutive recorded values of the series: a whole number, 1 or more.</summary>
    RecordInterval,

    /// <summary>
    /// A part of the split into training and test examples: its seed, or the fold. It is repeated with the replicate, and so is no part of a
    /// configuration.
    /// </summary>
    Split,
}

/// <summary>The condition of a parameter: another parameter, declared before it, has one of some values.</summary>
/// <param name="Parameter">The name of the other parameter.</param>
/// <param name="Values">The texts of the values.</param>
public sealed record ParameterCondition(string Parameter, ImmutableArray<string> Values)
{
    /// <inheritdoc/>
    public bool Equals(ParameterCondition? other) =>
        other is not null && Parameter == other.Parameter && Values.AsSpan().SequenceEqual(other.Values.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Values.Aggregate(Parameter.GetHashCode(StringComparison.Ordinal), HashCode.Combine);
}

/// <summary>A declared input of a trainable.</summary>
/// <param name="Name">Its column in tables and reports, for example <c>learning_rate</c> or <c>adam_beta1</c>.</param>
/// <param name="Path">Its path in the experiment file, for example <c>grid.learning_rate</c> or <c>optimizers.adam.beta1</c>.</param>
/// <param name="Type">The type of its values.</param>
/// <param name="Description">Its meaning, in one sentence for the documentation and for editors.</param>
public sealed record Parameter(string Name, string Path, ParameterType Type, string Description)
{
    /// <summary>Its default; null when there is none.</summary>
    public ParameterValue? Default { get; init; }

    /// <summary>The condition for the parameter to apply; null when it always applies.</summary>
    public ParameterCondition? When { get; init; }

    /// <summary>The runner's use of the parameter.</summary>
    public ParameterRole Role { get; init; }

    /// <summary>Whether a run may have no value for it. The file may then contain <c>null</c>.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Whether it has one value for all runs of an experiment, and therefore accepts no list.</summary>
    public bool IsFixed { get; init; }

    /// <summary>Whether tables show it even when it has only one value.</summary>
    public bool IsAlwaysShown { get; init; }

    /// <summary>Whether it is repeated to measure the noise, and so is no part of a configuration.</summary>
    public bool IsRepeated => Role is ParameterRole.Replicate or ParameterRole.Split;

    /// <summary>Whether the file must contain it.</summary>
    public bool IsRequired => Default is null && !IsOptional;

    /// <summary>Its name in a sentence, for example <c>learning rate</c> for <c>learning_rate</c>.</summary>
    public string Label => Name.Replace('_', ' ');

    /// <inheritdoc/>
    public override string ToString() => Name;
}
