namespace NNOptim.Training.Datasets;

/// <summary>Gathers a file's errors, up to as many as one exception lists.</summary>
internal sealed class ErrorList
{
    private readonly List<string> errors = [];
    private int unlisted;

    /// <summary>Whether nothing was found.</summary>
    public bool IsEmpty => errors.Count == 0;

    /// <summary>Adds an error.</summary>
    public void Add(string error)
    {
        if (errors.Count < DatasetException.MostErrors)
        {
            errors.Add(error);
        }
        else
        {
            unlisted++;
        }
    }

    /// <summary>Throws when anything was found.</summary>
    /// <exception cref="DatasetException">Something was.</exception>
    public void ThrowIfAny()
    {
        if (unlisted > 0)
        {
            throw new DatasetException([.. errors, $"... and {unlisted} more."]);
        }

        if (!IsEmpty)
        {
            throw new DatasetException([.. errors]);
        }
    }
}
