using NNOptim.Reporting.Figures;

namespace NNOptim.Reporting.Output;

/// <summary>
/// A report that is being written, in a hidden folder within its own. When it is whole it takes the place of an earlier one: whoever
/// looks sees files of the earlier report or of the new one, and never of both. Where it fails before, the earlier one stays.
/// </summary>
internal sealed class StagedReport : IDisposable
{
    private readonly string root;
    private readonly FileStream turn;

    private StagedReport(string root, FileStream turn)
    {
        this.root = root;
        this.turn = turn;
        Folder = Path.Combine(root, ReportManifest.FileName + ".new");
    }

    /// <summary>The folder that the files are written to.</summary>
    public string Folder { get; }

    /// <summary>Begins a report in a folder. One at a time: a second writer of the same folder fails.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static StagedReport Begin(string root)
    {
        Directory.CreateDirectory(root);
        var turn = new FileStream(
            Path.Combine(root, ReportManifest.FileName + ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        var report = new StagedReport(root, turn);
        try
        {
            // What a process left that was killed.
            report.Discard();
            Directory.CreateDirectory(report.Folder);
            return report;
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    /// <summary>Puts the files in place of an earlier report's.</summary>
    /// <param name="names">Their names, those first that come first.</param>
    /// <exception cref="IOException">Another file stands in the way, or the folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public void Publish(IReadOnlyList<string> names)
    {
        if (ReportTarget.Conflicts(root, []) is { Length: > 0 } conflicts)
        {
            throw new IOException($"{string.Join("; ", conflicts)}.");
        }

        ReportManifest.Compute(Folder, names).Write(Folder);

        // The lists come last of the old and first of the new, so that all that stands in the folder is always on its list.
        foreach (var name in ReportManifest.Read(root).Hashes.Keys)
        {
            if (ReportNames.PathOf(root, name) is var earlier && File.Exists(earlier))
            {
                File.Delete(earlier);
            }
        }

        File.Move(Path.Combine(Folder, ReportManifest.FileName), Path.Combine(root, ReportManifest.FileName), overwrite: true);
        foreach (var name in names)
        {
            var path = ReportNames.PathOf(root, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Move(ReportNames.PathOf(Folder, name), path);
        }

        var figures = new DirectoryInfo(Path.Combine(root, ReportFigures.Folder));
        if (figures.Exists && !figures.EnumerateFileSystemInfos().Any())
        {
            figures.Delete();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Discard();
        turn.Dispose();
    }

    private void Discard()
    {
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
