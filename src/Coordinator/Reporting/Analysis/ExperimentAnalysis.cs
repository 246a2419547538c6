using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Reporting.Analysis;

/// <summary>The analysis of an experiment, computed once for all formats of the report.</summary>
public sealed record ExperimentAnalysis
{
    private ExperimentAnalysis(ExperimentRecord experiment, DatasetFacts? facts)
    {
        Experiment = experiment;
        Facts = facts;
        Objective = Objective.FromTrainable(Trainable);
        Runs = experiment.Runs.Sort(static (first, second) => first.Number.CompareTo(second.Number));
        RunParameters = [.. experiment.Specification.Axes.Where(IsShown).Select(axis => axis.Parameter)];
        ConfigurationParameters = [.. RunParameters.Where(parameter => parameter.Role != ParameterRole.Replicate)];
        Configurations = Configuration.Group(Runs, ConfigurationParameters);
        Metrics = [.. Trainable.Metrics.Where(IsShown)];
        Highlights = HighlightsAmong(Metrics);
        HasLogarithm = Objective.MayBeLogarithmic && Runs.All(run => !(Objective.ValueOf(run) < 0));
        Ranking = Analysis.Ranking.Rank(Configurations, Objective);
        Compared = BestOfEach(Ranking);
        Importance = Analysis.Importance.Estimate(this);
        Sensitivity = Analysis.Sensitivity.Compute(this);
        TimeToTarget = Analysis.TimeToTarget.Measure(this);
    }

    /// <summary>The experiment.</summary>
    public ExperimentRecord Experiment { get; }

    /// <summary>The facts about the training examples. Without them, the report counts no steps and finds no dead networks.</summary>
    public DatasetFacts? Facts { get; }

    /// <summary>What is trained.</summary>
    public Trainable Trainable => Experiment.Specification.Trainable;

    /// <summary>The metric by which configurations are ranked.</summary>
    public Objective Objective { get; }

    /// <summary>The parameter whose values are compared; null when there is none.</summary>
    public Parameter? ComparedParameter => Trainable.FindParameter(Trainable.Compared);

    /// <summary>The name of the compared parameter in a sentence; the word "configuration" when there is none.</summary>
    public string ComparedLabel => ComparedParameter?.Label ?? "configuration";

    /// <summary>The parameter to which the compared values are most sensitive; null when there is none.</summary>
    public Parameter? TunedParameter => Trainable.FindParameter(Trainable.Tuned);

    /// <summary>The target cost; null when none is set.</summary>
    public double? Target => Trainable.PlaceOf(KnownNames.EpochsToTarget) >= 0
        ? RunValues.Number(Experiment.Specification.Constant(KnownNames.TargetCost))
        : null;

    /// <summary>The runs, ordered by number.</summary>
    public ImmutableArray<RunRecord> Runs { get; }

    /// <summary>The parameters that tables of runs show.</summary>
    public ImmutableArray<Parameter> RunParameters { get; }

    /// <summary>The parameters that tables of configurations show: the same parameters without the seed.</summary>
    public ImmutableArray<Parameter> ConfigurationParameters { get; }

    /// <summary>The metrics that tables show in addition to the objective: those with a value, in the order of their declaration.</summary>
    public ImmutableArray<Metric> Metrics { get; }

    /// <summary>The few metrics that a narrow table shows.</summary>
    public ImmutableArray<Metric> Highlights { get; }

    /// <summary>The metrics of the narrowest table: the highlights, without the training accuracy when there is a test accuracy.</summary>
    public IEnumerable<Metric> FewestHighlights => Highlights.Where(metric =>
        metric.Name != KnownNames.TrainAccuracy || !Highlights.Any(other => other.Name == KnownNames.TestAccuracy));

    /// <summary>Whether figures and comparisons may use the logarithm of the objective: no value is below zero.</summary>
    public bool HasLogarithm { get; }

    /// <summary>The configurations in the order of the grid.</summary>
    public ImmutableArray<Configuration> Configurations { get; }

    /// <summary>The configurations from best to worst.</summary>
    public ImmutableArray<RankedConfiguration> Ranking { get; }

    /// <summary>Each compared value with its best configuration, from best to worst; one entry when nothing is compared.</summary>
    public ImmutableArray<ComparedBest> Compared { get; }

    /// <summary>The importance of the hyperparameters: over the whole grid, then for each compared value.</summary>
    public ImmutableArray<Importance> Importance { get; }

    /// <summary>How each compared value depends on the tuned parameter.</summary>
    public ImmutableArray<Sensitivity> Sensitivity { get; }

    /// <summary>The comparison by time to the target; null when it is not possible.</summary>
    public TimeToTarget? TimeToTarget { get; }

    /// <summary>The best configuration of the experiment; null when no run completed.</summary>
    public Configuration? Winner => Compared.IsEmpty ? null : Compared[0].Best;

    /// <summary>The compared values in the order of the grid.</summary>
    public ImmutableArray<string> ComparedValues => [.. Configurations.Select(configuration => configuration.Compared).Distinct()];

    /// <summary>The axis of a parameter with several values; null when it has one.</summary>
    public ParameterAxis? Varying(Parameter? parameter) => Experiment.Specification.Axis(parameter?.Name) is { Varies: true } axis ? axis : null;

    /// <summary>Whether the trainable declares a metric.</summary>
    public bool Declares(string metric) => Trainable.PlaceOf(metric) >= 0;

    /// <summary>The number of optimisation steps per epoch; null when it is unknown.</summary>
    public int? StepsPerEpoch(Configuration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return Facts is { } facts && Trainable.FindParameter(KnownNames.BatchSize) is { } batchSize
            ? facts.StepsPerEpoch((configuration.Value(batchSize) as ParameterValue.Integer)?.Value)
            : null;
    }

    /// <summary>The number of runs in a state.</summary>
    public int Count(RunState state) => Runs.Count(run => run.State == state);

    /// <summary>Analyses an experiment.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="facts">The facts about the training examples.</param>
    public static ExperimentAnalysis Analyze(ExperimentRecord experiment, DatasetFacts? facts = null)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        return new ExperimentAnalysis(experiment, facts);
    }

    /// <summary>Whether tables show an axis. A search may choose values or a budget that the axis does not list.</summary>
    private bool IsShown(ParameterAxis axis) =>
        axis.Varies || axis.Parameter.IsAlwaysShown
        || (!Experiment.Specification.Search.IsGrid && Runs.Select(run => run.Specification.Text(axis.Parameter)).Distinct(StringComparer.Ordinal).Skip(1).Any());

    private bool IsShown(Metric metric) =>
        metric.Name != Objective.Name
        && (metric.Name == KnownNames.EpochsToTarget ? Target is not null : Runs.Any(run => run.Metric(metric.Name) is not null));

    private static ImmutableArray<Metric> HighlightsAmong(ImmutableArray<Metric> metrics)
    {
        const int MostOfOthers = 3;
        ImmutableArray<Metric> known =
        [
            .. metrics.Where(metric => metric.Name is KnownNames.TrainAccuracy or KnownNames.TestAccuracy or KnownNames.EpochsToTarget or KnownNames.Overshoot),
        ];
        return known.IsEmpty ? [.. metrics.Take(MostOfOthers)] : known;
    }

    private static ImmutableArray<ComparedBest> BestOfEach(ImmutableArray<RankedConfiguration> ranking)
    {
        var bests = new List<(string Compared, Configuration? Best)>();
        foreach (var ranked in ranking)
        {
            if (!bests.Exists(best => best.Compared == ranked.Configuration.Compared))
            {
                bests.Add((ranked.Configuration.Compared, ranked.Rank is null ? null : ranked.Configuration));
            }
        }

        var comparisons = bests
            .Select((best, i) => i > 0 && best.Best is { } configuration && bests[0].Best is { } winner
                ? ConfigurationComparison.OfObjectives(configuration, winner)
                : null)
            .ToImmutableArray();
        var adjusted = Holm.Adjust([.. comparisons.OfType<MeanComparison>().Select(comparison => comparison.PValue)]);
        var next = 0;
        return
        [
            .. bests.Select((best, i) => new ComparedBest(
                best.Compared, best.Best, comparisons[i], comparisons[i] is null ? null : adjusted[next++])),
        ];
    }
}
