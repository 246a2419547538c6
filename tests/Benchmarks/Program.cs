using NNOptim.Benchmarks;

return args switch
{
    ["measure", .. var jobs] => Measure.Run(jobs),
    ["grid"] => Grid.Run(),
    _ => Suite.Run(args),
};
