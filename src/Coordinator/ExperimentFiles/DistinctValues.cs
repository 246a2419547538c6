using NNOptim.Experiments;

namespace NNOptim.ExperimentFiles;

/// <summary>Checks that a list has no value twice.</summary>
internal static class DistinctValues
{
    /// <summary>Whether the values differ from each other. Each that is in the list already is reported.</summary>
    public static bool Check(IEnumerable<GivenValue> values, DiagnosticCollector diagnostics)
    {
        var seen = new HashSet<ParameterValue>();
        var distinct = true;
        foreach (var value in values)
        {
            if (!seen.Add(value.Value))
            {
                distinct = false;
                diagnostics.Add(value.At, value.Path, value.Value.ToString(), $"{value.Value} is in the list twice; give each value once");
            }
        }

        return distinct;
    }
}
