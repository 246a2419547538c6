using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Reporting.Analysis.Confirmations;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Reporting.Analysis;

/// <summary>The analysis of an experiment, computed once for all formats of the report.</summary>
public sealed record ExperimentAnalysis
{
    /// <summary>The key of the random numbers of resampling. It is fixed, so that equal results give equal reports.</summary>
    private const ulong ResamplingKey = 1;

    private readonly Lazy<ImmutableArray<Importance>> importance;
    private readonly Lazy<ImmutableArray<Sensitivity>> sensitivity;
    private readonly Lazy<TimeToTarget?> timeToTarget;

    private ExperimentAnalysis(ExperimentRecord experiment, DatasetFacts? facts)
    {
        Experiment = experiment;
        Facts = facts;
        Trainable = experiment.Specification.Declaration;
        Runs = [.. experiment.Runs.Select(run => run with { Trainable = Trainable }).OrderBy(run => run.Number)];
        SearchRuns = [.. Runs.Where(run => run.Confirmation == 0)];
        var last = Runs.IsEmpty ? 0 : Runs.Max(run => run.Confirmation);
        ConfirmationRuns = last == 0 ? [] : [.. Runs.Where(run => run.Confirmation == last)];
        Outcomes = Outcomes.Of(Trainable, Runs);
        RunParameters = [.. experiment.Specification.Axes.Where(IsShown).Select(axis => axis.Parameter)];
        ConfigurationParameters = [.. RunParameters.Where(parameter => !parameter.IsRepeated)];
        Configurations = Configuration.Group(SearchRuns, ConfigurationParameters, Outcomes);
        Metrics = [.. Trainable.Metrics.Where(IsShown)];
        Highlights = HighlightsAmong(Metrics);
        HasLogarithm = Objective.MayBeLogarithmic && Runs.All(run => !(Objective.ValueOf(run) < 0));
        Ranking = Analysis.Ranking.Rank(Configurations, Objective);
        Compared = BestOfEach(Ranking, Objective);
        Confirmation = ConfirmationResult.Compute(this);
        Stability = Confirmation is not null ? null : CandidateStability.Resample(Ranking, Outcomes, ResamplingKey);
        importance = new(() => Analysis.Importance.Estimate(this));
        sensitivity = new(() => Analysis.Sensitivity.Compute(this));
        timeToTarget = new(() => Analysis.TimeToTarget.Measure(this));
    }

    /// <summary>The experiment.</summary>
    public ExperimentRecord Experiment { get; }

    /// <summary>The facts about the training examples. Without them, the report counts no steps.</summary>
    public DatasetFacts? Facts { get; }

    /// <summary>What is trained, with the experiment's own objective and compared parameter.</summary>
    public Trainable Trainable { get; }

    /// <summary>The judge of how runs ended.</summary>
    public Outcomes Outcomes { get; }

    /// <summary>The metric by which configurations are ranked.</summary>
    public Objective Objective => Outcomes.Objective;

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

    /// <summary>All runs, ordered by number.</summary>
    public ImmutableArray<RunRecord> Runs { get; }

    /// <summary>The runs of the search. Configurations are chosen on them.</summary>
    public ImmutableArray<RunRecord> SearchRuns { get; }

    /// <summary>The runs of the last confirmation. The chosen configurations are tested on them.</summary>
    public ImmutableArray<RunRecord> ConfirmationRuns { get; }

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

    /// <summary>The configurations of the search, in the order of the grid.</summary>
    public ImmutableArray<Configuration> Configurations { get; }

    /// <summary>The configurations from best to worst.</summary>
    public ImmutableArray<RankedConfiguration> Ranking { get; }

    /// <summary>Each compared value with its best configuration, from best to worst; one entry when nothing is compared.</summary>
    public ImmutableArray<ComparedBest> Compared { get; }

    /// <summary>The last confirmation; null when there was none.</summary>
    public ConfirmationResult? Confirmation { get; }

    /// <summary>How much the choice depends on the seeds; null after a confirmation, and when it cannot be told.</summary>
    public CandidateStability? Stability { get; }

    /// <summary>The importance of the hyperparameters: over the whole grid, then for each compared value.</summary>
    public ImmutableArray<Importance> Importance => importance.Value;

    /// <summary>How each compared value depends on the tuned parameter.</summary>
    public ImmutableArray<Sensitivity> Sensitivity => sensitivity.Value;

    /// <summary>The comparison by time to the target; null when it is not possible.</summary>
    public TimeToTarget? TimeToTarget => timeToTarget.Value;

    /// <summary>The best configuration of the search by the mean score; null when no run completed.</summary>
    public Configuration? Candidate => Compared.IsEmpty ? null : Compared[0].Best;

    /// <summary>
    /// The configurations that the report describes beside each other, with their short names: the finalists on fresh seeds, or without a
    /// confirmation, the best of each compared value on the seeds of the search. Only those with a completed run.
    /// </summary>
    public ImmutableArray<(string Name, Configuration Configuration)> Shown =>
    [
        .. (Confirmation is { Leader: not null } confirmation
                ? confirmation.Finalists.Select(finalist => finalist.Confirmed)
                : Compared.Select(best => best.Best).OfType<Configuration>())
            .Where(configuration => configuration.Score is not null)
            .Select(configuration => (ShortName(configuration), configuration)),
    ];

    /// <summary>The compared value of a configuration, or all its values when several finalists have that compared value.</summary>
    public string ShortName(Configuration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return Confirmation?.Finalists.Count(finalist => finalist.Confirmed.Compared == configuration.Compared) > 1
            ? Wording.Name(configuration, ConfigurationParameters)
            : Wording.Compared(configuration);
    }

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
        metric.Name != Objective.Name && !Trainable.Metrics.Any(other => other.Baseline == metric.Name)
        && metric.Name is not (KnownNames.InitialCost or KnownNames.LastEpochCost or KnownNames.MeanOfLastCost)
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

    private static ImmutableArray<ComparedBest> BestOfEach(ImmutableArray<RankedConfiguration> ranking, Objective objective)
    {
        var groups = ranking.GroupBy(ranked => ranked.Configuration.Compared).Select(group => group.ToImmutableArray()).ToImmutableArray();
        var smallest = groups.IsEmpty ? 0 : groups.Min(group => group.Length);
        var isEqual = groups.All(group => group.Length == smallest);
        return
        [
            .. groups.Select(group => new ComparedBest(
                group[0].Configuration.Compared,
                group[0].Rank is null ? null : group[0].Configuration,
                group.Length,
                isEqual ? null : Expected(group, smallest, objective))),
        ];
    }

    private static double? Expected(ImmutableArray<RankedConfiguration> group, int tried, Objective objective)
    {
        ImmutableArray<double> scores = [.. group.Select(ranked => ranked.Configuration.Score?.Mean).OfType<double>()];
        return scores.Length < group.Length ? null
            : objective.IsMaximized ? ExpectedBest.Maximum(scores, tried)
            : ExpectedBest.Minimum(scores, tried);
    }
}
