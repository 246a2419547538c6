using System.Collections.Immutable;

namespace NNOptim.Training.Networks;

/// <summary>
/// The layout of a fully connected network's parameters in one array, layer by layer. Each layer has its weights row-major [output, input],
/// then its biases. Layer 0 is the input and has no parameters.
/// </summary>
internal sealed class NetworkShape
{
    private readonly int[] widths;
    private readonly int[] weights;
    private readonly int[] biases;

    /// <summary>Creates the layout of a network.</summary>
    /// <exception cref="ArgumentException">The network has more parameters than an array can hold.</exception>
    public NetworkShape(ImmutableArray<int> layers)
    {
        widths = [.. layers];
        weights = new int[widths.Length];
        biases = new int[widths.Length];
        var offset = 0L;
        for (var layer = 1; layer < widths.Length; layer++)
        {
            weights[layer] = (int)offset;
            offset += (long)widths[layer] * widths[layer - 1];
            biases[layer] = (int)offset;
            offset += widths[layer];
            if (offset > MostParameters)
            {
                throw new ArgumentException($"layers: the network has more than {MostParameters:N0} parameters.");
            }
        }

        Parameters = (int)offset;
        Widest = widths.Max();
    }

    /// <summary>The largest number of parameters a network may have.</summary>
    public const int MostParameters = 100_000_000;

    /// <summary>The number of layers, including the input.</summary>
    public int Layers => widths.Length;

    /// <summary>The number of weights and biases.</summary>
    public int Parameters { get; }

    /// <summary>The width of the widest layer.</summary>
    public int Widest { get; }

    /// <summary>The number of inputs.</summary>
    public int Inputs => widths[0];

    /// <summary>The number of outputs.</summary>
    public int Outputs => widths[^1];

    /// <summary>The number of units of a layer.</summary>
    public int Width(int layer) => widths[layer];

    /// <summary>The offset of a layer's weights.</summary>
    public int Weights(int layer) => weights[layer];

    /// <summary>The offset of a layer's biases.</summary>
    public int Biases(int layer) => biases[layer];
}
