using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using NNOptim.ExperimentFiles.Yaml;
using NNOptim.Experiments;

namespace NNOptim.ExperimentFiles.Keys;

/// <summary>The widths of a network's layers. One value is itself a list, so an axis of them is a list of lists.</summary>
internal sealed record LayersType : KeyType
{
    /// <summary>The largest number of layers, the input's among them.</summary>
    public const int MaximumLayers = 100;

    /// <summary>The widest a layer may be.</summary>
    public const int MaximumWidth = 1_000_000;

    /// <summary>The largest number of weights, biases included; in float64 with Adam's two moments this takes 2.4 GB a run.</summary>
    public const long MaximumParameters = 100_000_000;

    /// <inheritdoc/>
    public override string Allowed => string.Create(
        CultureInfo.InvariantCulture,
        $"a list of 2 to {MaximumLayers} widths from 1 to {MaximumWidth}, input first, in all at most {MaximumParameters} weights");

    /// <inheritdoc/>
    public override HyperparameterValue? Parse(YamlItem item)
    {
        if (item is not YamlList { Items.Length: >= 2 and <= MaximumLayers } list)
        {
            return null;
        }

        var widths = ImmutableArray.CreateBuilder<int>(list.Items.Length);
        foreach (var width in list.Items)
        {
            if (YamlNumbers.Whole(width) is not { } whole || whole is < 1 or > MaximumWidth)
            {
                return null;
            }

            widths.Add((int)whole);
        }

        var layers = widths.ToImmutable();
        return new NetworkSpecification { Layers = layers }.ParameterCount <= MaximumParameters
            ? new HyperparameterValue.Layers(layers)
            : null;
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
