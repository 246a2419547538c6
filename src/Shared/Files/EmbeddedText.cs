using System.Reflection;

namespace NNOptim.Files;

/// <summary>Reads texts embedded in an assembly.</summary>
public static class EmbeddedText
{
    /// <summary>The text of a resource.</summary>
    /// <exception cref="InvalidOperationException">The assembly has no such resource.</exception>
    public static string Read(Assembly assembly, string name)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        using var stream = assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{assembly.GetName().Name} has no resource '{name}'.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
