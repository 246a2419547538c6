namespace NNOptim.History;

/// <summary>A row of the journal is not an event that this version can read.</summary>
public sealed class JournalRowException : Exception
{
    /// <summary>Creates the exception with a message and its cause.</summary>
    public JournalRowException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    public JournalRowException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception without a message.</summary>
    public JournalRowException()
    {
    }
}
