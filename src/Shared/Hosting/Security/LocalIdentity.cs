namespace NNOptim.Hosting.Security;

/// <summary>
/// The certificate that all nodes of one user share on loopback, so that they refuse other users of the machine. The first node creates it
/// in a folder that only the user can read.
/// </summary>
public static class LocalIdentity
{
    /// <summary>The folder's name in the data folder.</summary>
    public const string FolderName = "local-tls";

    private const string Node = "localhost";
    private const int Days = 3650;

    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>The identity; creates it when it does not exist.</summary>
    /// <param name="dataFolder">The user's data folder.</param>
    /// <param name="clock">The clock.</param>
    /// <exception cref="TlsFileException">It can neither be read nor created.</exception>
    public static TlsIdentity LoadOrCreate(string dataFolder, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        var folder = Path.Combine(dataFolder, FolderName);
        try
        {
            if (!Directory.Exists(folder))
            {
                Create(folder, clock);
            }

            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(folder) & Others) != 0)
            {
                throw new TlsFileException([$"Other users can access {folder} and may have read its keys."]);
            }

            return TlsIdentity.Load(new TlsFiles(Path.Combine(folder, $"{Node}.pem"), Path.Combine(folder, CertificateFiles.Authority)), NodeRole.Coordinator, clock, PeerChecks.None);
        }
        catch (TlsFileException error)
        {
            throw new TlsFileException([.. error.Errors, $"{folder} holds the certificate that this user's nodes share; delete the folder, and the next node creates it again."]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TlsFileException([$"{folder}, for the certificate that this user's nodes share, cannot be created: {error.Message}"]);
        }
    }

    /// <summary>Creates the complete folder and then renames it, so that two nodes that start at once share one authority.</summary>
    private static void Create(string folder, TimeProvider clock)
    {
        var draft = $"{folder}.{Guid.NewGuid():N}";
        CertificateFiles.Make(draft, [new NodeNames(NodeRole.Coordinator, [Node, "127.0.0.1", "::1"])], Days, clock);
        // No more nodes need certificates.
        File.Delete(Path.Combine(draft, CertificateFiles.AuthorityKey));
        try
        {
            Directory.Move(draft, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            Directory.Delete(draft, recursive: true);
        }
    }
}
