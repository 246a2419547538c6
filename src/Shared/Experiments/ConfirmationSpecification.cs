namespace NNOptim.Experiments;

/// <summary>
/// The confirmation of a search: its best configurations, the finalists, are trained again on fresh seeds. Tests and intervals use these
/// runs alone.
/// </summary>
/// <param name="Finalists">The number of finalists for each value of <paramref name="Per"/>, 1 or more.</param>
/// <param name="Per">The name of the parameter whose values each have finalists; null to take the best of all configurations.</param>
/// <param name="Seeds">The number of fresh seeds for each finalist, 2 or more.</param>
public sealed record ConfirmationSpecification(int Finalists, string? Per, int Seeds)
{
    /// <summary>The number of finalists for each value, unless the file gives another.</summary>
    public const int DefaultFinalists = 1;

    /// <summary>The number of fresh seeds, unless the file gives another.</summary>
    public const int DefaultSeeds = 20;
}
