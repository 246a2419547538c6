namespace NNOptim.History.Exchange;

/// <summary>The name and the version of the format of exported experiments.</summary>
internal static class ExchangeFormat
{
    public const string Name = "nnoptim-experiment";
    public const int Version = 2;
}

/// <summary>A file is not an exported experiment, or has a version that this program cannot read.</summary>
public sealed class ExchangeFormatException : Exception
{
    /// <summary>Creates the exception with a message.</summary>
    public ExchangeFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    public ExchangeFormatException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Creates the exception without a message.</summary>
    public ExchangeFormatException()
    {
    }
}
