namespace NNOptim.Persistence;

/// <summary>A database file cannot be used: it belongs to another program, or the file and its log do not belong together.</summary>
public sealed class DatabaseFileException : IOException
{
    /// <summary>Creates the exception. The message names the file, the problem and what to do.</summary>
    public DatabaseFileException(string message)
        : base(message)
    {
    }
}
