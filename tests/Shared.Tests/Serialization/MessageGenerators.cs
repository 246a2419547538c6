using System.Collections.Immutable;
using CsCheck;
using NNOptim.Experiments;
using NNOptim.Protocol;
using NNOptim.Shared.Tests.Experiments;

namespace NNOptim.Shared.Tests.Serialization;

/// <summary>Generates messages of every kind with any content that they can carry.</summary>
internal static class MessageGenerators
{
    private static readonly Gen<double> Real = Gen.OneOf(
        Gen.Double,
        Gen.OneOf(-0.0, 0.0, double.Epsilon, -double.Epsilon, 1.1e-310, double.MaxValue, double.MinValue, 0.1, 1.0 / 3));

    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String, Gen.OneOf("", "zß水🍌", "line\nline", "\0", "\"quoted\\\"", "e\u0301", "\u202eright to left"));

    private static readonly Gen<int> Count = Gen.OneOf(Gen.Int[0, 1000], Gen.OneOf(0, 1, int.MaxValue));

    private static readonly Gen<ExperimentId> Id = Gen.Int.Select(seed => ExperimentId.Draw(new Random(seed)));

    private static readonly Gen<WorkerId> Worker = Text.Select(text => new WorkerId(text));

    private static readonly Gen<DateTimeOffset> Time =
        Gen.Long[DateTimeOffset.MinValue.Ticks, DateTimeOffset.MaxValue.Ticks].Select(ticks => new DateTimeOffset(ticks, TimeSpan.Zero));

    private static readonly Gen<RunAttempt> Attempt = Gen.Select(Count, Count, (run, attempt) => new RunAttempt(run, attempt));

    private static readonly Gen<ImmutableArray<RunAttempt>> Attempts = Many(Attempt);

    private static readonly Gen<ImmutableArray<double>> Reals = Many(Real);

    private static readonly Gen<ValueList<string>> Texts = Text.Array[0, 3].Select(texts => ValueList.Create<string>(texts));

    private static readonly Gen<ValueList<ColumnLevels>> Levels =
        Gen.Select(Text, Texts, (column, levels) => new ColumnLevels(column, levels)).Array[0, 3].Select(columns => ValueList.Create<ColumnLevels>(columns));

    private static readonly Gen<TextFormat> Format =
        from texts in Text.Null().Array[2]
        from header in Gen.Bool.Nullable()
        from characters in Gen.Char[' ', '~'].Array[3]
        from hasComment in Gen.Bool
        select new TextFormat
        {
            Delimiter = texts[0],
            Header = header,
            Comment = hasComment ? characters[0] : null,
            Quote = characters[1],
            Encoding = texts[1],
            Decimal = characters[2],
        };

    private static readonly Gen<TableReading> Table =
        from format in Format
        from texts in Text.Null().Array[2]
        from features in Texts.Null()
        from lists in Texts.Array[3]
        from missing in Gen.Enum<MissingValues>()
        from categorical in Levels.Null()
        from ordinal in Levels
        from fills in Gen.Select(Text, Text, (column, value) => new ColumnFill(column, value)).Array[0, 3]
        from bytes in Gen.Long[0, long.MaxValue].Array[0, 3]
        select new TableReading
        {
            Format = format,
            Features = features,
            Exclude = lists[0],
            Missing = missing,
            MissingTexts = lists[1],
            Categorical = categorical,
            Ordinal = ordinal,
            Classes = lists[2],
            Fills = ValueList.Create<ColumnFill>(fills),
            Group = texts[0],
            OrderBy = texts[1],
            FileBytes = ValueList.Create<long>(bytes),
        };

    private static readonly Gen<DatasetSpecification> Dataset =
        from kind in Gen.Enum<DatasetKind>()
        from counts in Count.Array[3]
        from reals in Real.Array[4]
        from seeds in Gen.UInt.Array[2]
        from texts in Text.Null().Array[4]
        from task in Gen.Enum<LearningTask>()
        from standardize in Gen.Enum<StandardizedFeatures>()
        from split in Gen.Enum<SplitKind>()
        from flags in Gen.Bool.Array[2]
        from columns in Texts
        from table in Table
        select new DatasetSpecification
        {
            Kind = kind,
            Examples = counts[0],
            Noise = reals[0],
            Seed = seeds[0],
            Factor = reals[1],
            Centers = counts[1],
            Features = counts[2],
            ClusterStandardDeviation = reals[2],
            Path = texts[0],
            LabelsPath = texts[1],
            Table = table with { Label = texts[2] },
            Task = task,
            Sha256 = texts[3],
            Standardize = standardize,
            StandardizedColumns = columns,
            StandardizeLabel = flags[0],
            Split = split,
            Stratify = flags[1],
            Folds = counts[0],
            Fold = counts[1],
            TestFraction = reals[3],
            SplitSeed = seeds[1],
        };

    private static readonly Gen<ParameterValue> Value = Gen.OneOf(
        Real.Select(value => (ParameterValue)new ParameterValue.Number(value)),
        Gen.Long.Select(value => (ParameterValue)new ParameterValue.Integer(value)),
        Text.Select(value => (ParameterValue)new ParameterValue.Name(value)),
        Many(Count).Select(value => (ParameterValue)new ParameterValue.Layers(value)));

    /// <summary>The runs of one message: all of one trainable, each with a subset of the same parameters in order.</summary>
    private static readonly Gen<ImmutableArray<RunSpecification>> Runs =
        from dataset in Dataset
        from trainable in Text
        from names in Text.Array[0, 5].Select(names => names.Distinct().ToImmutableArray())
        from runs in Many(Gen.Select(Gen.Bool.Array[names.Length], Value.Array[names.Length], Count.Array[2], Gen.UInt, (has, values, counts, seed) => new RunSpecification
        {
            Number = counts[0],
            Trainable = trainable,
            Values = new ParameterValues([.. names.Where((_, i) => has[i])], [.. values.Where((_, i) => has[i])]),
            Seed = seed,
            Budget = counts[1],
            Dataset = dataset,
        }))
        select runs;

    private static readonly Gen<ParameterValues> Values =
        from names in Text.Array[0, 5].Select(names => names.Distinct().ToImmutableArray())
        from values in Value.Array[names.Length]
        select new ParameterValues(names, [.. values]);

    private static readonly Gen<RunProposal> Proposal = Gen.Select(
        Count.Array[4], Values, Gen.UInt, (counts, values, seed) => new RunProposal(counts[0], values, seed, counts[1], counts[2]) { Confirmation = counts[3] });

    private static readonly Gen<string> Name = Text.Where(text => text.Length > 0);

    private static readonly Gen<ConfirmationSpecification?> Confirmation = Gen.Select(
        Gen.Bool, Count.Array[2], Name.Null(), (has, counts, per) => has ? new ConfirmationSpecification(counts[0], per, counts[1]) : null);

    private static readonly Gen<Metric> AnyMetric = Gen.Select(Name, Gen.Enum<MetricGoal>(), Gen.Enum<MetricFormat>(), Text, Name.Null().Array[2]).SelectMany(
        (name, goal, format, description, names) => Gen.Select(Gen.Enum<MetricSummary>(), Gen.Enum<ExampleSet>(), (summary, examples) => new Metric(name, goal, format, description)
        {
            Series = names[0],
            Summary = summary,
            Examples = examples,
            Baseline = names[1],
        }));

    private static readonly Gen<RunResult> Result =
        from epochs in Count
        from diverged in Count.Nullable()
        from metrics in Many(Gen.OneOf(Real, Gen.Const(double.NaN)))
        from seconds in Real
        from parameters in Reals
        select new RunResult
        {
            EpochsTrained = epochs,
            DivergedAtEpoch = diverged,
            Metrics = new MetricValues(metrics),
            TrainingSeconds = seconds,
            FinalParameters = parameters,
        };

    private static readonly Gen<ExperimentSpecification> Specification =
        from specification in Grids.Generator
        from texts in Text.Array[2]
        from dataset in Dataset
        from values in Many(Value)
        from search in Gen.Select(Text, Values, (name, own) => new SearchSpecification(name) { Values = own })
        from isGrid in Gen.Bool
        from metrics in Many(AnyMetric)
        from names in Name.Null().Array[2]
        from confirmation in Confirmation
        select specification with
        {
            Trainable = specification.Trainable with { Metrics = [.. specification.Trainable.Metrics, .. metrics] },
            Objective = names[0] ?? specification.Trainable.Objective,
            Compare = names[1],
            Confirmation = confirmation,
            Search = isGrid || search.IsGrid ? SearchSpecification.Grid : search,
            Name = texts[0],
            Description = texts[1],
            Dataset = dataset,
            Axes = [.. specification.Axes, new ParameterAxis(specification.Axes[0].Parameter, values)],
        };

    private static readonly Gen<ExperimentEnvironment> Environment =
        from texts in Text.Array[4]
        from counts in Count.Array[2]
        from processor in Text
        from data in Text
        select new ExperimentEnvironment(texts[0], texts[1], texts[2], counts[0], counts[1], texts[3]) { ProcessorName = processor, DataSha256 = data };

    private static readonly Gen<int> Priority = Gen.Int[ExperimentPriority.Min, ExperimentPriority.Max];

    private static readonly Gen<BinaryPart> Part =
        Gen.Select(Count, Count, Many(Gen.Byte), (index, count, bytes) => new BinaryPart(index, count, bytes));

    private static readonly Gen<RunStatus> RunStatus = Gen.Select(
        Gen.Enum<RunState>(), Count.Array[5], Worker.Nullable(), (state, counts, worker) => new RunStatus(state, counts[0], counts[1], counts[2], counts[3], counts[4], worker));

    private static readonly Gen<RunUpdate> Report =
        from attempt in Attempt
        from first in Count
        from costs in Reals
        from result in Gen.Bool.SelectMany(has => has ? Result.Select(result => (RunResult?)result) : Gen.Const((RunResult?)null))
        from failure in Text.Null()
        from span in Gen.ULong
        select new RunUpdate(attempt, first, costs, result, failure, span);

    /// <summary>A generator of every kind of message.</summary>
    public static IReadOnlyDictionary<Type, Gen<IProtocolMessage>> ByType { get; } = new[]
    {
        From(Gen.Select(Id, Specification, Environment, Time, Priority, Text, (id, specification, environment, at, priority, by) => new ExperimentSubmitted(id, specification, environment, at, priority, by))),
        From(Gen.Select(Id, Many(Proposal), Gen.Bool, Time, Confirmation, Text.Null(), (id, runs, isLast, at, confirmation, by) =>
            new RunsProposed(id, runs, isLast, at) { Confirmation = confirmation, By = by })),
        From(Gen.Select(Id, Worker, Attempts, Time, (id, worker, attempts, at) => new RunsAssigned(id, worker, attempts, at))),
        From(Gen.Select(Id, Attempt, Count, Reals, (id, attempt, first, costs) => new CostsRecorded(id, attempt, first, costs))),
        From(Gen.Select(Id, Attempt, Result, Time, (id, attempt, result, at) => new RunCompleted(id, attempt, result, at))),
        From(Gen.Select(Id, Attempt, Text, Gen.Bool, Time, (id, attempt, reason, final, at) => new RunFailed(id, attempt, reason, final, at))),
        From(Gen.Select(Id, Attempts, Gen.Enum<RequeueCause>(), Time, (id, attempts, cause, at) => new RunsRequeued(id, attempts, cause, at))),
        From(Gen.Select(Id, Time, (id, at) => new ExperimentEnded(id, at))),
        From(Gen.Select(Id, Specification, Environment, Priority, Text, (id, specification, environment, priority, by) => new SubmitExperiment(id, specification, environment, priority, by))),
        From(Gen.Select(Worker, Count, Count, Text, (worker, slots, version, program) => new RegisterWorker(worker, slots, version, program))),
        From(Gen.Select(Worker, Gen.Long[0, 1L << 40], (worker, milliseconds) => new WorkerRegistered(worker, TimeSpan.FromMilliseconds(milliseconds)))),
        From(Gen.Select(Worker, Text, (worker, reason) => new WorkerRefused(worker, reason))),
        From(Gen.Select(Worker, Count, (worker, slots) => new RequestWork(worker, slots))),
        From(Gen.Select(Worker, Many(Gen.Select(Id, Attempts, (id, attempts) => new HeldRuns(id, attempts))), (worker, held) => new RenewLeases(worker, held))),
        From(Gen.Select(Id, Dataset, Runs, Many(Gen.Select(Count, Count, Gen.ULong)), Many(Text), (id, dataset, runs, assigned, metrics) => new AssignRuns(
            id,
            dataset,
            [.. runs.Zip(assigned, (run, of) => new AssignedRun(of.Item1, run with { Dataset = dataset }, of.Item2, of.Item3))],
            metrics))),
        From(Gen.Select(Id, Attempts, (id, attempts) => new WithdrawRuns(id, attempts))),
        From(Gen.Select(Id, Worker, Gen.Long, Many(Report), (id, worker, number, runs) => new UpdateRuns(id, worker, number, runs))),
        From(Gen.Select(Id, Worker, Gen.Long, (id, worker, number) => new UpdateAcknowledged(id, worker, number))),
        From(Gen.Select(Id, Text, Time, (id, by, at) => new ExperimentPaused(id, by, at))),
        From(Gen.Select(Id, Text, Time, (id, by, at) => new ExperimentResumed(id, by, at))),
        From(Gen.Select(Id, Text, Time, (id, by, at) => new ExperimentCancelled(id, by, at))),
        From(Gen.Select(Id, Many(Count), Time, Text, (id, runs, at, by) => new RunsRetried(id, runs, at, by))),
        From(Gen.Select(Id, Priority, Text, Time, (id, priority, by, at) => new PriorityChanged(id, priority, by, at))),
        From(Gen.Select(Id, Attempt, Count, Time, (id, attempt, epoch, at) => new RunCheckpointed(id, attempt, epoch, at))),
        From(Gen.Select(Id, Time, (id, at) => new ExperimentAdopted(id, at))),
        From(Gen.Select(Id, Time, (id, at) => new ExperimentReleased(id, at))),
        From(Gen.Select(Id, Specification, Time, Priority, Gen.Bool.Array[3], Many(RunStatus), Gen.Long[0, long.MaxValue], (id, specification, at, priority, flags, runs, last) =>
            new ExperimentSnapshot(id, specification, at, priority, flags[0], flags[1], runs, last) { IsExhausted = flags[2] })
            .SelectMany(snapshot => Gen.Select(Many(Proposal), Many(Real), Gen.Bool, Gen.OneOf(Real, Gen.Const(double.NaN)), Gen.Bool, Count, (proposals, metrics, hasScores, score, hasBaseline, run) => snapshot with
            {
                Proposals = proposals,
                Runs = hasScores ? [.. snapshot.Runs.Select(status => status with { Score = score })] : snapshot.Runs,
                HasScores = hasScores || snapshot.Runs.IsEmpty, // No column is also the column of no runs.
                Baseline = hasBaseline ? new RunBaseline(run, score) : null,
                Outcomes = ImmutableSortedDictionary<int, MetricValues>.Empty.Add(3, new MetricValues(metrics)),
            }))),
        From(Gen.Const(FindCoordinator.Instance)),
        From(Gen.Const(CoordinatorFound.Instance)),
        From(Worker.Select(worker => new LeaveCoordinator(worker))),
        From(Worker.Select(worker => new WorkerReleased(worker))),
        From(Gen.Select(Id, Worker, Attempt, Count, Part, (id, worker, attempt, epoch, part) => new StoreCheckpoint(id, worker, attempt, epoch, part))),
        From(Gen.Select(Id, Attempt, Count, (id, attempt, epoch) => new CheckpointStored(id, attempt, epoch))),
        From(Gen.Select(Id, Worker, Attempt, Count, (id, worker, attempt, index) => new RequestCheckpoint(id, worker, attempt, index))),
        From(Gen.Select(Id, Attempt, Count, Part, (id, attempt, epoch, part) => new CheckpointPart(id, attempt, epoch, part))),
        From(Gen.Select(Id, Attempt, Count, Many(Gen.Byte), (id, attempt, epoch, bytes) => new RunCheckpoint(id, attempt, epoch, bytes))),
        From(Gen.Select(Text, Text, (sha256, reason) => new DatasetRefused(sha256, reason))),
        From(Gen.Select(Text, Count, (sha256, index) => new RequestDatasetPart(sha256, index))),
        From(Gen.Select(Text, Gen.Long, Part, (sha256, length, part) => new DatasetPart(sha256, length, part))),
        From(Gen.Select(Id, Time, Text.Null().Array[2], Many(Text), Gen.Bool.Nullable(), (id, at, texts, tags, archived) =>
            new ExperimentAnnotated(id, at) { Name = texts[0], Note = texts[1], TagsAdded = tags, TagsRemoved = [.. tags.Take(1)], Archived = archived })),
    }.ToDictionary(pair => pair.Type, pair => pair.Gen);

    private static (Type Type, Gen<IProtocolMessage> Gen) From<T>(Gen<T> messages)
        where T : IProtocolMessage => (typeof(T), messages.Select(message => (IProtocolMessage)message));

    private static Gen<ImmutableArray<T>> Many<T>(Gen<T> items) => items.Array[0, 6].Select(array => array.ToImmutableArray());
}
