using System.Runtime.Serialization;

namespace NNOptim.Protocol.Serialization;

/// <summary>Bytes or an object that are not a message of the protocol.</summary>
public sealed class UnknownMessageException : SerializationException
{
    /// <summary>Creates the exception with a message.</summary>
    public UnknownMessageException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and its cause.</summary>
    public UnknownMessageException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Creates the exception without a message.</summary>
    public UnknownMessageException()
    {
    }
}
