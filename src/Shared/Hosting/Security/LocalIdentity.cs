namespace NNOptim.Hosting.Security;

/// <summary>
/// The certificate that all nodes of one user on one machine share on loopback, so that other users of the machine are strangers.
/// Whichever node comes first makes it, in a folder that only the user can read.
/// </summary>
public static class LocalIdentity
{
    /// <summary>The folder's name in the data folder.</summary>
    public const string FolderName = "local-tls";

    private const string Node = "localhost";
    private const int Days = 3650;

    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>The identity; makes it where it is not there yet.</summary>
    /// <param name="dataFolder">The user's data folder.</param>
    /// <param name="clock">The present.</param>
    /// <exception cref="TlsFileException">It can be neither read nor made.</exception>
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
                throw new TlsFileException([$"{folder} is open to other users, who may know what is in it."]);
            }

            return TlsIdentity.Load(new TlsFiles(Path.Combine(folder, $"{Node}.pem"), Path.Combine(folder, CertificateFiles.Authority)), NodeRole.Coordinator, clock, PeerChecks.None);
        }
        catch (TlsFileException error)
        {
            throw new TlsFileException([.. error.Errors, $"{folder} holds what nodes of this user know each other by on this machine; delete it to have it made anew."]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TlsFileException([$"{folder} cannot be made; nodes of this user know each other by it: {error.Message}"]);
        }
    }

    /// <summary>The folder appears as a whole under its name, so that two nodes that start at once share one authority.</summary>
    private static void Create(string folder, TimeProvider clock)
    {
        var draft = $"{folder}.{Guid.NewGuid():N}";
        CertificateFiles.Make(draft, [new NodeNames(NodeRole.Coordinator, [Node, "127.0.0.1", "::1"])], Days, clock);
        // Nobody needs to certify more nodes.
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
