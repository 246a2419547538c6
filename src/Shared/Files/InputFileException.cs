namespace NNOptim.Files;

/// <summary>Reports that a file named by the user cannot be read. The message is a clause that follows the file's name.</summary>
public sealed class InputFileException : IOException
{
    /// <summary>Creates the exception with its reason.</summary>
    public InputFileException(string reason)
        : base(reason)
    {
    }

    /// <summary>Creates the exception with its reason and its cause.</summary>
    public InputFileException(string reason, Exception inner)
        : base(reason, inner)
    {
    }
}
