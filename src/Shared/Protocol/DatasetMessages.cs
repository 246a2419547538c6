namespace NNOptim.Protocol;

/// <summary>A message about the bytes of a dataset, which is identified by their SHA-256 (two files: one after the other).</summary>
public interface IDatasetMessage
{
    /// <summary>The SHA-256 in lower-case hexadecimal.</summary>
    string Sha256 { get; }
}

/// <summary>API to coordinator: a part of a dataset's bytes; answered by <see cref="DatasetPartKept"/> or <see cref="DatasetRefused"/>.</summary>
/// <param name="Sha256">The dataset.</param>
/// <param name="FirstFileBytes">The length of the first file; the rest is the second file's.</param>
/// <param name="Part">The part.</param>
public sealed record KeepDatasetPart(string Sha256, long FirstFileBytes, BinaryPart Part) : IDatasetMessage;

/// <summary>Coordinator to API: every part before an index is in the journal; continue with that index.</summary>
/// <param name="Sha256">The dataset.</param>
/// <param name="NextIndex">The first missing index; the number of parts when all are there and the SHA-256 is right.</param>
public sealed record DatasetPartKept(string Sha256, int NextIndex) : IDatasetMessage;

/// <summary>The dataset cannot be stored or sent.</summary>
/// <param name="Sha256">The dataset.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record DatasetRefused(string Sha256, string Reason) : IDatasetMessage, IProtocolMessage;

/// <summary>Worker to coordinator: send me a part of a dataset; answered by <see cref="DatasetPart"/> or <see cref="DatasetRefused"/>. Repeated until answered.</summary>
/// <param name="Sha256">The dataset.</param>
/// <param name="Index">The part's index from 0.</param>
public sealed record RequestDatasetPart(string Sha256, int Index) : IDatasetMessage, IProtocolMessage;

/// <summary>Coordinator to worker: a part of a dataset. The journal stores the same record. Extend-only.</summary>
/// <param name="Sha256">The dataset.</param>
/// <param name="FirstFileBytes">The length of the first file; the rest is the second file's.</param>
/// <param name="Part">The part.</param>
public sealed record DatasetPart(string Sha256, long FirstFileBytes, BinaryPart Part) : IDatasetMessage, IProtocolMessage;
