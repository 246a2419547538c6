using NNOptim.Experiments;
using NNOptim.Training;

namespace NNOptim.Benchmarks;

/// <summary>Generated results of runs that were never trained.</summary>
internal static class MadeUp
{
    /// <summary>The metrics of a network; those not given are absent.</summary>
    public static MetricValues Metrics(params (string Name, double Value)[] given) =>
        new(NetworkTrainable.Standard.Declaration.Metrics.Select(
            metric => Array.Find(given, one => one.Name == metric.Name) is { Name: not null } one ? (double?)one.Value : null));
}
