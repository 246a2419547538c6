namespace NNOptim.Files;

/// <summary>
/// Writes files and folders under a temporary name in the same folder, then renames them. So the requested name never refers to incomplete
/// content.
/// </summary>
public static class WholeOutput
{
    /// <summary>Writes a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes its content.</param>
    /// <param name="overwrite">Whether to replace an existing file. Otherwise an existing file is an error.</param>
    /// <param name="mode">The file's permissions on Unix; the process's default when null.</param>
    /// <exception cref="IOException">The file cannot be written, or it exists already.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static void WriteFile(string path, Action<Stream> write, bool overwrite = false, UnixFileMode? mode = null)
    {
        ArgumentNullException.ThrowIfNull(write);
        var partial = Beside(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (mode is not null && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        try
        {
            using (var stream = new FileStream(partial, options))
            {
                write(stream);
            }

            File.Move(partial, path, overwrite);
        }
        finally
        {
            if (File.Exists(partial))
            {
                File.Delete(partial);
            }
        }
    }

    /// <summary>Writes a text file in UTF-8 without a byte order mark.</summary>
    /// <inheritdoc cref="WriteFile"/>
    public static void WriteText(string path, string text, bool overwrite = false, UnixFileMode? mode = null) => WriteFile(
        path,
        stream =>
        {
            using var writer = new StreamWriter(stream);
            writer.Write(text);
        },
        overwrite,
        mode);

    /// <summary>Writes a folder, which must not exist yet.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="write">Writes its files into the given folder.</param>
    /// <exception cref="IOException">The folder cannot be written, or it exists already.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static void WriteFolder(string path, Action<string> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var partial = Beside(path);
        try
        {
            Directory.CreateDirectory(partial);
            write(partial);
            Directory.Move(partial, path);
        }
        finally
        {
            if (Directory.Exists(partial))
            {
                Directory.Delete(partial, recursive: true);
            }
        }
    }

    private static string Beside(string path) =>
        Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, $".nnoptim-{Path.GetRandomFileName()}");
}
