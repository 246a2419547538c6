namespace NNOptim.Files;

/// <summary>
/// Writes files and folders under a temporary name beside their place and renames them: what is half written never stands under
/// the name that was asked for.
/// </summary>
public static class WholeOutput
{
    /// <summary>Writes a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes its content.</param>
    /// <param name="overwrite">Whether a file of that name is replaced; else it is an error.</param>
    /// <param name="mode">Who may do what with the file, on Unix; the process's default when null.</param>
    /// <exception cref="IOException">The file cannot be written, or is there already.</exception>
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

    /// <summary>Writes a folder, which must not be there yet.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="write">Writes its files into the folder that it is given.</param>
    /// <exception cref="IOException">The folder cannot be written, or is there already.</exception>
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
