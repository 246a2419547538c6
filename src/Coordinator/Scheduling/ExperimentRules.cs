using NNOptim.Search;

namespace NNOptim.Scheduling;

/// <summary>The limits and strategies that apply to an experiment.</summary>
public sealed record ExperimentRules
{
    /// <summary>A run whose worker has not renewed its lease for this long is assigned to another worker.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The interval of the check for expired leases.</summary>
    public TimeSpan CheckInterval => LeaseDuration / 5;

    /// <summary>The limits of attempts at a run.</summary>
    public RetryLimits RetryLimits { get; init; } = new();

    /// <summary>The available search strategies.</summary>
    public SearchCatalog Searches { get; init; } = SearchCatalog.Standard;

    /// <summary>
    /// Whether an experiment resumes by itself after recovery from the journal. Otherwise it waits for the command resume or retry.
    /// </summary>
    public bool ContinuesByItself { get; init; }
}
