using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.Reporting.Analysis;

/// <summary>Finds best configurations on the border of the grid. A better configuration may lie beyond it.</summary>
public static class GridBorder
{
    /// <summary>The best value of a parameter when it is the smallest or largest value tried.</summary>
    /// <param name="Compared">The compared value for which it is the best, as a sentence names it.</param>
    /// <param name="Parameter">The parameter.</param>
    /// <param name="Value">The value.</param>
    /// <param name="Suggested">
    /// A value to which the grid could be extended. It is as far outside the border as the next value is inside, on a logarithmic scale if
    /// all values are above zero. Only a value that the parameter allows is suggested.
    /// </param>
    public sealed record BorderCase(string Compared, Parameter Parameter, double Value, double Suggested);

    /// <summary>
    /// The borders of every axis of numbers with at least two values. The replicate has no border. A larger budget only trains longer, so
    /// the budget has none.
    /// </summary>
    public static ImmutableArray<BorderCase> Find(ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        var axes = analysis.Experiment.Specification.Axes
            .Where(axis => axis.Parameter.Role == ParameterRole.Ordinary && axis.Parameter.Name != analysis.Trainable.Compared)
            .Select(axis => (axis.Parameter, Tried: axis.Values.Select(RunValues.Number).OfType<double>().Order().ToImmutableArray()))
            .Where(axis => axis.Tried.Length > 1)
            .ToImmutableArray();
        return
        [
            .. from best in analysis.Compared
               where best.Best is not null && !IsTied(best.Best, analysis)
               from axis in axes
               let border = OnBorder(best, axis.Parameter, axis.Tried)
               where border is not null
               select border,
        ];
    }

    /// <summary>Whether another configuration of the same compared value is equally good. Its values may lie elsewhere.</summary>
    private static bool IsTied(Configuration best, ExperimentAnalysis analysis) => analysis.Configurations.Any(other =>
        other != best && other.Compared == best.Compared && other.Standing.MeanScore == best.Standing.MeanScore);

    private static BorderCase? OnBorder(ComparedBest best, Parameter parameter, ImmutableArray<double> tried)
    {
        if (RunValues.Number(best.Best!.Value(parameter)) is not { } value)
        {
            return null;
        }

        var inner = value == tried[0] ? tried[1] : value == tried[^1] ? tried[^2] : (double?)null;
        if (inner is not { } next)
        {
            return null;
        }

        var suggested = tried[0] > 0 ? value * value / next : value + value - next;
        suggested = parameter.Type is IntegerType ? Math.Round(suggested) : suggested;
        return suggested != value && Allows(parameter.Type, suggested) ? new BorderCase(Wording.Compared(best.Best), parameter, value, suggested) : null;
    }

    private static bool Allows(ParameterType type, double value) => type switch
    {
        NumberType number => (value > number.Minimum || (number.MinimumAllowed && value == number.Minimum)) && !(value >= number.Below),
        IntegerType integer => value >= integer.Minimum && value <= integer.Maximum,
        _ => false,
    };
}
