namespace NNOptim.Hosting.Security;

/// <summary>The files of a node's certificates.</summary>
/// <param name="Certificate">The node's certificate: a PEM file, which may hold the key too, or a PKCS#12 file (PFX).</param>
/// <param name="Authorities">The PEM file of the authorities whose certificates other nodes must have.</param>
/// <param name="Key">The PEM file of the private key, when it is not in the certificate's file.</param>
public sealed record TlsFiles(string Certificate, string Authorities, string? Key = null)
{
    /// <summary>The largest size of one of these files, in bytes.</summary>
    public const int MaxBytes = 16 << 20;

    /// <summary>The password of an encrypted key; null for none. <c>ToString</c> omits it.</summary>
    public string? Password { get; init; }

    private bool PrintMembers(System.Text.StringBuilder builder)
    {
        builder.Append(System.Globalization.CultureInfo.InvariantCulture, $"Certificate = {Certificate}, Authorities = {Authorities}, Key = {Key}");
        return true;
    }
}
