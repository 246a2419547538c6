namespace NNOptim.Files;

/// <summary>A file that a person named cannot be read. The message is a clause that follows the file's name.</summary>
public sealed class InputFileException : IOException
{
    /// <summary>Makes an exception of its reason.</summary>
    public InputFileException(string reason)
        : base(reason)
    {
    }

    /// <summary>Makes an exception of its reason and what it comes from.</summary>
    public InputFileException(string reason, Exception inner)
        : base(reason, inner)
    {
    }
}
