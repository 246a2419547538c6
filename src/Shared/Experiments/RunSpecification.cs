namespace NNOptim.Experiments;

/// <summary>
/// Everything that determines one run: the trainable, the data and the values. Its metrics are a function only of this record and the
/// dataset's bytes.
/// </summary>
public sealed record RunSpecification
{
    /// <summary>The run's number in its experiment, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The name of the trainable.</summary>
    public required string Trainable { get; init; }

    /// <summary>The value of each parameter that applies, except the replicate and the budget.</summary>
    public required ParameterValues Values { get; init; }

    /// <summary>The replicate: the seed of the run's randomness.</summary>
    public required uint Seed { get; init; }

    /// <summary>The number of steps it may train, 1 or more.</summary>
    public required int Budget { get; init; }

    /// <summary>The data of the experiment.</summary>
    public required DatasetSpecification Dataset { get; init; }

    /// <summary>The data with the run's own split: what the run trains on.</summary>
    public DatasetSpecification SplitDataset => DatasetSplits.Of(Dataset, Values);

    /// <summary>The value of a parameter; null when the parameter does not apply.</summary>
    public ParameterValue? Value(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return parameter.Role switch
        {
            ParameterRole.Replicate => new ParameterValue.Integer(Seed),
            ParameterRole.Budget => new ParameterValue.Integer(Budget),
            _ => Values[parameter.Name],
        };
    }

    /// <summary>The text of a parameter's value; empty when the parameter does not apply.</summary>
    public string Text(Parameter parameter) => Value(parameter)?.ToString() ?? "";
}
