namespace NNOptim.Training.Datasets;

/// <summary>Collects a file's errors, up to the limit of one exception.</summary>
internal sealed class ErrorList
{
    private readonly List<string> errors = [];
    private int unlisted;

    /// <summary>Whether there are no errors.</summary>
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

    /// <summary>Throws when there are errors.</summary>
    /// <exception cref="DatasetException">There are errors.</exception>
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
