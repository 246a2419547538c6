using NNOptim.Protocol;

namespace NNOptim.Worker.Scheduling;

/// <summary>
/// Tracks which parts of a download have arrived and which to request. Requests and answers may be lost, repeated and reordered. It does
/// not hold the bytes. Not thread-safe.
/// </summary>
/// <param name="resendAfter">The time after which a part is requested again.</param>
public sealed class PartDownload(TimeSpan resendAfter)
{
    /// <summary>The largest number of parts requested at a time: 512 KiB in transit.</summary>
    public const int Window = 8;

    private readonly Dictionary<int, DateTimeOffset> asked = [];
    private bool[] present = [];
    private int missing = 1;
    private int next;

    /// <summary>Whether all parts have arrived.</summary>
    public bool IsComplete => missing == 0;

    /// <summary>The number of parts; 0 before the first has arrived.</summary>
    public int Count => present.Length;

    /// <summary>The parts to request now. Only the first, until it has told how many there are.</summary>
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

    /// <summary>Records a part. Returns whether it is new; parts of another download, or with an impossible index, are not.</summary>
    public bool Add(BinaryPart part)
    {
        ArgumentNullException.ThrowIfNull(part);
        if (Count == 0 && part.Count is >= 1 and <= BinaryPart.MaxParts)
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
