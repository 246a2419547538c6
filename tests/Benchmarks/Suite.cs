using BenchmarkDotNet.Running;

namespace NNOptim.Benchmarks;

/// <summary>The BenchmarkDotNet suite.</summary>
internal static class Suite
{
    /// <summary>Runs the benchmarks that the arguments select.</summary>
    public static int Run(string[] args)
    {
        BenchmarkSwitcher.FromAssembly(typeof(Suite).Assembly).Run(args);
        return 0;
    }
}
