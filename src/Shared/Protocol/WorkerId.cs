namespace NNOptim.Protocol;

/// <summary>Identifies one incarnation of a worker node. A restarted worker has another id.</summary>
/// <param name="Value">Host, port and a random part, for example <c>127.0.0.1:41231/5f2k</c>.</param>
public readonly record struct WorkerId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
