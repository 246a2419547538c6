namespace NNOptim.Experiments;

/// <summary>Finds the known name that most likely corresponds to a misspelt name.</summary>
public static class NearestName
{
    private const int LongestCompared = 100;

    /// <summary>The nearest name by edit distance, or the first of equally near names; null when there are no names.</summary>
    public static string? Find(string given, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(given);
        ArgumentNullException.ThrowIfNull(names);
        var normal = Normalise(given);
        return names.MinBy(name => Distance(normal, Normalise(name)));
    }

    /// <summary>Whether two names are so similar that one is probably a misspelling of the other.</summary>
    public static bool IsNear(string given, string name)
    {
        ArgumentNullException.ThrowIfNull(given);
        ArgumentNullException.ThrowIfNull(name);
        return Distance(Normalise(given), Normalise(name)) <= Math.Max(1, Math.Min(given.Length, name.Length) / 3);
    }

    /// <summary>
    /// The smallest number of edits that turn one text into the other. An edit is an insertion, a deletion, a substitution or a swap of
    /// neighbours (optimal string alignment).
    /// </summary>
    public static int Distance(string left, string right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        var twoBack = new int[right.Length + 1];
        var back = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var row = new int[right.Length + 1];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var change = left[i - 1] == right[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(back[j] + 1, row[j - 1] + 1), back[j - 1] + change);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    row[j] = Math.Min(row[j], twoBack[j - 2] + 1);
                }
            }

            (twoBack, back) = (back, row);
        }

        return back[right.Length];
    }

    // learning-rate and LearningRate are one edit away from learning_rate, not two.
    private static string Normalise(string name) =>
        (name.Length <= LongestCompared ? name : name[..LongestCompared]).Replace('-', '_').ToLowerInvariant();
}
