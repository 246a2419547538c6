using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace NNOptim.Experiments;

/// <summary>The widths of a network's layers. A value is a list, so an axis is a list of lists.</summary>
public sealed record LayersType : ParameterType
{
    /// <summary>The largest number of layers, including the input.</summary>
    public const int MaximumLayers = 100;

    /// <summary>The largest width of a layer.</summary>
    public const int MaximumWidth = 1_000_000;

    /// <summary>The largest number of weights, including biases. In float64 with Adam's two moments, they need 2.4 GB per run.</summary>
    public const long MaximumParameters = 100_000_000;

    /// <inheritdoc/>
    public override string Allowed => string.Create(
        CultureInfo.InvariantCulture,
        $"a list of 2 to {MaximumLayers} widths from 1 to {MaximumWidth}, input first, in all at most {MaximumParameters} weights");

    /// <inheritdoc/>
    public override ParameterValue? Parse(WrittenValue written)
    {
        if (!written.IsList || written.Items.Length is < 2 or > MaximumLayers)
        {
            return null;
        }

        var widths = ImmutableArray.CreateBuilder<int>(written.Items.Length);
        foreach (var width in written.Items)
        {
            if (NumberText.Whole(width) is not { } whole || whole is < 1 or > MaximumWidth)
            {
                return null;
            }

            widths.Add((int)whole);
        }

        var layers = widths.ToImmutable();
        return ParameterCount(layers) <= MaximumParameters ? new ParameterValue.Layers(layers) : null;
    }

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
        ["items"] = new JsonObject { ["type"] = "integer", ["minimum"] = 1, ["maximum"] = MaximumWidth },
        ["minItems"] = 2,
        ["maxItems"] = MaximumLayers,
    };
}
