using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using NNOptim.Experiments;

namespace NNOptim.ExperimentFiles;

/// <summary>What reading an experiment file came to: a specification, or every error there is.</summary>
/// <param name="Specification">The resolved experiment; null when there are errors.</param>
/// <param name="Errors">The errors in the order of the file, those of overrides after them; empty when there is a specification.</param>
public sealed record ExperimentFileResult(ExperimentSpecification? Specification, ImmutableArray<ExperimentFileError> Errors)
{
    /// <summary>Whether the file was right.</summary>
    [MemberNotNullWhen(true, nameof(Specification))]
    public bool IsValid => Specification is not null;
}
