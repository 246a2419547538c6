using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace NNOptim.Benchmarks;

/// <summary>The BenchmarkDotNet suite.</summary>
internal static class Suite
{
    /// <summary>Runs the benchmarks that the arguments select.</summary>
    public static int Run(string[] args)
    {
        // In this process. The kernels are compiled in full at once, so another process would measure the same.
        var job = Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance);
        var summaries = BenchmarkSwitcher.FromAssembly(typeof(Suite).Assembly).Run(args, DefaultConfig.Instance.AddJob(job));
        return summaries.All(summary => summary.Reports.All(report => report.Success)) ? 0 : 1;
    }
}
