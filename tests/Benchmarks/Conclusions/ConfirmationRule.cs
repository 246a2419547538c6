using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Analysis.Confirmations;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Benchmarks.Conclusions;

/// <summary>How often one kind of printed interval holds the truth.</summary>
internal sealed class Coverage
{
    private int printed;
    private int covered;
    private int asked;
    private readonly List<double> widths = [];

    /// <summary>Records one interval; null when the report prints none.</summary>
    public void Record(ConfidenceInterval? interval, double truth, double width)
    {
        asked++;
        if (interval is { } ends)
        {
            // Populations have finitely many digits, so an end may be the truth itself.
            printed++;
            covered += ends.Low <= truth + 1e-12 && truth - 1e-12 <= ends.High ? 1 : 0;
            widths.Add(width);
        }
    }

    /// <summary>The share of printed intervals that hold the truth, and the median width.</summary>
    public string Text(string format) => printed == 0 ? "none printed"
        : FormattableString.Invariant($"{100.0 * covered / printed:F1} % ({widths.Order().ElementAt(widths.Count / 2).ToString(format, System.Globalization.CultureInfo.InvariantCulture)})")
            + (printed < asked ? FormattableString.Invariant($", {100.0 * printed / asked:F0} % printed") : "");
}

/// <summary>The report's own rule, taken from the report's analysis of each drawn experiment.</summary>
internal sealed class ConfirmationRule
{
    /// <summary>The number of drawn experiments.</summary>
    public int Experiments { get; private set; }

    /// <summary>Those with a significant difference of the wrong sign in the typical cost.</summary>
    public int Wrong { get; private set; }

    /// <summary>Those with a significant difference whose sign is not that of the mean log10 cost.</summary>
    public int WrongMean { get; private set; }

    /// <summary>Those with a significant difference in reliability of the wrong sign.</summary>
    public int WrongReliability { get; private set; }

    /// <summary>Those whose answer recommends a finalist as significantly better than all others.</summary>
    public int Decided { get; private set; }

    /// <summary>Those with any significant difference.</summary>
    public int Significant { get; private set; }

    /// <summary>The leader's median score.</summary>
    public Coverage Leader { get; } = new();

    /// <summary>The median score of each finalist.</summary>
    public Coverage Medians { get; } = new();

    /// <summary>The share of unsuccessful runs of each finalist.</summary>
    public Coverage Shares { get; } = new();

    /// <summary>The typical ratio of costs of each pair.</summary>
    public Coverage Ratios { get; } = new();

    /// <summary>The probability of a better score of each pair.</summary>
    public Coverage Superiorities { get; } = new();

    /// <summary>The median of the epochs trained to the target.</summary>
    public Coverage Epochs { get; } = new();

    /// <summary>Judges one experiment.</summary>
    public void Judge(ExperimentAnalysis analysis, Truth truth)
    {
        var confirmation = analysis.Confirmation!;
        Experiments++;
        foreach (var finalist in confirmation.Finalists.Where(finalist => finalist.Confirmed.Score is not null))
        {
            Judge(finalist, finalist == confirmation.Leader, truth);
        }

        var (wrong, mean, reliability, significant) = (false, false, false, false);
        foreach (var pair in confirmation.Pairs)
        {
            var (first, second) = (KeyOf(pair.First), KeyOf(pair.Second));
            if (pair.Cost is { } cost && truth.TypicalDifference(first, second) is { } typical)
            {
                Ratios.Record(cost.Interval, typical, cost.Interval is { } interval ? Math.Pow(10, interval.High - interval.Low) : 0);
                significant |= cost.Test.IsRejected;
                wrong |= cost.Test.IsRejected && Math.Sign(cost.Estimate) != Math.Sign(typical);
                mean |= cost.Test.IsRejected && Math.Sign(cost.Estimate) != Math.Sign(truth.MeanDifference(first, second));
            }

            if (pair.Superiority is { } chance)
            {
                Superiorities.Record(chance.Interval, truth.Superiority(first, second), chance.Interval.High - chance.Interval.Low);
            }

            if (pair.Reliability?.Test is { IsRejected: true })
            {
                significant = true;
                var counts = pair.Reliability.Counts;
                reliability |= Math.Sign(counts.FirstOnly - counts.SecondOnly) != Math.Sign(truth.Unsuccessful(first) - truth.Unsuccessful(second));
            }
        }

        Wrong += wrong ? 1 : 0;
        WrongMean += mean ? 1 : 0;
        WrongReliability += reliability ? 1 : 0;
        Significant += significant ? 1 : 0;
        Decided += confirmation.Finalists.Length > 1 && confirmation.OfLeader.All(pair => pair.First == confirmation.Leader && pair.Verdict == PairVerdict.FirstIsBetter) ? 1 : 0;
    }

    private void Judge(Finalist finalist, bool isLeader, Truth truth)
    {
        var key = KeyOf(finalist);
        var median = truth.MedianScore(key);
        var width = finalist.Median is { Interval: var interval } ? (interval.High - interval.Low) / median : 0;
        Medians.Record(finalist.Median?.Interval, median, width);
        if (isLeader)
        {
            Leader.Record(finalist.Median?.Interval, median, width);
        }

        Shares.Record(finalist.Unsuccessful?.Interval, truth.Unsuccessful(key), finalist.Unsuccessful is { Interval: var share } ? share.High - share.Low : 0);
        var times = finalist.Confirmed.EpochsToTarget;
        var epochs = truth.MedianEpochs(key);
        Epochs.Record(times.Interval?.Interval, epochs, times.Interval is { Interval: var ends } && double.IsFinite(ends.High) ? ends.High - ends.Low : double.PositiveInfinity);
    }

    private static string KeyOf(Finalist finalist) => Population.Key(finalist.Confirmed.Runs[0].Specification);
}
