using NNOptim.Training.Randomness;

namespace NNOptim.Training.Networks;

/// <summary>Draws a network's initial parameters.</summary>
internal static class ParameterInitializer
{
    /// <summary>
    /// Draws the parameters in the layout of <see cref="NetworkShape"/>. The weights of each layer are <c>RandomState(seed).randn(out,
    /// in)</c> times the initialiser's factor (<see cref="WeightInitializer"/>). Biases are zero.
    /// </summary>
    public static double[] Draw(NetworkSpecification network, uint seed)
    {
        var shape = new NetworkShape(network.Layers);
        var parameters = new double[shape.Parameters];
        var random = new RandomState(seed);
        for (var layer = 1; layer < shape.Layers; layer++)
        {
            var inputs = shape.Width(layer - 1);
            var outputs = shape.Width(layer);
            var factor = network.Initializer switch
            {
                WeightInitializer.He => Math.Sqrt(2.0 / inputs),
                WeightInitializer.Xavier => Math.Sqrt(2.0 / ((double)inputs + outputs)),
                WeightInitializer.Normal => 0.01,
                _ => throw new ArgumentOutOfRangeException(nameof(network), network.Initializer, null),
            };
            foreach (ref var weight in parameters.AsSpan(shape.Weights(layer), inputs * outputs))
            {
                weight = random.StandardNormal() * factor;
            }
        }

        return parameters;
    }
}
