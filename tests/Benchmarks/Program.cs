using NNOptim.Benchmarks;
using NNOptim.Benchmarks.Conclusions;
using NNOptim.Benchmarks.Orchestration;

return args switch
{
    ["measure", .. var jobs] => Measure.Run(jobs),
    ["grid"] => Grid.Run(),
    ["conclusions", .. var options] => ConclusionsBenchmark.Run(options),
    ["history", .. var options] => HistoryBenchmark.Run(options),
    ["bookkeeping", .. var options] => await BookkeepingBenchmark.RunAsync(options).ConfigureAwait(false),
    ["chart", var table, var png] => ThroughputChart.Run(table, png),
    ["wire"] => WireBenchmark.Run(),
    ["workers", .. var options] => await WorkersBenchmark.RunAsync(options).ConfigureAwait(false),
    _ => Suite.Run(args),
};
