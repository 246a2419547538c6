using System.Data.Common;
using System.Security.Cryptography;
using NNOptim.History.Tables;
using NNOptim.Protocol;
using NNOptim.Protocol.Serialization;

namespace NNOptim.History.Upkeep;

/// <summary>Checks the streams that the history's tables do not include: the registry of a coordinator, and datasets.</summary>
internal static class OtherStreams
{
    /// <summary>The problem of a stream as a sentence; null if there is none.</summary>
    public static string? Problem(DbConnection connection, string stream)
    {
        using var command = Sql.Command(
            connection, null, "SELECT sequence_number, manifest, message FROM journal WHERE persistence_id = @stream ORDER BY sequence_number", ("stream", stream));
        using var reader = command.ExecuteReader();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        DatasetPart? last = null;
        var row = new SqlRow(reader);
        while (reader.Read())
        {
            try
            {
                last = ProtocolCodec.FromBytes(row.Text("manifest"), row.Bytes("message")) as DatasetPart;
                hash.AppendData(last is null ? [] : last.Part.Bytes.AsSpan());
            }
            catch (Exception error) when (error is UnknownMessageException or InvalidCastException or InvalidOperationException)
            {
                return $"Row {row.Whole("sequence_number")} of {stream} in the journal cannot be read: {error.Message}";
            }
        }

        return last is { } part && part.Part.Index == part.Part.Count - 1 && !stream.EndsWith(Convert.ToHexStringLower(hash.GetHashAndReset()), StringComparison.Ordinal)
            ? $"{stream}: the bytes of the dataset have another SHA-256."
            : null;
    }
}
