using System.Security.Cryptography;

namespace NNOptim.Hosting.Security;

/// <summary>The extended key usages of RFC 5280, section 4.2.1.12, that node certificates need.</summary>
internal static class KeyUsages
{
    /// <summary>For a node that accepts connections.</summary>
    public static Oid Server { get; } = new("1.3.6.1.5.5.7.3.1", "server authentication");

    /// <summary>For a node that opens connections.</summary>
    public static Oid Client { get; } = new("1.3.6.1.5.5.7.3.2", "client authentication");
}
