namespace NNOptim.History.Exchange;

/// <summary>The name and the version of the format of exported experiments.</summary>
internal static class ExchangeFormat
{
    public const string Name = "nnoptim-experiment";
    public const int Version = 2;
}

/// <summary>A file is not an exported experiment, or is one of a version that this program does not read.</summary>
public sealed class ExchangeFormatException : Exception
{
    /// <summary>Says what is wrong.</summary>
    public ExchangeFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is wrong.</summary>
    public ExchangeFormatException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Says nothing more.</summary>
    public ExchangeFormatException()
    {
    }
}
