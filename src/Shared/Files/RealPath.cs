namespace NNOptim.Files;

/// <summary>A path with all symbolic links resolved.</summary>
public static class RealPath
{
    /// <summary>The limit of Linux.</summary>
    private const int MostLinks = 40;

    /// <summary>The full path with every link resolved. Its end need not exist. Circular links stay as they are.</summary>
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

    /// <summary>The parts of a path, the last first.</summary>
    private static IEnumerable<string> PartsOf(string path) => path
        .Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries)
        .Reverse();
}
