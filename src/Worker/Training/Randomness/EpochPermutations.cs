namespace NNOptim.Worker.Training.Randomness;

/// <summary>The order in which each epoch visits the examples.</summary>
internal sealed class EpochPermutations
{
    private readonly uint seed;
    private readonly int[] order;
    private readonly RandomState random = new(0);
    private int current = -1;

    /// <summary>Prepares the orders of a number of examples under a shuffle seed.</summary>
    public EpochPermutations(uint seed, int examples)
    {
        this.seed = seed;
        order = new int[examples];
    }

    /// <summary>The order of an epoch (from 0): <c>RandomState(seed + 1 + epoch).permutation(examples)</c>, the sum modulo 2^32.</summary>
    public ReadOnlySpan<int> Of(int epoch)
    {
        if (epoch != current)
        {
            random.Reseed(unchecked(seed + 1 + (uint)epoch));
            random.Permutation(order);
            current = epoch;
        }

        return order;
    }
}
