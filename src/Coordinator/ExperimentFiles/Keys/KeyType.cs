using System.Text.Json.Nodes;
using NNOptim.ExperimentFiles.Yaml;
using NNOptim.Experiments;

namespace NNOptim.ExperimentFiles.Keys;

/// <summary>What one value of a key may be.</summary>
internal abstract record KeyType
{
    /// <summary>What is allowed, to follow "give ", for example <c>a number above 0</c>.</summary>
    public abstract string Allowed { get; }

    /// <summary>Whether values are numbers, so that a list of them can be written as <c>{from, to, ...}</c>.</summary>
    public virtual bool IsNumeric => false;

    /// <summary>Whether values are whole numbers, so that a list of them can be written as a range.</summary>
    public virtual bool IsWhole => false;

    /// <summary>The value as written; null when it is not allowed.</summary>
    public abstract HyperparameterValue? Parse(YamlItem item);

    /// <summary>The value for a number that was computed for a list; null when it is not allowed.</summary>
    public virtual HyperparameterValue? FromNumber(double number) => null;

    /// <summary>The JSON schema of one value.</summary>
    public abstract JsonObject Schema();
}
