namespace NNOptim.Reporting.Analysis;

/// <summary>A configuration with its place.</summary>
/// <param name="Rank">Its rank from 1; configurations that the data cannot separate share one. Null where no run completed.</param>
/// <param name="Tied">Whether it shares its rank.</param>
/// <param name="Configuration">The configuration.</param>
public sealed record RankedConfiguration(int? Rank, bool Tied, Configuration Configuration);
