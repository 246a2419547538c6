namespace NNOptim.Hosting.Security;

/// <summary>The names of the certificate options, for messages.</summary>
public static class TlsOptions
{
    /// <summary>The node's certificate.</summary>
    public const string Certificate = "--tls-certificate";

    /// <summary>Its private key.</summary>
    public const string Key = "--tls-key";

    /// <summary>The authorities.</summary>
    public const string Authorities = "--tls-ca";

    /// <summary>Disables TLS.</summary>
    public const string Insecure = "--insecure";

    /// <summary>The environment variable with the key's password. No option or file can hold the password.</summary>
    public const string PasswordVariable = "NNOPTIM_TLS_PASSWORD";
}
