namespace NNOptim.Tests.Common;

/// <summary>Damages texts as hurried people and bad disks do, in the same way at each run.</summary>
public static class Damage
{
    private const int Seed = 16;

    /// <summary>The text, damaged in the given number of ways.</summary>
    /// <param name="text">The text.</param>
    /// <param name="fragments">The texts that may be inserted.</param>
    /// <param name="count">The number of texts to create.</param>
    public static IEnumerable<string> Apply(string text, string[] fragments, int count)
    {
        var random = new Random(Seed);
        for (var made = 0; made < count; made++)
        {
            var damaged = text;
            for (var changes = random.Next(1, 5); changes > 0 && damaged.Length > 0; changes--)
            {
                damaged = Change(damaged, fragments, random);
            }

            yield return damaged;
        }
    }

    /// <summary>Checks that a person can read a message: it contains no type, parameter or stack trace of the program.</summary>
    public static void ShouldBePlain(string message, string cause)
    {
        message.ShouldNotBeNullOrWhiteSpace(cause);
        foreach (var part in (string[])["Exception", "nexpected", "   at ", "System.", "(Parameter", "Operation is not valid"])
        {
            message.ShouldNotContain(part, Case.Sensitive, cause);
        }
    }

    private static string Change(string text, string[] fragments, Random random)
    {
        var at = random.Next(text.Length + 1);
        return random.Next(12) switch
        {
            0 => text[..at],
            1 or 2 => text.Remove(at, Math.Min(random.Next(1, 7), text.Length - at)),
            3 or 4 => text.Insert(at, text.Substring(at, Math.Min(random.Next(30), text.Length - at))),
            5 or 6 when at < text.Length => text.Remove(at, 1).Insert(at, Any()),
            _ => text.Insert(at, Any()),
        };

        string Any() => fragments[random.Next(fragments.Length)];
    }
}
