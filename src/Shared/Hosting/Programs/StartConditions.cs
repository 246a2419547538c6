using System.Globalization;

namespace NNOptim.Hosting.Programs;

/// <summary>Checks what a process needs to start. Without these checks the runtime would fail at an unpredictable place.</summary>
public static class StartConditions
{
    /// <summary>The smallest limit of open files. Each loaded assembly is an open file.</summary>
    internal const int MinFiles = 400;

    /// <summary>The smallest heap, in bytes.</summary>
    internal const long MinHeap = 64 * 1024 * 1024;

    /// <summary>Whether the process can start; if not, prints the reason.</summary>
    /// <param name="program">The program's name.</param>
    public static bool AreMet(string program)
    {
        var missing = Missing(FileLimit(), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, FolderExists());
        if (missing is not null)
        {
            CrashReporter.Write($"{program} cannot start: {missing}.");
        }

        return missing is null;
    }

    /// <summary>What is missing, as a clause; null when nothing is. Pure.</summary>
    /// <param name="files">How many files the process may open; null when unknown.</param>
    /// <param name="heap">The limit of its heap, in bytes.</param>
    /// <param name="folderExists">Whether its working folder exists.</param>
    internal static string? Missing(long? files, long heap, bool folderExists) =>
        files < MinFiles ? string.Create(CultureInfo.InvariantCulture, $"it may open {files} files but needs {MinFiles}; raise the limit with ulimit -n")
        : heap < MinHeap ? string.Create(CultureInfo.InvariantCulture, $"its heap is limited to {heap / 1024} KiB but needs {MinHeap / 1024} KiB; raise the container's memory limit or DOTNET_GCHeapHardLimit")
        : folderExists ? null
        : "its working folder no longer exists; change to another folder";

    /// <summary>The soft limit from Linux, a line like <c>Max open files 1024 4096 files</c>.</summary>
    private static long? FileLimit()
    {
        try
        {
            var line = OperatingSystem.IsLinux()
                ? Array.Find(File.ReadAllLines("/proc/self/limits"), line => line.StartsWith("Max open files", StringComparison.Ordinal))
                : null;
            return long.TryParse(line?.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3], NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
                ? limit
                : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool FolderExists()
    {
        try
        {
            return Environment.CurrentDirectory.Length > 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
