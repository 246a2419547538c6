using System.Security.Cryptography;
using Microsoft.Extensions.Time.Testing;
using NNOptim.Experiments;
using NNOptim.Training.Datasets;

namespace NNOptim.Worker.Tests.Actors;

/// <summary>Datasets that came from a coordinator.</summary>
public sealed class DatasetStoreTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_dataset_that_is_loaded_is_used_and_so_outlives_one_that_came_later()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var store = new DatasetStore(folder.Path, time);
        var used = Keep("x,y,label\n1,2,0\n3,4,1\n5,6,0\n7,8,1\n");
        Keep("x,y,label\n1,2,0\n3,4,1\n");
        time.Advance(TimeSpan.FromHours(3));

        store.Load(used).Train.Examples.ShouldBeGreaterThan(0);
        store.Prune(mostBytes: 0).ShouldBe("x,y,label\n1,2,0\n3,4,1\n".Length);
        Kept().ShouldBe([used.Sha256]);

        time.Advance(TimeSpan.FromHours(3));
        store.Prune(mostBytes: 0);
        Kept().ShouldBeEmpty();
    }

    private DatasetSpecification Keep(string text)
    {
        var path = Path.Combine(folder.Path, "new");
        File.WriteAllText(path, text);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
        File.Copy(path, Path.Combine(folder.Path, sha256));
        File.Delete(path);
        return new DatasetSpecification { Kind = DatasetKind.Csv, Path = "elsewhere.csv", Sha256 = sha256, Table = new() { Label = "label" } };
    }

    private IEnumerable<string?> Kept() => Directory.GetFiles(folder.Path).Select(path => Path.GetFileName(path));
}
