using System.Runtime.Serialization;

namespace NNOptim.Protocol.Serialization;

/// <summary>Bytes or an object that are no message of the protocol.</summary>
public sealed class UnknownMessageException : SerializationException
{
    /// <summary>Makes one that says what was met.</summary>
    public UnknownMessageException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one that says what was met and why it could not be read.</summary>
    public UnknownMessageException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Makes one that says nothing more.</summary>
    public UnknownMessageException()
    {
    }
}
