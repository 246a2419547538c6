using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NNOptim.History.Views;

namespace NNOptim.Coordinator.Dashboard.Api;

/// <summary>A part of a list.</summary>
/// <param name="Items">The part.</param>
/// <param name="Total">How many there are in all.</param>
/// <param name="Offset">How many come before the part.</param>
/// <param name="Limit">The most that the part could have.</param>
public sealed record Page<T>(ImmutableArray<T> Items, long Total, int Offset, int Limit);

/// <summary>One experiment in a list.</summary>
/// <param name="Id">Eight letters and digits.</param>
/// <param name="Name">Its name.</param>
/// <param name="State"><c>active</c>, <c>paused</c>, <c>cancelled</c>, <c>ended</c>, <c>damaged</c> where its stream cannot be read, or <c>unfinished</c> where no coordinator carries it on.</param>
/// <param name="SubmittedAt">When it was submitted.</param>
/// <param name="EndedAt">When its last run ended.</param>
/// <param name="Runs">Runs of the grid.</param>
/// <param name="Running">Runs with workers.</param>
/// <param name="Completed">Runs trained to the end.</param>
/// <param name="Diverged">Runs that diverged.</param>
/// <param name="Failed">Runs that failed for good.</param>
/// <param name="Cancelled">Runs that were given up.</param>
/// <param name="Priority">The order it is served in.</param>
/// <param name="Note">What somebody wrote on it.</param>
/// <param name="Tags">Its tags.</param>
/// <param name="Archived">Whether lists leave it out.</param>
public sealed record ExperimentItem(
    string Id, string Name, string State, DateTimeOffset SubmittedAt, DateTimeOffset? EndedAt, int Runs, int Running, int Completed, int Diverged,
    int Failed, int Cancelled, int Priority, string Note, ImmutableArray<string> Tags, bool Archived)
{
    /// <summary>Why its stream cannot be read; null when it can.</summary>
    public string? Problem { get; init; }

    /// <summary>The most runs there can be, where a search may still propose some; 0 where the runs there are are all.</summary>
    public int Most { get; init; }
}

/// <summary>One experiment.</summary>
/// <param name="Experiment">What lists have of it.</param>
/// <param name="Description">Its description.</param>
/// <param name="Specification">The resolved experiment file.</param>
/// <param name="Dataset">The kind of data.</param>
/// <param name="RecordEvery">Steps from one recorded cost to the next.</param>
/// <param name="Epochs">The most steps of a run.</param>
/// <param name="EventsBehind">Events of the journal that the tables, and with them configurations, runs and costs, do not show yet.</param>
/// <param name="ProgramVersion">The program that it was submitted with.</param>
/// <param name="CommandLine">The command line that it was submitted with.</param>
/// <param name="Actions">Who steered it, and when.</param>
public sealed record ExperimentDetail(
    ExperimentItem Experiment, string Description, string Specification, string Dataset, int RecordEvery, int Epochs, long EventsBehind,
    string ProgramVersion, string CommandLine, ImmutableArray<ActionItem> Actions)
{
    /// <summary>What it trains.</summary>
    public required TrainableItem Trainable { get; init; }
}

/// <summary>Somebody steered an experiment.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Action"><c>submit</c>, <c>pause</c>, <c>resume</c>, <c>cancel</c>, <c>retry</c> or <c>priority</c>.</param>
/// <param name="By">The name of the token or user; empty where the journal does not know it.</param>
/// <param name="At">When.</param>
/// <param name="Priority">What the priority was set to.</param>
public sealed record ActionItem(int Number, string Action, string By, DateTimeOffset At, int? Priority);

/// <summary>The configurations of an experiment.</summary>
/// <param name="Parameters">The names of the parameters that tell them apart, in order: those that vary and those that are always shown.</param>
/// <param name="Items">The configurations, the best mean objective first.</param>
/// <param name="Total">How many there are in all.</param>
/// <param name="Limit">The most that the list can have.</param>
public sealed record ConfigurationPage(ImmutableArray<string> Parameters, ImmutableArray<ConfigurationItem> Items, long Total, int Limit);

/// <summary>Learning curves of configurations.</summary>
/// <param name="Every">Steps from one point to the next: the least multiple of the recorded steps that gives no more points than asked for.</param>
/// <param name="Configurations">One entry for each configuration that has costs.</param>
public sealed record Curves(int Every, ImmutableArray<CurveItem> Configurations);

/// <summary>One run.</summary>
/// <param name="Run">The same as in lists.</param>
/// <param name="AttemptsMade">Each time it was given to a worker.</param>
public sealed record RunDetail(RunItem Run, ImmutableArray<AttemptItem> AttemptsMade);

/// <summary>A run's costs.</summary>
/// <param name="Every">Steps from one point to the next; the last point is the latest record whatever its step.</param>
/// <param name="Epochs">Steps, from 0.</param>
/// <param name="Values">The cost of each.</param>
public sealed record Costs(int Every, ImmutableArray<int> Epochs, ImmutableArray<double> Values);

/// <summary>A line of the coordinator's log.</summary>
/// <param name="At">When.</param>
/// <param name="Level">How serious.</param>
/// <param name="Message">What.</param>
public sealed record LogLine(string At, string Level, string Message);

/// <summary>Lines of the coordinator's log.</summary>
/// <param name="Lines">The latest, oldest first.</param>
public sealed record LogLines(ImmutableArray<LogLine> Lines);

/// <summary>A worker.</summary>
/// <param name="Worker">Host, port and a part of its own.</param>
/// <param name="Slots">Trainings at a time.</param>
/// <param name="Held">Runs it holds: training, waiting for a slot, or unacknowledged.</param>
/// <param name="RunsPerSecond">Runs it ended in the last minute, a second, as far as the tables know.</param>
/// <param name="ProgramVersion">The version of its program.</param>
/// <param name="RegisteredAt">When it registered.</param>
/// <param name="LastHeardAt">Its last heartbeat.</param>
public sealed record WorkerItem(
    string Worker, int Slots, int Held, double RunsPerSecond, string ProgramVersion, DateTimeOffset RegisteredAt, DateTimeOffset LastHeardAt);

/// <summary>The workers of the coordinator.</summary>
/// <param name="Workers">One entry each, by name.</param>
public sealed record WorkerItems(ImmutableArray<WorkerItem> Workers);

/// <summary>Experiments side by side.</summary>
/// <param name="Experiments">The experiments.</param>
/// <param name="Differences">Keys of the experiment file that differ.</param>
/// <param name="Configurations">Configurations that two or more have, the best first.</param>
/// <param name="Bits">Whether the runs of the first and each other agree bit for bit.</param>
/// <param name="Metrics">The metrics that the experiments declare.</param>
public sealed record Comparison(
    ImmutableArray<ComparedExperiment> Experiments,
    ImmutableArray<Difference> Differences,
    ImmutableArray<ComparedConfiguration> Configurations,
    ImmutableArray<Agreement> Bits,
    ImmutableArray<MetricItem> Metrics);

/// <summary>One of the experiments.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Objective">The metric by which its configurations are ranked.</param>
public sealed record ComparedExperiment(string Id, string Name, string Objective);

/// <summary>A key that differs.</summary>
/// <param name="Key">Its path.</param>
/// <param name="Values">Its value in each experiment; null where it has none.</param>
public sealed record Difference(string Key, ImmutableArray<string?> Values);

/// <summary>A configuration of several experiments.</summary>
/// <param name="Configuration">Its values in words.</param>
/// <param name="Figures">Its figures in each experiment; null where the experiment does not have it.</param>
public sealed record ComparedConfiguration(string Configuration, ImmutableArray<ComparedFigures?> Figures);

/// <summary>The figures of a configuration in one experiment.</summary>
/// <param name="Runs">Its runs.</param>
/// <param name="Completed">Those trained to the end.</param>
/// <param name="MeanObjective">Their mean objective.</param>
/// <param name="Metrics">The mean of each metric, by the name of the metric; null where no run has it.</param>
public sealed record ComparedFigures(int Runs, int Completed, double? MeanObjective, IReadOnlyDictionary<string, double?> Metrics);

/// <summary>How far runs agree bit for bit.</summary>
/// <param name="With">The other experiment.</param>
/// <param name="Compared">Runs that came out in both.</param>
/// <param name="Agreeing">Those that agree.</param>
public sealed record Agreement(string With, int Compared, int Agreeing);

/// <summary>Where an experiment stands after an action.</summary>
/// <param name="Id">The experiment.</param>
/// <param name="State"><c>active</c>, <c>paused</c>, <c>cancelled</c> or <c>ended</c>.</param>
/// <param name="Runs">Runs of the grid.</param>
/// <param name="Ended">Runs that have ended, however.</param>
/// <param name="Running">Runs with workers.</param>
/// <param name="Completed">Runs trained to the end.</param>
/// <param name="Diverged">Runs that diverged.</param>
/// <param name="Failed">Runs that failed for good.</param>
/// <param name="Cancelled">Runs that were given up.</param>
public sealed record ActionDone(
    string Id, string State, int Runs, int Ended, int Running, int Completed, int Diverged, int Failed, int Cancelled)
{
    /// <summary>The most runs there can be, where a search may still propose some; 0 where the runs there are are all.</summary>
    public int Most { get; init; }
}

/// <summary>What is to be said of an experiment file.</summary>
/// <param name="IsValid">Whether it could be submitted.</param>
/// <param name="Name">The experiment's name; null when there are errors.</param>
/// <param name="Runs">The runs of its grid; null when there are errors.</param>
/// <param name="Errors">Everything wrong with it, in the order of the file.</param>
public sealed record FileVerdict(bool IsValid, string? Name, int? Runs, ImmutableArray<FileError> Errors);

/// <summary>One thing wrong with an experiment file.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
/// <param name="Key">The key's path.</param>
/// <param name="Message">What is wrong and what is allowed.</param>
public sealed record FileError(int? Line, int? Column, string? Key, string Message);

/// <summary>The coordinator keeps a dataset's file.</summary>
/// <param name="Sha256">The SHA-256 of its bytes, by which experiments name it.</param>
/// <param name="Bytes">Its length.</param>
public sealed record DatasetKept(string Sha256, long Bytes);

/// <summary>A new priority.</summary>
/// <param name="Priority">From -100 to 100.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PriorityRequest([property: JsonRequired] int Priority);

/// <summary>Asks for a session.</summary>
/// <param name="Token">The token; not needed where there are none.</param>
public sealed record SessionRequest(string? Token);

/// <summary>Whom the dashboard takes the browser for.</summary>
/// <param name="NeedsToken">Whether the dashboard asks for tokens.</param>
/// <param name="Name">Whose session it is; null without one.</param>
/// <param name="Role"><c>admin</c> or <c>read</c>; null without a session.</param>
/// <param name="AntiforgeryToken">What actions must show in the header X-Antiforgery-Token; null without a session.</param>
public sealed record SessionState(bool NeedsToken, string? Name, string? Role, string? AntiforgeryToken);
