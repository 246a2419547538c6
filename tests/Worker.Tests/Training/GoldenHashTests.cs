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
        ["moons-gd-64"] = ("ced518daa52c863a", "4383ba1751f908de"),
        ["moons-momentum-37"] = ("c1858094f0cdb449", "00cad601f87c0f97"),
        ["moons-adam-16"] = ("e1a7c3febab88810", "e6a54bed050af76c"),
        ["moons-adam-full"] = ("50adefaa2c87cd8a", "8d7fa575931f0867"),
        ["moons-gd-1"] = ("ce4ab649177eb78f", "f3e44f16ebf77176"),
        ["moons-adam-1"] = ("be959a0a9025d377", "14c2715560758b60"),
        ["circles-mse"] = ("c8bd611c5052c7c1", "0c37c2e37e1a85db"),
        ["blobs-softmax"] = ("47302bdd259dbf99", "e8d641774c1134de"),
        ["blobs-mse-one-hot"] = ("3e7f74b30dbf2b94", "80020a320f5e033c"),
        ["digits-softmax"] = ("590f0e91d0d91541", "8013f2e822aff36f"),
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
