using System.Globalization;
using System.Security.Cryptography;
using NNOptim.Files;
using NNOptim.Hosting;
using NNOptim.Hosting.Security;
using NNOptim.Hosting.Settings;

namespace NNOptim.Cli;

/// <summary>
/// The generated token of an API on loopback without configured tokens. It grants access only to the user who started the program.
/// A file in the data folder, which only that user can read, holds the dashboard's link with the token.
/// </summary>
internal sealed class LocalToken : IDisposable
{
    private const string Key = "token=";
    private const int MaxBytes = 4096;

    private readonly string path;

    private LocalToken(string path, Uri link)
    {
        this.path = path;
        Link = link;
    }

    /// <summary>The link to the dashboard, which includes the token.</summary>
    public Uri Link { get; }

    /// <summary>A random token.</summary>
    public static string Generate() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    /// <summary>Writes the token to a file for other programs of this user.</summary>
    /// <param name="address">The address of the API.</param>
    /// <param name="token">The token.</param>
    /// <exception cref="CommandException">The file cannot be written.</exception>
    public static LocalToken Save(Uri address, string token)
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
                $"{path}, the file for the API's token, cannot be written: {error.Message.TrimEnd('.')}. Give your own tokens with {NodeOptions.DashboardTokenFile.Option}.", error);
        }
    }

    /// <summary>
    /// The exact address and the token of a local API, as a program of this user wrote them; null when there is no file. Another user may
    /// listen on the same port of another loopback address, so the token must go only to the exact address.
    /// </summary>
    public static (Uri Address, string Token)? Find(int port)
    {
        var path = PathFor(port);
        try
        {
            return File.Exists(path)
                && Uri.TryCreate(InputFile.ReadText(path, MaxBytes).Trim(), UriKind.Absolute, out var link)
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

    /// <summary>The link to another view of the dashboard.</summary>
    public Uri LinkToView(string view) => LinkTo(Link, view, Link.Fragment.Split(Key)[1]);

    /// <summary>Deletes the file, unless another program has replaced it.</summary>
    public void Dispose()
    {
        try
        {
            if (InputFile.ReadText(path, MaxBytes).Trim() == Link.AbsoluteUri)
            {
                File.Delete(path);
            }
        }
        catch (Exception error) when (error is InputFileException or IOException or UnauthorizedAccessException)
        {
            // The file is gone already, or it stays with a token that is no longer valid.
        }
    }

    private static Uri LinkTo(Uri address, string view, string token) => new(address, $"/#{view}?{Key}{token}");

    private static string PathFor(int port) => Path.Combine(DataFolder.Path, string.Create(CultureInfo.InvariantCulture, $"api-token-{port}"));
}
