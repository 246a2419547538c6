namespace NNOptim.Reporting.Analysis.Findings;

/// <summary>
/// A statement of the answer, with the numbers from which its sentence is made. So a test can check the statement against the data.
/// </summary>
public abstract record Finding
{
    /// <summary>The statement in plain words.</summary>
    public abstract string Sentence { get; }

    /// <inheritdoc/>
    public sealed override string ToString() => Sentence;
}
