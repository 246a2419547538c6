using NNOptim.Training.Datasets;

namespace NNOptim.Worker.Tests.Actors;

/// <summary>The folder of datasets, which the workers of a machine share.</summary>
public sealed class DatasetPruningTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_least_recently_used_are_deleted_first_with_their_labels_until_the_rest_fits()
    {
        Keep(Hash('a'), 300, hoursAgo: 5);
        Keep(Hash('b'), 300, hoursAgo: 30);
        Keep(Hash('b') + ".labels", 100, hoursAgo: 40);
        Keep(Hash('c'), 300, hoursAgo: 20);

        DatasetPruning.Prune(folder.Path, 600, Now).ShouldBe(400);

        Left().ShouldBe([Hash('a'), Hash('c')]);
    }

    [Fact]
    public void A_file_that_may_be_in_use_is_kept_and_counts_towards_the_limit()
    {
        Keep(Hash('a'), 500, hoursAgo: 0.5);
        Keep(Hash('b'), 500, hoursAgo: 0.9);
        Keep(Hash('c'), 100, hoursAgo: 2);

        DatasetPruning.Prune(folder.Path, 600, Now).ShouldBe(100);

        Left().ShouldBe([Hash('a'), Hash('b')]);
    }

    [Fact]
    public void The_remains_of_a_broken_download_are_deleted_and_an_active_one_stays()
    {
        Keep($"{Hash('a')}.0123.part", 10, hoursAgo: 2);
        Keep($"{Hash('a')}.4567.part.labels", 10, hoursAgo: 2);
        Keep($"{Hash('a')}.89ab.part", 10, hoursAgo: 0.1);
        Keep("notes.txt", 10, hoursAgo: 2000);

        DatasetPruning.Prune(folder.Path, 1000, Now).ShouldBe(20);

        Left().ShouldBe([$"{Hash('a')}.89ab.part", "notes.txt"]);
    }

    [Fact]
    public void A_missing_folder_is_not_created()
    {
        DatasetPruning.Prune(Path.Combine(folder.Path, "none"), 0, Now).ShouldBe(0);

        Left().ShouldBeEmpty();
        Directory.Exists(Path.Combine(folder.Path, "none")).ShouldBeFalse();
    }

    private static string Hash(char digit) => new(digit, 64);

    private void Keep(string name, int bytes, double hoursAgo)
    {
        var path = Path.Combine(folder.Path, name);
        File.WriteAllBytes(path, new byte[bytes]);
        File.SetLastWriteTimeUtc(path, Now.UtcDateTime.AddHours(-hoursAgo));
    }

    private IEnumerable<string> Left() => Directory.GetFiles(folder.Path).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);
}
