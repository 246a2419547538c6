using System.Collections.Immutable;
using NNOptim.Reporting.Analysis;

namespace NNOptim.Reporting.Figures;

/// <summary>How mean objectives of configurations map to a line of fixed ends: to a shade of colour, or to the height on an axis.</summary>
/// <param name="Objective">The objective.</param>
/// <param name="IsLogarithmic">Whether the scale is logarithmic.</param>
/// <param name="Least">The least value.</param>
/// <param name="Greatest">The greatest value.</param>
/// <param name="From">The lower end: what the least value maps to, or the least above zero on a logarithmic scale.</param>
/// <param name="To">The upper end: what the greatest value maps to.</param>
internal sealed record ObjectiveShade(Objective Objective, bool IsLogarithmic, double Least, double Greatest, double From, double To)
{
    /// <summary>The scale of an experiment; null where no run completed, or a logarithmic scale has no value above zero.</summary>
    public static ObjectiveShade? FromAnalysis(ExperimentAnalysis analysis)
    {
        ImmutableArray<double> values = [.. analysis.Configurations.Select(configuration => configuration.Objective?.Mean).OfType<double>()];
        if (values.IsEmpty || (analysis.HasLogarithm && values.Max() <= 0))
        {
            return null;
        }

        var (least, greatest) = (values.Min(), values.Max());
        return analysis.HasLogarithm
            ? new ObjectiveShade(analysis.Objective, true, least, greatest, Math.Log10(values.Where(value => value > 0).Min()), Math.Log10(greatest))
            : new ObjectiveShade(analysis.Objective, false, least, greatest, least, greatest);
    }

    /// <summary>The place of a value between the ends; not a number where there is none. Zero on a logarithmic scale is at the lower end.</summary>
    public double Place(double? value) => value is not { } number ? double.NaN
        : IsLogarithmic ? Math.Max(From, Math.Log10(number))
        : number;

    /// <summary>Whether a value is in the darker half.</summary>
    public bool IsDark(double? value) => Place(value) > (From + To) / 2;
}
