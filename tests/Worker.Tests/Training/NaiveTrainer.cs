using NNOptim.Experiments;
using NNOptim.Training;
using NNOptim.Training.Datasets;
using NNOptim.Training.Networks;
using NNOptim.Training.Randomness;

namespace NNOptim.Worker.Tests.Training;

/// <summary>Trains a run by its definition, one number at a time. It shares only the random draws with the engine.</summary>
internal sealed class NaiveTrainer
{
    private readonly NetworkRun run;
    private readonly Dataset data;
    private readonly int[] layers;
    private readonly double[] first;
    private readonly double[] second;
    private int step;

    public NaiveTrainer(NetworkRun run, Dataset data)
    {
        this.run = run;
        this.data = data;
        layers = [.. run.Network.Layers];
        Parameters = ParameterInitializer.Draw(run.Network, run.Seed);
        first = new double[Parameters.Length];
        second = new double[Parameters.Length];
    }

    public double[] Parameters { get; }

    public double Epoch(int epoch)
    {
        var order = new int[data.Examples];
        new RandomState(unchecked(run.ShuffleSeed + 1 + (uint)epoch)).Permutation(order);
        var size = run.BatchSize == NetworkRun.FullBatch ? order.Length : run.BatchSize;
        var cost = 0.0;
        foreach (var batch in order.Chunk(size))
        {
            var gradient = new double[Parameters.Length];
            foreach (var example in batch)
            {
                cost += Cost(example, gradient);
            }

            Update(gradient.Select(g => g / batch.Length).ToArray());
        }

        return cost / order.Length;
    }

    /// <summary>The mean cost of the parameters over the examples, after replacing the parameters where others are given.</summary>
    public double MeanCost(IReadOnlyList<double>? parameters = null)
    {
        parameters?.Count.ShouldBe(Parameters.Length);
        for (var i = 0; i < (parameters?.Count ?? 0); i++)
        {
            Parameters[i] = parameters![i];
        }

        var gradient = new double[Parameters.Length];
        return Enumerable.Range(0, data.Examples).Average(example => Cost(example, gradient));
    }

    /// <summary>The cost of one example; adds its gradient.</summary>
    public double Cost(int example, double[] gradient)
    {
        var activations = new double[layers.Length][];
        activations[0] = data.Example(example).ToArray();
        var offset = 0;
        var offsets = new int[layers.Length];
        for (var layer = 1; layer < layers.Length; layer++)
        {
            offsets[layer] = offset;
            activations[layer] = new double[layers[layer]];
            for (var unit = 0; unit < layers[layer]; unit++)
            {
                var z = Parameters[offset + layers[layer] * layers[layer - 1] + unit];
                for (var k = 0; k < layers[layer - 1]; k++)
                {
                    z += Parameters[offset + unit * layers[layer - 1] + k] * activations[layer - 1][k];
                }

                activations[layer][unit] = layer < layers.Length - 1 ? Hidden(z) : z;
            }

            offset += layers[layer] * (layers[layer - 1] + 1);
        }

        var (cost, delta) = Loss(activations[^1], data.Labels[example]);
        for (var layer = layers.Length - 1; layer > 0; layer--)
        {
            var below = new double[layers[layer - 1]];
            for (var unit = 0; unit < layers[layer]; unit++)
            {
                gradient[offsets[layer] + layers[layer] * layers[layer - 1] + unit] += delta[unit];
                for (var k = 0; k < layers[layer - 1]; k++)
                {
                    gradient[offsets[layer] + unit * layers[layer - 1] + k] += delta[unit] * activations[layer - 1][k];
                    below[k] += Parameters[offsets[layer] + unit * layers[layer - 1] + k] * delta[unit];
                }
            }

            delta = [.. below.Select((g, k) => g * Slope(activations[layer - 1][k]))];
        }

        return cost;
    }

    private (double Cost, double[] Delta) Loss(double[] z, double label)
    {
        switch (run.Network.Loss)
        {
            case LossFunction.BinaryCrossEntropy:
                var probability = 1 / (1 + Math.Exp(-z[0]));
                return (Math.Max(z[0], 0) - label * z[0] + Math.Log(1 + Math.Exp(-Math.Abs(z[0]))), [probability - label]);
            case LossFunction.SoftmaxCrossEntropy:
                var largest = z.Max();
                var total = z.Sum(value => Math.Exp(value - largest));
                return (
                    Math.Log(total) + largest - z[(int)label],
                    [.. z.Select((value, unit) => Math.Exp(value - largest) / total - (unit == (int)label ? 1 : 0))]);
            default:
                var errors = z.Select((value, unit) => value - (z.Length == 1 ? label : unit == (int)label ? 1 : 0)).ToArray();
                return (errors.Average(e => e * e), [.. errors.Select(e => 2 * e / z.Length)]);
        }
    }

    private double Hidden(double z) => run.Network.HiddenActivation switch
    {
        HiddenActivation.Relu => Math.Max(z, 0),
        HiddenActivation.Tanh => Math.Tanh(z),
        _ => 1 / (1 + Math.Exp(-z)),
    };

    private double Slope(double a) => run.Network.HiddenActivation switch
    {
        HiddenActivation.Relu => a > 0 ? 1 : 0,
        HiddenActivation.Tanh => 1 - a * a,
        _ => a * (1 - a),
    };

    private void Update(double[] gradient)
    {
        step++;
        for (var i = 0; i < gradient.Length; i++)
        {
            var g = gradient[i];
            switch (run.Optimizer.Rule.Name)
            {
                case "gd":
                    Parameters[i] -= run.LearningRate * g;
                    break;
                case "momentum":
                    first[i] = Own("beta") * first[i] + (1 - Own("beta")) * g;
                    Parameters[i] -= run.LearningRate * first[i];
                    break;
                case "adam":
                    first[i] = Own("beta1") * first[i] + (1 - Own("beta1")) * g;
                    second[i] = Own("beta2") * second[i] + (1 - Own("beta2")) * g * g;
                    var mean = first[i] / (1 - Math.Pow(Own("beta1"), step));
                    var variance = second[i] / (1 - Math.Pow(Own("beta2"), step));
                    Parameters[i] -= run.LearningRate * mean / (Math.Sqrt(variance) + Own("epsilon"));
                    break;
                default:
                    throw new NotSupportedException($"There is no naive {run.Optimizer.Rule}.");
            }
        }
    }

    /// <summary>A hyperparameter of the optimiser, by its name in the optimiser's section of a file.</summary>
    private double Own(string name)
    {
        var parameter = run.Optimizer.Rule.Parameters.Single(parameter => parameter.Path.EndsWith("." + name, StringComparison.Ordinal));
        return ((ParameterValue.Number)run.Optimizer.Value(parameter)).Value;
    }
}
