namespace NNOptim.Persistence;

/// <summary>A database file cannot be used as it stands: it is of another program, or it and its log do not belong together.</summary>
public sealed class DatabaseFileException : IOException
{
    /// <summary>Names the file, and says what is wrong and what to do.</summary>
    public DatabaseFileException(string message)
        : base(message)
    {
    }
}
