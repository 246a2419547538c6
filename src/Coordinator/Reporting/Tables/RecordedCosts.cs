using NNOptim.Experiments;
using NNOptim.Reporting.Analysis;

namespace NNOptim.Reporting.Tables;

/// <summary>The two kinds of costs in the tables of costs.</summary>
internal static class RecordedCosts
{
    /// <summary>The kind of a cost that is averaged over an epoch's mini-batches while the parameters move.</summary>
    public const string Epoch = "epoch";

    /// <summary>The kind of the cost of the final parameters.</summary>
    public const string Final = "final";

    /// <summary>The cost of a run's final parameters; null when it did not complete or does not report this metric.</summary>
    public static double? FinalOf(RunRecord run) => run.State == RunState.Completed ? run.Metric(KnownNames.FinalCost) : null;
}
