namespace NNOptim.Reporting.Analysis;

/// <summary>A setting with its place.</summary>
/// <param name="Rank">Its rank from 1; settings that the data cannot separate share one. Null where no run completed.</param>
/// <param name="Tied">Whether it shares its rank.</param>
/// <param name="Cell">The setting.</param>
public sealed record RankedCell(int? Rank, bool Tied, Cell Cell);
