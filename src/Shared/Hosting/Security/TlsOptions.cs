namespace NNOptim.Hosting.Security;

/// <summary>How messages call the options that certificates are given by.</summary>
public static class TlsOptions
{
    /// <summary>The node's certificate.</summary>
    public const string Certificate = "--tls-certificate";

    /// <summary>Its private key.</summary>
    public const string Key = "--tls-key";

    /// <summary>The authorities.</summary>
    public const string Authorities = "--tls-ca";

    /// <summary>Goes without.</summary>
    public const string Insecure = "--insecure";

    /// <summary>The variable of the key's password, which no option and no file takes.</summary>
    public const string PasswordVariable = "NNOPTIM_TLS_PASSWORD";
}
