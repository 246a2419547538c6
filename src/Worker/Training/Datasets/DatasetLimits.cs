using System.Globalization;

namespace NNOptim.Training.Datasets;

/// <summary>How large a dataset may be: what is generated, read or unpacked is bounded before any memory is taken for it.</summary>
internal static class DatasetLimits
{
    /// <summary>The most numbers of generated inputs.</summary>
    public const long MostGenerated = 100_000_000;

    /// <summary>The most numbers of the inputs that files hold: 2 GB of memory.</summary>
    public const long MostRead = 250_000_000;

    /// <summary>The most features: each has a name.</summary>
    public const int MostFeatures = 1_000_000;

    /// <summary>The most bytes of a file.</summary>
    public const long MostFileBytes = 2_000_000_000;

    /// <summary>The most bytes of a line of a CSV file.</summary>
    public const int MostLineBytes = 32_000_000;

    /// <summary>The copies of a dataset that shuffling, splitting and standardising hold at a time.</summary>
    private const int Copies = 3;

    /// <summary>Requires that generated points are neither too many nor more than the memory holds.</summary>
    /// <param name="property">The property of the dataset that says how many there are: examples or centers.</param>
    /// <param name="points">How many there are.</param>
    /// <param name="features">The numbers of each.</param>
    /// <exception cref="DatasetException">They are.</exception>
    public static void RequireGenerated(string property, int points, int features)
    {
        var numbers = (long)points * features;
        if (numbers > MostGenerated)
        {
            throw new DatasetException(Text(
                $"dataset.{property}: {points:N0} {property} of {features:N0} features are {numbers:N0} numbers; at most {MostGenerated:N0} are allowed."));
        }

        RequireMemory($"dataset.{property}", numbers, AvailableMemory);
    }

    /// <summary>Requires that the memory holds so many numbers.</summary>
    /// <param name="place">What has them, for the message.</param>
    /// <param name="numbers">How many there are.</param>
    /// <param name="available">The memory in bytes.</param>
    /// <exception cref="DatasetException">It does not.</exception>
    public static void RequireMemory(string place, long numbers, long available)
    {
        var needed = numbers * sizeof(double) * Copies;
        if (needed > available)
        {
            throw new DatasetException(Text(
                $"{place}: {numbers:N0} numbers need {needed >> 20:N0} MiB of memory, and this process may use {available >> 20:N0} MiB; give less data."));
        }
    }

    /// <summary>The memory that this process may use, in bytes: a container's or the heap's limit counts.</summary>
    public static long AvailableMemory => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
