using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Training;
using NNOptim.Yaml;

namespace NNOptim.ExperimentFiles;

/// <summary>Replaces the widths <c>auto</c> of layers by numbers, so that a resolved experiment has numbers only.</summary>
internal sealed class AutomaticWidths(SpecificationBuilder values, DiagnosticCollector diagnostics)
{
    /// <summary>Whether the input's or the output's width follows from the data.</summary>
    public static bool Has(ParameterValue value) => value is ParameterValue.Layers { Widths: [LayersType.Automatic, ..] or [.., LayersType.Automatic] };

    /// <summary>Replaces the automatic widths of the networks.</summary>
    /// <param name="inputs">The number of features.</param>
    /// <param name="outputs">The number of outputs that the loss and the data need; null when the loss is an error that has been reported.</param>
    public void Resolve(int inputs, int? outputs)
    {
        var given = values.Many(NetworkParameters.Layers);
        if (!given.Any(layers => Has(layers.Value)))
        {
            return;
        }

        ImmutableArray<GivenValue> resolved =
            [.. given.Select(layers => layers with { Value = Resolve((ParameterValue.Layers)layers.Value, inputs, outputs) })];
        values.Replace(NetworkParameters.Layers, resolved);
        if (outputs is not null)
        {
            DistinctValues.Check(resolved, diagnostics);
        }

        foreach (var layers in resolved.Where(layers => LayersType.ParameterCount(((ParameterValue.Layers)layers.Value).Widths) > LayersType.MaximumParameters))
        {
            diagnostics.NotAllowed(layers.Item!, layers.Path, $"it is {layers.Value}; give {new LayersType().Allowed}");
        }
    }

    /// <summary>Reports every automatic width as an error.</summary>
    /// <param name="trainable">The trainable of the file.</param>
    /// <param name="reason">Why such widths are not allowed.</param>
    public void Refuse(Trainable trainable, string reason)
    {
        foreach (var parameter in trainable.Parameters.Where(parameter => parameter.Type is LayersType))
        {
            var given = !parameter.IsFixed ? values.Many(parameter.Name) : values.One(parameter.Path) is { } one ? [one] : [];
            foreach (var layers in given.Where(layers => Has(layers.Value)))
            {
                var item = ((YamlList)layers.Item!).Items.First(width => width is YamlText { Text: LayersType.Auto });
                diagnostics.NotAllowed(item, layers.Path, reason);
            }
        }
    }

    private static ParameterValue.Layers Resolve(ParameterValue.Layers layers, int inputs, int? outputs)
    {
        var widths = layers.Widths;
        widths = widths[0] == LayersType.Automatic ? widths.SetItem(0, inputs) : widths;
        return new(widths[^1] == LayersType.Automatic && outputs is { } width ? widths.SetItem(widths.Length - 1, width) : widths);
    }
}
