using System.Collections.Immutable;

namespace NNOptim.Experiments;

/// <summary>
/// The declaration of a trainable: its parameters and its metrics. Files, grids, messages, tables and reports use it. A submission stores
/// it, so that a program without the trainable can read the experiment.
/// </summary>
/// <param name="Name">Its name in files, for example <c>network</c>.</param>
/// <param name="Parameters">
/// Its parameters in the order of the grid's expansion: the first varies slowest. One parameter is the replicate.
/// </param>
/// <param name="Metrics">Its metrics in the order of results.</param>
public sealed record Trainable(string Name, ImmutableArray<Parameter> Parameters, ImmutableArray<Metric> Metrics)
{
    /// <summary>The name of the metric by which configurations are ranked.</summary>
    public required string Objective { get; init; }

    /// <summary>The name of the parameter whose values are compared, each in its best configuration; null when there is none.</summary>
    public string? Compared { get; init; }

    /// <summary>The name of the parameter to which the compared values are most sensitive; null when there is none.</summary>
    public string? Tuned { get; init; }

    /// <summary>The parameter that is repeated to measure the noise.</summary>
    public Parameter Replicate => Parameters.First(parameter => parameter.Role == ParameterRole.Replicate);

    /// <summary>The parameters of the split into training and test examples, which are repeated with the replicate.</summary>
    public IEnumerable<Parameter> SplitParameters => Parameters.Where(parameter => parameter.Role == ParameterRole.Split);

    /// <summary>The parameters that a grid can vary: all except those with one value for the whole experiment.</summary>
    public IEnumerable<Parameter> GridParameters => Parameters.Where(parameter => !parameter.IsFixed);

    /// <summary>The parameter with a name; null when there is none.</summary>
    public Parameter? FindParameter(string? name) => Parameters.FirstOrDefault(parameter => parameter.Name == name);

    /// <summary>The configuration of a run: what it has in common with its repetitions.</summary>
    public (ParameterValues Values, int Budget) ConfigurationOf(RunSpecification run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return (run.Values.Without([.. SplitParameters.Select(parameter => parameter.Name)]), run.Budget);
    }

    /// <summary>The index of a metric in <see cref="Metrics"/>; -1 when there is none with that name.</summary>
    public int PlaceOf(string metric)
    {
        for (var i = 0; i < Metrics.Length; i++)
        {
            if (Metrics[i].Name == metric)
            {
                return i;
            }
        }

        return -1;
    }

    /// <inheritdoc/>
    public bool Equals(Trainable? other) =>
        other is not null && Name == other.Name && Objective == other.Objective && Compared == other.Compared && Tuned == other.Tuned
        && Parameters.AsSpan().SequenceEqual(other.Parameters.AsSpan()) && Metrics.AsSpan().SequenceEqual(other.Metrics.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Objective, Parameters.Length, Metrics.Length);
}
