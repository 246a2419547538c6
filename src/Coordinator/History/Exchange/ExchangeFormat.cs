namespace NNOptim.History.Exchange;

/// <summary>What an exported experiment's file calls itself.</summary>
internal static class ExchangeFormat
{
    public const string Name = "nnoptim-experiment";
    public const int Version = 1;
}

/// <summary>A file is no exported experiment, or not one that this version reads.</summary>
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
