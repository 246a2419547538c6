namespace NNOptim.Files;

/// <summary>Resolves all symbolic links of a path.</summary>
public static class RealPath
{
    /// <summary>The limit of Linux on links in a path.</summary>
    private const int MostLinks = 40;

    /// <summary>The full path with every link resolved. The last parts need not exist. Circular links stay unchanged.</summary>
    public static string Resolve(string path)
    {
        var full = Path.GetFullPath(path);
        var root = Path.GetPathRoot(full)!;
        var real = root;
        var rest = new Stack<string>(PartsOf(full[root.Length..]));
        var links = 0;
        while (rest.TryPop(out var part))
        {
            var next = Path.GetFullPath(Path.Combine(real, part));
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MostLinks)
            {
                return full;
            }

            var targetRoot = Path.GetPathRoot(target)!;
            real = targetRoot.Length > 0 ? targetRoot : real;
            foreach (var step in PartsOf(target[targetRoot.Length..]))
            {
                rest.Push(step);
            }
        }

        return real;
    }

    /// <summary>The parts of a path, in reverse order.</summary>
    private static IEnumerable<string> PartsOf(string path) => path
        .Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries)
        .Reverse();
}
