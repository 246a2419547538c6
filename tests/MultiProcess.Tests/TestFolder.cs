namespace NNOptim.MultiProcess.Tests;

/// <summary>The empty folder of one test, which is the program's home and working directory; deleted afterwards.</summary>
public sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("nnoptim-test-").FullName;

    public string Home => System.IO.Path.Combine(Path, "home");

    public string Database => System.IO.Path.Combine(Home, "nnoptim.db");

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, string text)
    {
        System.IO.File.WriteAllText(File(name), text);
        return File(name);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
