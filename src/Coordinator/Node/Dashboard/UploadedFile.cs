namespace NNOptim.Coordinator.Dashboard;

/// <summary>An uploaded file in a private temporary folder, which exists until the file is disposed of.</summary>
internal sealed class UploadedFile : IDisposable
{
    private const string Compressed = ".gz";
    private const int LongestExtension = 16;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nnoptim-upload-");

    private UploadedFile(string name)
    {
        Name = name;
        StoredName = "data" + ExtensionsOf(name);
    }

    /// <summary>The name on the machine of the caller.</summary>
    public string Name { get; }

    /// <summary>The name in the temporary folder. It has only the extensions of the caller's name.</summary>
    public string StoredName { get; }

    /// <summary>The temporary folder.</summary>
    public string Folder => folder.FullName;

    /// <summary>The path in the temporary folder.</summary>
    public string StoredPath => Path.Combine(Folder, StoredName);

    /// <summary>Stores the bytes of a request.</summary>
    public static async Task<UploadedFile> ReceiveAsync(string name, Stream body, CancellationToken cancellation)
    {
        var file = new UploadedFile(name);
        try
        {
            var stream = new FileStream(file.StoredPath, FileMode.CreateNew, FileAccess.Write);
            await using (stream.ConfigureAwait(false))
            {
                await body.CopyToAsync(stream, cancellation).ConfigureAwait(false);
            }

            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>A message with the caller's name of the file instead of the temporary path.</summary>
    public string Clean(string message) =>
        message.Replace(StoredPath, Name, StringComparison.Ordinal).Replace(Folder, "", StringComparison.Ordinal);

    /// <inheritdoc/>
    public void Dispose() => folder.Delete(recursive: true);

    private static string ExtensionsOf(string name)
    {
        var isCompressed = name.EndsWith(Compressed, StringComparison.OrdinalIgnoreCase);
        var extension = Path.GetExtension(isCompressed ? name[..^Compressed.Length] : name);
        var isPlain = extension.Length is > 1 and <= LongestExtension && extension.Skip(1).All(char.IsAsciiLetterOrDigit);
        return (isPlain ? extension : "") + (isCompressed ? Compressed : "");
    }
}
