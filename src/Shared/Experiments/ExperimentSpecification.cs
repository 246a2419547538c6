using System.Collections.Immutable;

namespace NNOptim.Experiments;

/// <summary>
/// A resolved experiment: what the file said with every default filled in and every list written out, so that it means
/// the same in any later version of the program.
/// </summary>
public sealed record ExperimentSpecification
{
    /// <summary>The experiment's name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is about, in the author's words; may be empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>The data.</summary>
    public required DatasetSpecification Dataset { get; init; }

    /// <summary>Output activation and cost.</summary>
    public required LossFunction Loss { get; init; }

    /// <summary>The cost of every epoch divisible by this is kept, 1 or more.</summary>
    public int RecordEvery { get; init; } = 100;

    /// <summary>The cost whose first reaching is reported; none when absent.</summary>
    public double? TargetCost { get; init; }

    /// <summary>The shuffle seed of every run; derived from each run's seed when absent.</summary>
    public uint? ShuffleSeed { get; init; }

    /// <summary>The width of the numbers computed with.</summary>
    public FloatingPointPrecision Precision { get; init; } = FloatingPointPrecision.Float64;

    /// <summary>Seconds that each run sleeps before it trains, 0 or more: only to measure orchestration by.</summary>
    public double Delay { get; init; }

    /// <summary>Every hyperparameter with its values, one axis each, in the order of <see cref="Hyperparameters.InOrder"/>.</summary>
    public required ImmutableArray<GridAxis> Axes { get; init; }

    /// <summary>The axes a table shows: the four of every table and those with more than one value, in order of expansion.</summary>
    public IEnumerable<GridAxis> ShownAxes =>
        Axes.Where(axis => axis.Values.Length > 1 || Hyperparameters.AlwaysShown.Contains(axis.Hyperparameter));

    /// <inheritdoc/>
    public bool Equals(ExperimentSpecification? other) =>
        other is not null && Name == other.Name && Description == other.Description && Dataset == other.Dataset
        && Loss == other.Loss && RecordEvery == other.RecordEvery && TargetCost == other.TargetCost
        && ShuffleSeed == other.ShuffleSeed && Precision == other.Precision && Delay == other.Delay
        && Axes.AsSpan().SequenceEqual(other.Axes.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Dataset, Loss, RecordEvery, TargetCost, ShuffleSeed, Axes.Length);
}
