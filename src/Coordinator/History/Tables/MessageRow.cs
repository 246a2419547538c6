using NNOptim.Protocol;
using NNOptim.Protocol.Serialization;

namespace NNOptim.History.Tables;

/// <summary>A row of the journal or of the snapshots.</summary>
internal readonly record struct MessageRow(long SequenceNumber, string Manifest, byte[] Message, bool Deleted)
{
    /// <summary>Its message.</summary>
    /// <exception cref="UnknownMessageException">This version cannot read the message, or it is damaged.</exception>
    public IProtocolMessage Decode() => ProtocolCodec.FromBytes(Manifest, Message);

    /// <summary>Whether an exception says that a column has another type or no value, or that the message cannot be decoded.</summary>
    public static bool IsUnreadable(Exception error) =>
        error is UnknownMessageException or InvalidCastException or InvalidOperationException or FormatException or ArgumentNullException;
}
