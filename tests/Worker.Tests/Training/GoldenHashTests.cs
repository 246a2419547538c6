using NNOptim.Training;

namespace NNOptim.Worker.Tests.Training;

/// <summary>
/// The bits of the golden runs, in this process. <see cref="SameBitsEverywhereTests"/> runs this class again in processes
/// with other vector widths, other C library code and other compilation settings.
/// </summary>
public class GoldenHashTests
{
    private static readonly Dictionary<string, (string Float64, string Float32)> Hashes = new()
    {
        ["moons-gd-64"] = ("eb5b6d14038c3ad5", "ba00215f65014ba0"),
        ["moons-momentum-37"] = ("615c094dad61e7e5", "ff862354370d35a7"),
        ["moons-adam-16"] = ("85ffe28c635d8d50", "349fa4a7a61568bc"),
        ["moons-adam-full"] = ("e9d0e08ef8d47cdf", "1e8673ffd3a13d15"),
        ["moons-gd-1"] = ("f687ff344bdc6b91", "0d84745a5849213e"),
        ["moons-adam-1"] = ("a5ebedd89c7e7bac", "9f21f5535bdaf94d"),
        ["circles-mse"] = ("21d6e4216667f86a", "1404a2a12556427c"),
        ["blobs-softmax"] = ("08e0b20c1b93fc66", "471b9e862fbfe2a6"),
        ["blobs-mse-one-hot"] = ("ba9e45c4242d9ee6", "2cbb62bbf5ea0689"),
        ["digits-softmax"] = ("0dea951f1aaaee6a", "93c17f911415bf2a"),
    };

    public static TheoryData<string> Names => [.. GoldenRuns.All.Select(golden => golden.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_golden_run_gives_its_bits(string name)
    {
        var run = GoldenRuns.All.Single(golden => golden.Name == name).Run;

        (GoldenRuns.Hash(run), GoldenRuns.Hash(run with { Precision = FloatingPointPrecision.Float32 }))
            .ShouldBe(Hashes.GetValueOrDefault(name));
    }
}
