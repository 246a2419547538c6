using System.Collections.Immutable;
using System.Text.Json.Serialization;

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
    int Failed, int Cancelled, int Priority, string Note, ImmutableArray<string> Tags, bool Archived);

/// <summary>One experiment.</summary>
/// <param name="Experiment">What lists have of it.</param>
/// <param name="Description">Its description.</param>
/// <param name="Specification">The resolved experiment file.</param>
/// <param name="Dataset">The kind of data.</param>
/// <param name="RecordEvery">Epochs from one recorded cost to the next.</param>
/// <param name="Epochs">The most epochs of a run.</param>
/// <param name="EventsBehind">Events of the journal that the tables, and with them cells, runs and costs, do not show yet.</param>
/// <param name="ProgramVersion">The program that it was submitted with.</param>
/// <param name="CommandLine">The command line that it was submitted with.</param>
/// <param name="Actions">Who steered it, and when.</param>
public sealed record ExperimentDetail(
    ExperimentItem Experiment, string Description, string Specification, string Dataset, int RecordEvery, int Epochs, long EventsBehind,
    string ProgramVersion, string CommandLine, ImmutableArray<ActionItem> Actions);

/// <summary>Somebody steered an experiment.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Action"><c>submit</c>, <c>pause</c>, <c>resume</c>, <c>cancel</c>, <c>retry</c> or <c>priority</c>.</param>
/// <param name="By">The name of the token or user; empty where the journal does not know it.</param>
/// <param name="At">When.</param>
/// <param name="Priority">What the priority was set to.</param>
public sealed record ActionItem(int Number, string Action, string By, DateTimeOffset At, int? Priority);

/// <summary>One setting of the grid without its seed.</summary>
/// <param name="Cell">The number of its first run.</param>
/// <param name="Optimizer">The optimiser.</param>
/// <param name="LearningRate">The learning rate.</param>
/// <param name="BatchSize">Examples a batch; 0 is the full batch.</param>
/// <param name="Epochs">Epochs a run.</param>
/// <param name="Layers">Widths, input first.</param>
/// <param name="HiddenActivation">The hidden units' activation.</param>
/// <param name="Initializer">How parameters begin.</param>
/// <param name="Runs">Its runs: one a seed.</param>
/// <param name="Pending">Runs that wait.</param>
/// <param name="Running">Runs with workers.</param>
/// <param name="Completed">Runs trained to the end.</param>
/// <param name="Diverged">Runs that diverged.</param>
/// <param name="Failed">Runs that failed for good.</param>
/// <param name="Cancelled">Runs that were given up.</param>
/// <param name="MeanFinalCost">The mean final cost of the completed.</param>
/// <param name="LeastFinalCost">Their least.</param>
/// <param name="LargestFinalCost">Their largest.</param>
/// <param name="MeanCostNow">The mean of the latest costs of the running.</param>
/// <param name="TrainAccuracy">The mean accuracy of the completed, in [0, 1].</param>
/// <param name="TestAccuracy">The same on held-out examples.</param>
/// <param name="Settings">What else it is set to that others of the experiment are not, an optimiser's own hyperparameters among it: <c>relu, epochs 50, beta1 0.5</c>; empty where there is nothing.</param>
public sealed record CellItem(
    int Cell, string Optimizer, double LearningRate, int BatchSize, int Epochs, string Layers, string HiddenActivation, string Initializer, long Runs,
    long Pending, long Running, long Completed, long Diverged, long Failed, long Cancelled, double? MeanFinalCost, double? LeastFinalCost,
    double? LargestFinalCost, double? MeanCostNow, double? TrainAccuracy, double? TestAccuracy, string Settings = "");

/// <summary>The learning curves of a cell's seeds taken together: of those that completed; until one has, of those in training as far as all of these have come.</summary>
/// <param name="Cell">The number of the cell's first run.</param>
/// <param name="Epochs">Epochs, from 0.</param>
/// <param name="Mean">The mean cost over seeds at each.</param>
/// <param name="Least">The least.</param>
/// <param name="Largest">The largest.</param>
public sealed record CurveItem(int Cell, ImmutableArray<int> Epochs, ImmutableArray<double> Mean, ImmutableArray<double> Least, ImmutableArray<double> Largest);

/// <summary>Learning curves of cells.</summary>
/// <param name="Every">Epochs from one point to the next: the least multiple of the recorded epochs that gives no more points than asked for.</param>
/// <param name="Cells">One entry a cell that has costs.</param>
public sealed record Curves(int Every, ImmutableArray<CurveItem> Cells);

/// <summary>One run in a list.</summary>
/// <param name="Run">Its number, from 1.</param>
/// <param name="Cell">Its cell.</param>
/// <param name="Optimizer">The optimiser.</param>
/// <param name="LearningRate">The learning rate.</param>
/// <param name="BatchSize">Examples a batch; 0 is the full batch.</param>
/// <param name="Seed">The seed of its initial parameters.</param>
/// <param name="State"><c>pending</c>, <c>running</c>, <c>completed</c>, <c>diverged</c>, <c>failed</c> or <c>cancelled</c>.</param>
/// <param name="Attempts">How often it was given to a worker.</param>
/// <param name="Worker">The last worker.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="CostNow">Its latest recorded cost.</param>
/// <param name="EpochNow">The epoch of that.</param>
/// <param name="FinalCost">The cost of the last epoch.</param>
/// <param name="BestCost">The least cost of any epoch.</param>
/// <param name="TrainAccuracy">In [0, 1].</param>
/// <param name="TestAccuracy">In [0, 1], on held-out examples.</param>
/// <param name="TrainingSeconds">Seconds spent training.</param>
/// <param name="FailureReason">The error in one line.</param>
/// <param name="Sparkline">At most 25 of its costs, evenly spaced over the epochs.</param>
/// <param name="Settings">What else its cell is set to, as cells tell it.</param>
public sealed record RunItem(
    int Run, int Cell, string Optimizer, double LearningRate, int BatchSize, long Seed, string State, int Attempts, string? Worker, DateTimeOffset? EndedAt,
    double? CostNow, int? EpochNow, double? FinalCost, double? BestCost, double? TrainAccuracy, double? TestAccuracy, double? TrainingSeconds,
    string? FailureReason, ImmutableArray<double> Sparkline, string Settings);

/// <summary>One run.</summary>
/// <param name="Run">What lists have of it.</param>
/// <param name="BestEpoch">The first epoch with the least cost.</param>
/// <param name="EpochsTrained">Epochs trained.</param>
/// <param name="EpochsToTarget">The first epoch at or below the target cost.</param>
/// <param name="DivergedAtEpoch">The epoch it diverged at.</param>
/// <param name="Overshoot">The largest rise above the running minimum.</param>
/// <param name="RiseCount">How often the cost left its running minimum.</param>
/// <param name="RiseArea">The sum over epochs of its rise above it.</param>
/// <param name="CheckpointEpoch">Epochs trained at its last checkpoint.</param>
/// <param name="AttemptsMade">Each time it was given to a worker.</param>
public sealed record RunDetail(
    RunItem Run, long? BestEpoch, long? EpochsTrained, long? EpochsToTarget, long? DivergedAtEpoch, double? Overshoot, long? RiseCount, double? RiseArea,
    long? CheckpointEpoch, ImmutableArray<AttemptItem> AttemptsMade);

/// <summary>A run was given to a worker.</summary>
/// <param name="Attempt">From 1.</param>
/// <param name="Worker">The worker.</param>
/// <param name="AssignedAt">When.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="Outcome"><c>running</c>, <c>completed</c>, <c>diverged</c>, <c>failed</c>, <c>worker_lost</c>, <c>worker_left</c>, <c>interrupted</c> or <c>cancelled</c>.</param>
/// <param name="Reason">The error in one line.</param>
public sealed record AttemptItem(int Attempt, string Worker, DateTimeOffset AssignedAt, DateTimeOffset? EndedAt, string Outcome, string? Reason);

/// <summary>A run's costs.</summary>
/// <param name="Every">Epochs from one point to the next; the last point is the latest record whatever its epoch.</param>
/// <param name="Epochs">Epochs, from 0.</param>
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
/// <param name="Cells">Cells that two or more have, least cost first.</param>
/// <param name="Bits">Whether the runs of the first and each other agree bit for bit.</param>
public sealed record Comparison(
    ImmutableArray<ComparedExperiment> Experiments, ImmutableArray<Difference> Differences, ImmutableArray<ComparedSetting> Cells, ImmutableArray<Agreement> Bits);

/// <summary>One of the experiments.</summary>
public sealed record ComparedExperiment(string Id, string Name);

/// <summary>A key that differs.</summary>
/// <param name="Key">Its path.</param>
/// <param name="Values">Its value in each experiment; null where it has none.</param>
public sealed record Difference(string Key, ImmutableArray<string?> Values);

/// <summary>A cell of several experiments.</summary>
/// <param name="Setting">What it is set to.</param>
/// <param name="Cells">Its figures in each experiment; null where it has none.</param>
public sealed record ComparedSetting(string Setting, ImmutableArray<ComparedFigures?> Cells);

/// <summary>A cell's figures in one experiment.</summary>
/// <param name="Runs">Its runs.</param>
/// <param name="Completed">Those trained to the end.</param>
/// <param name="MeanFinalCost">Their mean final cost.</param>
/// <param name="MeanAccuracy">Their mean accuracy, in [0, 1].</param>
public sealed record ComparedFigures(int Runs, int Completed, double? MeanFinalCost, double? MeanAccuracy);

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
    string Id, string State, int Runs, int Ended, int Running, int Completed, int Diverged, int Failed, int Cancelled);

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
