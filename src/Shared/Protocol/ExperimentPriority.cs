using System.Globalization;

namespace NNOptim.Protocol;

/// <summary>The order in which experiments are served: all work of a higher priority is assigned before any of a lower one.</summary>
public static class ExperimentPriority
{
    /// <summary>The default.</summary>
    public const int Normal = 0;

    /// <summary>The lowest.</summary>
    public const int Min = -100;

    /// <summary>The highest.</summary>
    public const int Max = 100;

    /// <summary>Reads a priority.</summary>
    public static bool TryParse(string text, out int priority) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out priority) && priority is >= Min and <= Max;

    /// <summary>The error message for a text that is not a priority.</summary>
    public static string Explain(string option, string text) => $"{option}: '{text}' is not a whole number from {Min} to {Max}.";
}
