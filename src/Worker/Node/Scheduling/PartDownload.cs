using NNOptim.Protocol;

namespace NNOptim.Worker.Scheduling;

/// <summary>
/// Which parts of something are there and which to ask for, where requests and answers get lost, doubled and mixed up.
/// Knows nothing of the bytes. Not thread-safe.
/// </summary>
/// <param name="resendAfter">After how long a part that was asked for is asked for again.</param>
public sealed class PartDownload(TimeSpan resendAfter)
{
    /// <summary>The most parts asked for at a time: half a megabyte under way.</summary>
    public const int Window = 8;

    private readonly Dictionary<int, DateTimeOffset> asked = [];
    private bool[] present = [];
    private int missing = 1;
    private int next;

    /// <summary>Whether all parts are there.</summary>
    public bool IsComplete => missing == 0;

    /// <summary>The number of parts; 0 before the first is there.</summary>
    public int Count => present.Length;

    /// <summary>The parts to ask for now. Before the first part has told how many there are, that one alone.</summary>
    public IReadOnlyList<int> Ask(DateTimeOffset now)
    {
        var indices = asked.Where(pair => pair.Value + resendAfter <= now || pair.Value > now).Select(pair => pair.Key).ToList();
        while (asked.Count < Window && next < Math.Max(1, Count))
        {
            if (next >= Count || !present[next])
            {
                asked.Add(next, now);
                indices.Add(next);
            }

            next++;
        }

        indices.ForEach(index => asked[index] = now);
        return indices;
    }

    /// <summary>Takes note of a part. Gives whether it is new; parts of another whole, or of no possible index, are not.</summary>
    public bool Add(BinaryPart part)
    {
        ArgumentNullException.ThrowIfNull(part);
        if (Count == 0 && part.Count is >= 1 and <= BinaryPart.MostParts)
        {
            present = new bool[part.Count];
            missing = part.Count;
        }

        if (part.Count != Count || part.Index < 0 || part.Index >= Count || present[part.Index])
        {
            return false;
        }

        present[part.Index] = true;
        missing--;
        asked.Remove(part.Index);
        return true;
    }
}
