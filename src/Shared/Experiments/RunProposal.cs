namespace NNOptim.Experiments;

/// <summary>A run that a search or a confirmation proposes.</summary>
/// <param name="Number">The run's number, from 1: one more than the previous run's number.</param>
/// <param name="Values">The value of each parameter that applies, except the replicate and the budget.</param>
/// <param name="Seed">The replicate.</param>
/// <param name="Budget">The number of steps it may train, 1 or more.</param>
/// <param name="Continues">The number of the run whose training it continues; 0 when it starts at the first step.</param>
public sealed record RunProposal(int Number, ParameterValues Values, uint Seed, int Budget, int Continues = 0)
{
    /// <summary>The confirmation that the run belongs to, from 1; 0 for a run of the search.</summary>
    public int Confirmation { get; init; }

    /// <summary>The run of an experiment that this proposal describes.</summary>
    public RunSpecification ToRun(ExperimentSpecification specification)
    {
        ArgumentNullException.ThrowIfNull(specification);
        return new RunSpecification
        {
            Number = Number,
            Trainable = specification.Trainable.Name,
            Values = Values,
            Seed = Seed,
            Budget = Budget,
            Dataset = specification.Dataset,
        };
    }
}
