namespace NNOptim.Worker.Tests.Actors;

/// <summary>An empty folder; deleted afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("nnoptim-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
