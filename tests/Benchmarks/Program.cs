using NNOptim.Benchmarks;

return args switch
{
    ["measure", .. var jobs] => Measure.Run(jobs),
    _ => Suite.Run(args),
};
