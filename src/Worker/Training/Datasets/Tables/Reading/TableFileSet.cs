using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.Training.Datasets.Tables.Reading;

/// <summary>The files of a table, in the order of their rows.</summary>
/// <param name="Files">The files; at least one.</param>
/// <param name="Sha256">SHA-256 of the concatenated files as they are on the disk, in lower-case hexadecimal.</param>
/// <param name="FileBytes">The number of bytes of each file on the disk; empty for one file.</param>
internal sealed record TableFileSet(ImmutableArray<TableFile> Files, string Sha256, ValueList<long> FileBytes);
