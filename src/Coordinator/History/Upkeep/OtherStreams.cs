using System.Data.Common;
using System.Security.Cryptography;
using Dapper;
using NNOptim.History.Tables;
using NNOptim.Protocol;

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
        var parse = reader.GetRowParser<MessageRow>();
        while (reader.Read())
        {
            try
            {
                last = parse(reader).Decode() as DatasetPart;
                hash.AppendData(last is null ? [] : last.Part.Bytes.AsSpan());
            }
            catch (Exception error) when (MessageRow.IsUnreadable(error))
            {
                return $"Row {reader["sequence_number"]} of {stream} in the journal cannot be read: {error.Message}";
            }
        }

        return last is { } part && part.Part.Index == part.Part.Count - 1 && !stream.EndsWith(Convert.ToHexStringLower(hash.GetHashAndReset()), StringComparison.Ordinal)
            ? $"{stream}: the bytes of the dataset have another SHA-256."
            : null;
    }
}
