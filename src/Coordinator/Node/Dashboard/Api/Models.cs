using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NNOptim.History.Views;
using NNOptim.Protocol;

namespace NNOptim.Coordinator.Dashboard.Api;

/// <summary>One page of a list.</summary>
/// <param name="Items">The entries of the page.</param>
/// <param name="Total">The number of entries on all pages.</param>
/// <param name="Offset">The number of entries before the page.</param>
/// <param name="Limit">The largest number of entries of a page.</param>
public sealed record Page<T>(ImmutableArray<T> Items, long Total, int Offset, int Limit);

/// <summary>One experiment in a list.</summary>
/// <param name="Id">Its id: eight letters and digits.</param>
/// <param name="Name">Its name.</param>
/// <param name="State"><c>active</c>, <c>paused</c>, <c>cancelled</c>, <c>ended</c>, <c>damaged</c> if its stream cannot be read, or <c>unfinished</c> if no coordinator runs it.</param>
/// <param name="SubmittedAt">When it was submitted.</param>
/// <param name="EndedAt">When its last run ended.</param>
/// <param name="Runs">Its runs.</param>
/// <param name="Running">Runs that workers hold.</param>
/// <param name="Completed">Runs trained to the end.</param>
/// <param name="Diverged">Runs that diverged.</param>
/// <param name="Failed">Runs that failed for good.</param>
/// <param name="Cancelled">Runs that were cancelled.</param>
/// <param name="Priority">Its priority, from -100 to 100. Workers serve higher priorities first.</param>
/// <param name="Note">Its note.</param>
/// <param name="Tags">Its tags.</param>
/// <param name="Archived">Whether lists hide it.</param>
public sealed record ExperimentItem(
    string Id, string Name, string State, DateTimeOffset SubmittedAt, DateTimeOffset? EndedAt, int Runs, int Running, int Completed, int Diverged,
    int Failed, int Cancelled, int Priority, string Note, ImmutableArray<string> Tags, bool Archived)
{
    /// <summary>Why its stream cannot be read; null when it can.</summary>
    public string? Problem { get; init; }

    /// <summary>The largest possible number of runs while more may be proposed; 0 when the number of runs is final.</summary>
    public int Most { get; init; }

    /// <summary>The last confirmation; null when there is none.</summary>
    public ConfirmationItem? Confirmation { get; init; }
}

/// <summary>A confirmation: the finalists are trained again on fresh seeds.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Finalists">The number of its finalists.</param>
/// <param name="Seeds">The number of fresh seeds of each finalist.</param>
public sealed record ConfirmationItem(int Number, int Finalists, int Seeds)
{
    /// <summary>The item of a confirmation; null for null.</summary>
    public static ConfirmationItem? Create(ConfirmationRound? round) => round is null ? null : new(round.Number, round.Finalists, round.Seeds);
}

/// <summary>One experiment.</summary>
/// <param name="Experiment">Its entry in lists.</param>
/// <param name="Description">Its description.</param>
/// <param name="Specification">The resolved experiment file.</param>
/// <param name="Dataset">The kind of data.</param>
/// <param name="RecordEvery">The number of steps between two recorded costs.</param>
/// <param name="Epochs">The largest number of steps of a run.</param>
/// <param name="EventsBehind">Events of the journal that the tables do not include yet. Configurations, runs and costs come from the tables.</param>
/// <param name="ProgramVersion">The version of the program that submitted it.</param>
/// <param name="CommandLine">The command line that submitted it.</param>
/// <param name="Actions">Who steered it, and when.</param>
public sealed record ExperimentDetail(
    ExperimentItem Experiment, string Description, string Specification, string Dataset, int RecordEvery, int Epochs, long EventsBehind,
    string ProgramVersion, string CommandLine, ImmutableArray<ActionItem> Actions)
{
    /// <summary>The declaration of its trainable.</summary>
    public required TrainableItem Trainable { get; init; }
}

/// <summary>An action on an experiment.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Action"><c>submit</c>, <c>pause</c>, <c>resume</c>, <c>cancel</c>, <c>retry</c> or <c>priority</c>.</param>
/// <param name="By">The name of the token or user; empty if the journal has none.</param>
/// <param name="At">When.</param>
/// <param name="Priority">The new priority, if the action set one.</param>
public sealed record ActionItem(int Number, string Action, string By, DateTimeOffset At, int? Priority);

/// <summary>The configurations of an experiment.</summary>
/// <param name="Parameters">The names of the parameters that distinguish them, in order: those that vary and those that are always shown.</param>
/// <param name="Items">The configurations, the best mean objective first.</param>
/// <param name="Total">The number of configurations of the experiment.</param>
/// <param name="Limit">The largest number of configurations in the list.</param>
public sealed record ConfigurationPage(ImmutableArray<string> Parameters, ImmutableArray<ConfigurationItem> Items, long Total, int Limit);

/// <summary>Learning curves of configurations.</summary>
/// <param name="Every">Steps between two points: the smallest multiple of the recording interval that keeps to the requested number of points.</param>
/// <param name="Configurations">One curve for each configuration with recorded costs.</param>
public sealed record Curves(int Every, ImmutableArray<CurveItem> Configurations);

/// <summary>One run.</summary>
/// <param name="Run">Its entry in lists.</param>
/// <param name="AttemptsMade">Its attempts, in order.</param>
public sealed record RunDetail(RunItem Run, ImmutableArray<AttemptItem> AttemptsMade);

/// <summary>A run's costs.</summary>
/// <param name="Every">Steps between two points. The last point is the latest record, at any step.</param>
/// <param name="Epochs">The step of each point, from 0.</param>
/// <param name="Values">The cost at each point.</param>
public sealed record Costs(int Every, ImmutableArray<int> Epochs, ImmutableArray<double> Values);

/// <summary>A line of the coordinator's log.</summary>
/// <param name="At">When.</param>
/// <param name="Level">The log level.</param>
/// <param name="Message">The message.</param>
public sealed record LogLine(string At, string Level, string Message);

/// <summary>Lines of the coordinator's log.</summary>
/// <param name="Lines">The latest, oldest first.</param>
public sealed record LogLines(ImmutableArray<LogLine> Lines);

/// <summary>A worker.</summary>
/// <param name="Worker">Its id: host, port and a random part.</param>
/// <param name="Slots">The number of concurrent trainings.</param>
/// <param name="Held">Runs it holds: training, waiting for a slot, or unacknowledged.</param>
/// <param name="RunsPerSecond">The rate of ended runs over the last minute, from the tables.</param>
/// <param name="ProgramVersion">The version of its program.</param>
/// <param name="RegisteredAt">When it registered.</param>
/// <param name="LastHeardAt">The time of its last heartbeat.</param>
public sealed record WorkerItem(
    string Worker, int Slots, int Held, double RunsPerSecond, string ProgramVersion, DateTimeOffset RegisteredAt, DateTimeOffset LastHeardAt);

/// <summary>The workers of the coordinator.</summary>
/// <param name="Workers">One entry each, by name.</param>
public sealed record WorkerItems(ImmutableArray<WorkerItem> Workers);

/// <summary>Experiments side by side.</summary>
/// <param name="Experiments">The experiments.</param>
/// <param name="Differences">Keys of the experiment file that differ.</param>
/// <param name="Configurations">Configurations that two or more experiments have, the best first.</param>
/// <param name="Bits">For each other experiment, whether its runs match those of the first bit for bit.</param>
/// <param name="Metrics">The metrics that the experiments declare.</param>
public sealed record Comparison(
    ImmutableArray<ComparedExperiment> Experiments,
    ImmutableArray<Difference> Differences,
    ImmutableArray<ComparedConfiguration> Configurations,
    ImmutableArray<Agreement> Bits,
    ImmutableArray<MetricItem> Metrics);

/// <summary>A compared experiment.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Objective">The metric by which its configurations are ranked.</param>
public sealed record ComparedExperiment(string Id, string Name, string Objective);

/// <summary>A key of the experiment file whose values differ.</summary>
/// <param name="Key">Its path.</param>
/// <param name="Values">Its value in each experiment; null if the experiment does not have the key.</param>
public sealed record Difference(string Key, ImmutableArray<string?> Values);

/// <summary>A configuration of several experiments.</summary>
/// <param name="Configuration">Its values as text.</param>
/// <param name="Figures">Its figures in each experiment; null if the experiment does not have the configuration.</param>
public sealed record ComparedConfiguration(string Configuration, ImmutableArray<ComparedFigures?> Figures);

/// <summary>The figures of a configuration in one experiment.</summary>
/// <param name="Runs">The number of its runs.</param>
/// <param name="Completed">The number of its completed runs.</param>
/// <param name="MeanObjective">The mean objective of the completed runs.</param>
/// <param name="Metrics">The mean of each metric by its name; null if no run has it.</param>
public sealed record ComparedFigures(int Runs, int Completed, double? MeanObjective, IReadOnlyDictionary<string, double?> Metrics);

/// <summary>The number of runs that match bit for bit in two experiments.</summary>
/// <param name="With">The other experiment.</param>
/// <param name="Compared">The runs that have a result in both.</param>
/// <param name="Agreeing">The runs that match.</param>
public sealed record Agreement(string With, int Compared, int Agreeing);

/// <summary>The progress of an experiment after an action.</summary>
/// <param name="Id">The experiment.</param>
/// <param name="State"><c>active</c>, <c>paused</c>, <c>cancelled</c> or <c>ended</c>.</param>
/// <param name="Runs">Its runs.</param>
/// <param name="Ended">Runs that have ended in any way.</param>
/// <param name="Running">Runs that workers hold.</param>
/// <param name="Completed">Runs trained to the end.</param>
/// <param name="Diverged">Runs that diverged.</param>
/// <param name="Failed">Runs that failed for good.</param>
/// <param name="Cancelled">Runs that were cancelled.</param>
public sealed record ActionDone(
    string Id, string State, int Runs, int Ended, int Running, int Completed, int Diverged, int Failed, int Cancelled)
{
    /// <summary>The largest possible number of runs while more may be proposed; 0 when the number of runs is final.</summary>
    public int Most { get; init; }

    /// <summary>The last confirmation; null when there is none.</summary>
    public ConfirmationItem? Confirmation { get; init; }

    /// <summary>After a submission, what the submitter should know about the experiment file; empty after other actions.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];
}

/// <summary>The result of validating an experiment file.</summary>
/// <param name="IsValid">Whether the file can be submitted.</param>
/// <param name="Name">The name of the experiment; null if there are errors.</param>
/// <param name="Runs">The number of runs of its grid, and at most those of its confirmation; null if there are errors.</param>
/// <param name="Errors">All errors, in the order of the file.</param>
public sealed record FileVerdict(bool IsValid, string? Name, int? Runs, ImmutableArray<FileError> Errors)
{
    /// <summary>What the user should know about a file without errors.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];
}

/// <summary>An error in an experiment file.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
/// <param name="Key">The path of the key.</param>
/// <param name="Message">The error and the allowed values.</param>
public sealed record FileError(int? Line, int? Column, string? Key, string Message);

/// <summary>A dataset that the coordinator has stored.</summary>
/// <param name="Sha256">The SHA-256 of its bytes, for <c>dataset.sha256</c> of experiment files.</param>
/// <param name="Bytes">Its length in bytes.</param>
public sealed record DatasetKept(string Sha256, long Bytes);

/// <summary>A request to change a priority.</summary>
/// <param name="Priority">The new priority, from -100 to 100.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PriorityRequest([property: JsonRequired] int Priority);

/// <summary>A request for a session.</summary>
/// <param name="Token">The access token; null if the coordinator requires none.</param>
public sealed record SessionRequest(string? Token);

/// <summary>The session of a browser.</summary>
/// <param name="NeedsToken">Whether the coordinator requires a token.</param>
/// <param name="Name">The name of the token or user; null without a session.</param>
/// <param name="Role"><c>admin</c> or <c>read</c>; null without a session.</param>
/// <param name="AntiforgeryToken">The value of the header X-Antiforgery-Token that actions must send; null without a session.</param>
public sealed record SessionState(bool NeedsToken, string? Name, string? Role, string? AntiforgeryToken);
