using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace NNOptim.Experiments;

/// <summary>
/// The widths of a network's layers. A value is a list, so an axis is a list of lists. A file may leave the first and the last width to the
/// data; the reader of the file replaces them, so that a resolved experiment has numbers only.
/// </summary>
public sealed record LayersType : ParameterType
{
    /// <summary>The largest number of layers, including the input.</summary>
    public const int MaximumLayers = 100;

    /// <summary>The largest width of a layer.</summary>
    public const int MaximumWidth = 1_000_000;

    /// <summary>The largest number of weights, including biases. In float64 with Adam's two moments, they need 2.4 GB per run.</summary>
    public const long MaximumParameters = 100_000_000;

    /// <summary>The word for a width that follows from the data.</summary>
    public const string Auto = "auto";

    /// <summary>The number that stands for <see cref="Auto"/> until the data are known.</summary>
    public const int Automatic = 0;

    /// <inheritdoc/>
    public override string Allowed => string.Create(
        CultureInfo.InvariantCulture,
        $"a list of 2 to {MaximumLayers} widths from 1 to {MaximumWidth}, input first (the first and the last may be {Auto}), in all at most {MaximumParameters} weights");

    /// <inheritdoc/>
    public override ParameterValue? Parse(WrittenValue written)
    {
        if (!written.IsList || written.Items.Length is < 2 or > MaximumLayers)
        {
            return null;
        }

        var widths = ImmutableArray.CreateBuilder<int>(written.Items.Length);
        for (var i = 0; i < written.Items.Length; i++)
        {
            if (Width(written.Items[i], i == 0 || i == written.Items.Length - 1) is not { } width)
            {
                return null;
            }

            widths.Add(width);
        }

        var layers = widths.ToImmutable();
        return ParameterCount(layers) <= MaximumParameters ? new ParameterValue.Layers(layers) : null;
    }

    private static int? Width(WrittenValue written, bool mayBeAutomatic) =>
        mayBeAutomatic && written is { IsList: false, IsQuoted: false, Text: Auto } ? Automatic
        : NumberText.Whole(written) is { } whole and >= 1 and <= MaximumWidth ? (int)whole
        : null;

    /// <summary>The number of weights and biases of a fully connected network.</summary>
    /// <param name="widths">The widths of its layers, input first.</param>
    public static long ParameterCount(ImmutableArray<int> widths)
    {
        var count = 0L;
        for (var layer = 1; layer < widths.Length; layer++)
        {
            count += (long)widths[layer] * (widths[layer - 1] + 1);
        }

        return count;
    }

    /// <inheritdoc/>
    public override JsonObject Schema() => new()
    {
        ["type"] = "array",
        ["items"] = new JsonObject
        {
            ["anyOf"] = new JsonArray(
                new JsonObject { ["type"] = "integer", ["minimum"] = 1, ["maximum"] = MaximumWidth }, new JsonObject { ["const"] = Auto }),
        },
        ["minItems"] = 2,
        ["maxItems"] = MaximumLayers,
    };
}
