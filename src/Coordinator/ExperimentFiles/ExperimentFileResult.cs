using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using NNOptim.Experiments;

namespace NNOptim.ExperimentFiles;

/// <summary>The result of reading an experiment file: a specification with notes, or all errors.</summary>
/// <param name="Specification">The resolved experiment; null when there are errors.</param>
/// <param name="Errors">The errors in the order of the file, then those of overrides; empty when there is a specification.</param>
public sealed record ExperimentFileResult(ExperimentSpecification? Specification, ImmutableArray<ExperimentFileError> Errors)
{
    /// <summary>What else the user should know, in sentences that begin with the position and the key; empty when there are errors.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Whether the file was valid.</summary>
    [MemberNotNullWhen(true, nameof(Specification))]
    public bool IsValid => Specification is not null;
}
