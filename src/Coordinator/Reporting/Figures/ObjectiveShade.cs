using System.Collections.Immutable;
using NNOptim.Reporting.Analysis;

namespace NNOptim.Reporting.Figures;

/// <summary>Maps the mean objectives of configurations to a scale with fixed ends: a shade of colour, or the height on an axis.</summary>
/// <param name="Objective">The objective.</param>
/// <param name="IsLogarithmic">Whether the scale is logarithmic.</param>
/// <param name="Least">The smallest value.</param>
/// <param name="Greatest">The largest value.</param>
/// <param name="From">
/// The lower end: the position of the smallest value, or of the smallest value above zero on a logarithmic scale.
/// </param>
/// <param name="To">The upper end: the position of the largest value.</param>
internal sealed record ObjectiveShade(Objective Objective, bool IsLogarithmic, double Least, double Greatest, double From, double To)
{
    /// <summary>The scale of an experiment; null when no run completed, or a logarithmic scale has no value above zero.</summary>
    public static ObjectiveShade? FromAnalysis(ExperimentAnalysis analysis)
    {
        ImmutableArray<double> values = [.. analysis.Configurations.Select(configuration => configuration.Score?.Mean).OfType<double>()];
        if (values.IsEmpty || (analysis.HasLogarithm && values.Max() <= 0))
        {
            return null;
        }

        var (least, greatest) = (values.Min(), values.Max());
        return analysis.HasLogarithm
            ? new ObjectiveShade(analysis.Objective, true, least, greatest, Math.Log10(values.Where(value => value > 0).Min()), Math.Log10(greatest))
            : new ObjectiveShade(analysis.Objective, false, least, greatest, least, greatest);
    }

    /// <summary>
    /// The position of a value between the ends; NaN when there is no value. Zero on a logarithmic scale is at the lower end.
    /// </summary>
    public double Place(double? value) => value is not { } number ? double.NaN
        : IsLogarithmic ? Math.Max(From, Math.Log10(number))
        : number;

    /// <summary>Whether a value is in the darker half.</summary>
    public bool IsDark(double? value) => Place(value) > (From + To) / 2;
}
