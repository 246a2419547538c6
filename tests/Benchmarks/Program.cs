using NNOptim.Benchmarks;

return args switch
{
    ["measure", .. var jobs] => Measure.Run(jobs),
    ["grid"] => Grid.Run(),
    ["history", .. var options] => HistoryBenchmark.Run(options),
    _ => Suite.Run(args),
};
