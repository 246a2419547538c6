namespace NNOptim.Reporting.Analysis;

/// <summary>A configuration with its rank.</summary>
/// <param name="Rank">The rank, from 1. Configurations that the data cannot separate share a rank. Null when no run completed.</param>
/// <param name="Tied">Whether another configuration has the same rank.</param>
/// <param name="Configuration">The configuration.</param>
public sealed record RankedConfiguration(int? Rank, bool Tied, Configuration Configuration);
