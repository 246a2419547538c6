using NNOptim.Experiments;

namespace NNOptim.Search;

/// <summary>A run of the search, as the choice of finalists sees it.</summary>
/// <param name="Run">The run.</param>
/// <param name="State">Its state.</param>
/// <param name="Score">Its own score (<see cref="RunScore"/>); null when it has none.</param>
public readonly record struct ScoredRun(RunSpecification Run, RunState State, double? Score);
