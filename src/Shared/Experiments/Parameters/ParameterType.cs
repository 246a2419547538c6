using System.Text.Json.Nodes;

namespace NNOptim.Experiments;

/// <summary>The type of a parameter's value.</summary>
public abstract record ParameterType
{
    /// <summary>The allowed values as a phrase after "give ", for example <c>a number above 0</c>.</summary>
    public abstract string Allowed { get; }

    /// <summary>Whether values are numbers, so that a file can write a list as <c>{from, to, ...}</c>.</summary>
    public virtual bool IsNumeric => false;

    /// <summary>Whether values are whole numbers, so that a file can write a list as a range.</summary>
    public virtual bool IsWhole => false;

    /// <summary>Parses a written value; null when it is not allowed.</summary>
    public abstract ParameterValue? Parse(WrittenValue written);

    /// <summary>The value of a number computed for a list; null when it is not allowed.</summary>
    public virtual ParameterValue? FromNumber(double number) => null;

    /// <summary>The JSON schema of one value.</summary>
    public abstract JsonObject Schema();
}
