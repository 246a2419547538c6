using System.Runtime.InteropServices;
using NNOptim.Training;

namespace NNOptim.Worker.Tests.Training;

/// <summary>Requires equality to the last bit.</summary>
internal static class Same
{
    public static void Run(TrainingSession actual, int actualRun, TrainingSession expected, int expectedRun)
    {
        Bits(actual.Costs(actualRun)).ShouldBe(Bits(expected.Costs(expectedRun)));
        Result(actual.Result(actualRun)!, expected.Result(expectedRun)!);
    }

    public static void Result(NetworkResult actual, NetworkResult expected)
    {
        Bits(actual.FinalParameters.AsSpan()).ShouldBe(Bits(expected.FinalParameters.AsSpan()));
        (actual with { FinalParameters = [], TrainingSeconds = 0 })
            .ShouldBe(expected with { FinalParameters = [], TrainingSeconds = 0 });
    }

    private static long[] Bits(ReadOnlySpan<double> values) => MemoryMarshal.Cast<double, long>(values).ToArray();
}
