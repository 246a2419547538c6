using NNOptim.Reporting.Figures;

namespace NNOptim.Reporting.Output;

/// <summary>
/// A report being written, in a hidden folder within its target folder. When complete, it replaces an earlier report. Readers see files of
/// the earlier report or of the new one, never of both. If writing fails, the earlier report stays.
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

    /// <summary>The folder to write the files to.</summary>
    public string Folder { get; }

    /// <summary>Starts a report in a folder. A second writer to the same folder fails.</summary>
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
            // Removes the remains of a killed process.
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

    /// <summary>Replaces the files of an earlier report.</summary>
    /// <param name="names">The names in the order of publication.</param>
    /// <exception cref="IOException">Another file has one of the names, or the folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public void Publish(IReadOnlyList<string> names)
    {
        if (ReportTarget.Conflicts(root, []) is { Length: > 0 } conflicts)
        {
            throw new IOException($"{string.Join("; ", conflicts)}.");
        }

        ReportManifest.Compute(Folder, names).Write(Folder);

        // The old list is replaced after the old files are deleted and before the new ones are moved. So every file is always on the
        // folder's list.
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
