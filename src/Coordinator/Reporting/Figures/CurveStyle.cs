using System.Collections.Immutable;
using NNOptim.Experiments;
using ScottPlot;

namespace NNOptim.Reporting.Figures;

/// <summary>
/// The colour and dash pattern of a curve. The colours are Okabe and Ito's palette, which people with any common colour vision can
/// distinguish (Color Universal Design, 2008). The patterns distinguish curves without any colour.
/// </summary>
/// <param name="Color">Its colour.</param>
/// <param name="Pattern">Its dash pattern.</param>
public sealed record CurveStyle(Color Color, LinePattern Pattern)
{
    private static readonly ImmutableArray<string> Palette =
        ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#7A6A00"];

    private static readonly ImmutableArray<LinePattern> Patterns =
    [
        LinePattern.Solid,
        new([9, 5], 0, "dashes"),
        new([2.5f, 3.5f], 0, "dots"),
        new([11, 4, 2.5f, 4], 0, "dash dot"),
    ];

    /// <summary>The style of a compared value, the same in every figure.</summary>
    public static CurveStyle ForLevel(string compared, ExperimentSpecification specification) => Numbered(NumberOf(compared, specification));

    /// <summary>
    /// The style number of a compared value: its index among the names that its parameter allows. So it is the same in every experiment.
    /// When the parameter has no fixed names, it is the index among the values of the experiment.
    /// </summary>
    public static int NumberOf(string compared, ExperimentSpecification specification)
    {
        ArgumentNullException.ThrowIfNull(specification);
        if (specification.Axis(specification.Compared?.Name) is not { } axis)
        {
            return 0;
        }

        ImmutableArray<string> names = axis.Parameter.Type is ChoiceType choice ? choice.Names : [.. axis.Values.Select(value => value.ToString())];
        return Math.Max(0, names.IndexOf(compared));
    }

    /// <summary>One of the distinct styles, for curves that the compared value alone does not distinguish.</summary>
    public static CurveStyle Numbered(int index) =>
        new(Color.FromHex(Palette[index % Palette.Length]), Patterns[index % Patterns.Length]);

    /// <summary>The colour of a class of examples.</summary>
    public static Color OfClass(int index) => Color.FromHex(Palette[index % Palette.Length]);
}
