using System.Collections.Immutable;

namespace NNOptim.Experiments;

/// <summary>What the runner uses a parameter for, besides passing it to the trainable.</summary>
public enum ParameterRole
{
    /// <summary>Nothing else.</summary>
    Ordinary,

    /// <summary>The replicate, repeated to measure the noise: an unsigned 32-bit whole number.</summary>
    Replicate,

    /// <summary>The budget, how far a run may train, in steps: a whole number, 1 or more.</summary>
    Budget,

    /// <summary>The number of steps from one recorded value of the series to the next: a whole number, 1 or more.</summary>
    RecordInterval,
}

/// <summary>When a parameter applies: when another one, declared before it, has one of some values.</summary>
/// <param name="Parameter">The name of the other parameter.</param>
/// <param name="Values">The texts of its values.</param>
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
/// <param name="Description">What it means, in a sentence for the documentation and for editors.</param>
public sealed record Parameter(string Name, string Path, ParameterType Type, string Description)
{
    /// <summary>Its default; null when there is none.</summary>
    public ParameterValue? Default { get; init; }

    /// <summary>When it applies; null when it always does.</summary>
    public ParameterCondition? When { get; init; }

    /// <summary>What the runner uses it for.</summary>
    public ParameterRole Role { get; init; }

    /// <summary>Whether a run may have no value for it; the file may say <c>null</c>.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Whether it has one value for all runs of an experiment, and so accepts no list.</summary>
    public bool IsFixed { get; init; }

    /// <summary>Whether tables show it even with one value.</summary>
    public bool IsAlwaysShown { get; init; }

    /// <summary>Whether the file must give it.</summary>
    public bool IsRequired => Default is null && !IsOptional;

    /// <summary>Its name in a sentence: <c>learning rate</c> for <c>learning_rate</c>.</summary>
    public string Label => Name.Replace('_', ' ');

    /// <inheritdoc/>
    public override string ToString() => Name;
}
