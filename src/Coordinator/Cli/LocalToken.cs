using System.Globalization;
using System.Security.Cryptography;
using NNOptim.Files;
using NNOptim.Hosting;
using NNOptim.Hosting.Security;
using NNOptim.Hosting.Settings;

namespace NNOptim.Cli;

/// <summary>
/// The token of an API on loopback that was given no tokens. It lets in the user who started the program and no other user of the machine.
/// A file of the data folder, which only that user can read, holds the link to the page with the token in it.
/// </summary>
internal sealed class LocalToken : IDisposable
{
    private const string Key = "token=";
    private const int MostBytes = 4096;

    private readonly string path;

    private LocalToken(string path, Uri link)
    {
        this.path = path;
        Link = link;
    }

    /// <summary>The link to the page, which signs its reader in.</summary>
    public Uri Link { get; }

    /// <summary>A token that nobody can guess.</summary>
    public static string Draw() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    /// <summary>Leaves the token for other programs of this user.</summary>
    /// <param name="address">Where the API is.</param>
    /// <param name="token">The token.</param>
    /// <exception cref="CommandException">The file cannot be written.</exception>
    public static LocalToken Leave(Uri address, string token)
    {
        var path = PathFor(address.Port);
        var link = LinkTo(address, "/experiments", token);
        try
        {
            Directory.CreateDirectory(DataFolder.Path);
            WholeOutput.WriteText(path, link.AbsoluteUri + "\n", overwrite: true, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            return new LocalToken(path, link);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CommandException.Infrastructure(
                $"{path} cannot be written, and holds the token of the API for this user's programs: {error.Message}. {NodeOptions.DashboardTokenFile.Option} names tokens of your own.", error);
        }
    }

    /// <summary>
    /// What a program of this user left for an address of loopback: where its API is for certain, and the token. Another user may listen
    /// on the same port of another loopback address, so that the token must go to the first alone. Null when nothing was left.
    /// </summary>
    public static (Uri Address, string Token)? Find(int port)
    {
        var path = PathFor(port);
        try
        {
            return File.Exists(path)
                && Uri.TryCreate(InputFile.ReadText(path, MostBytes).Trim(), UriKind.Absolute, out var link)
                && link.Port == port
                && NetworkSafety.IsLoopback(link.IdnHost)
                && link.Fragment.Split(Key) is [_, var token]
                ? (new Uri(link.GetLeftPart(UriPartial.Authority)), token)
                : null;
        }
        catch (InputFileException)
        {
            return null;
        }
    }

    /// <summary>The link to another view of the page.</summary>
    public Uri LinkToView(string view) => LinkTo(Link, view, Link.Fragment.Split(Key)[1]);

    /// <summary>Takes the file away, unless another program has put its own there.</summary>
    public void Dispose()
    {
        try
        {
            if (InputFile.ReadText(path, MostBytes).Trim() == Link.AbsoluteUri)
            {
                File.Delete(path);
            }
        }
        catch (Exception error) when (error is InputFileException or IOException or UnauthorizedAccessException)
        {
            // It is gone, or stays and means nothing any more.
        }
    }

    private static Uri LinkTo(Uri address, string view, string token) => new(address, $"/#{view}?{Key}{token}");

    private static string PathFor(int port) => Path.Combine(DataFolder.Path, string.Create(CultureInfo.InvariantCulture, $"api-token-{port}"));
}
