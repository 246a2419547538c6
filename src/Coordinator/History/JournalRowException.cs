namespace NNOptim.History;

/// <summary>A row of the journal is not an event this version can read.</summary>
public sealed class JournalRowException : Exception
{
    /// <summary>Names the row and says what is wrong.</summary>
    public JournalRowException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Names the row.</summary>
    public JournalRowException(string message)
        : base(message)
    {
    }

    /// <summary>Says nothing more.</summary>
    public JournalRowException()
    {
    }
}
