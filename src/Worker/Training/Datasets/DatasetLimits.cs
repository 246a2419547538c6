using System.Globalization;

namespace NNOptim.Training.Datasets;

/// <summary>The limits of datasets. They are checked before memory is allocated to generate, read or unpack data.</summary>
internal static class DatasetLimits
{
    /// <summary>The largest number of generated input values.</summary>
    public const long MostGenerated = 100_000_000;

    /// <summary>The largest number of input values from files: 2 GB of memory.</summary>
    public const long MostRead = 250_000_000;

    /// <summary>The largest number of features. Each has a name.</summary>
    public const int MostFeatures = 1_000_000;

    /// <summary>The largest size of a file in bytes.</summary>
    public const long MostFileBytes = 2_000_000_000;

    /// <summary>The largest size of a CSV record in bytes. The reader's buffer grows to at most twice this.</summary>
    public const int MostRecordBytes = 32_000_000;

    /// <summary>The number of copies of a dataset that exist at the same time during shuffling, splitting and standardising.</summary>
    private const int Copies = 3;

    /// <summary>Requires that generated points are within the limit and fit into memory.</summary>
    /// <param name="property">The dataset property with the number of points: examples or centers.</param>
    /// <param name="points">The number of points.</param>
    /// <param name="features">The number of values per point.</param>
    /// <exception cref="DatasetException">The points exceed the limit or the memory.</exception>
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

    /// <summary>Requires that the memory can hold this many values.</summary>
    /// <param name="place">The source of the values, for the message.</param>
    /// <param name="numbers">The number of values.</param>
    /// <param name="available">The memory in bytes.</param>
    /// <exception cref="DatasetException">The memory is too small.</exception>
    public static void RequireMemory(string place, long numbers, long available)
    {
        var needed = numbers * sizeof(double) * Copies;
        if (needed > available)
        {
            throw new DatasetException(Text(
                $"{place}: {numbers:N0} numbers need {needed >> 20:N0} MiB of memory, and this process may use {available >> 20:N0} MiB; give less data."));
        }
    }

    /// <summary>The memory that this process may use, in bytes, within the limits of the container and the heap.</summary>
    public static long AvailableMemory => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
