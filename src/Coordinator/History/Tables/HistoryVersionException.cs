namespace NNOptim.History.Tables;

/// <summary>The history tables have a version that this program does not support.</summary>
public sealed class HistoryVersionException : Exception
{
    /// <summary>Creates the exception with a message.</summary>
    public HistoryVersionException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    public HistoryVersionException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Creates the exception without a message.</summary>
    public HistoryVersionException()
    {
    }
}
