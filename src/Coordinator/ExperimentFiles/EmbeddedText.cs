using System.Reflection;

namespace NNOptim.Coordinator.ExperimentFiles;

/// <summary>Texts within the program's assembly.</summary>
internal static class EmbeddedText
{
    /// <summary>The text of a resource.</summary>
    public static string Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly holds no resource '{name}'.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
