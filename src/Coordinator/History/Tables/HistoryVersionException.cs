namespace NNOptim.History.Tables;

/// <summary>The history tables are of a version this program does not know.</summary>
public sealed class HistoryVersionException : Exception
{
    /// <summary>Says which.</summary>
    public HistoryVersionException(string message)
        : base(message)
    {
    }

    /// <summary>Says which.</summary>
    public HistoryVersionException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Says nothing more.</summary>
    public HistoryVersionException()
    {
    }
}
