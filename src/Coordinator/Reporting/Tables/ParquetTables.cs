using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Reporting.Analysis;
using Parquet;
using Parquet.Schema;

namespace NNOptim.Reporting.Tables;

/// <summary>
/// <c>runs.parquet</c> and <c>costs.parquet</c>: the tables of the same name in Apache Parquet, with typed columns: an axis of
/// numbers is one, absent figures are null.
/// </summary>
public static class ParquetTables
{
    /// <summary>Writes one row a run: run, one column an axis, state and the figures of <see cref="RunResult"/>.</summary>
    public static void WriteRuns(string path, ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        var runs = analysis.Runs;
        Write(path,
        [
            .. Setting(runs, analysis),
            Texts("state", [.. runs.Select(run => Wording.Of(run.State))]),
            Numbers("final_cost", runs, result => result.FinalCost),
            Numbers("best_cost", runs, result => result.BestCost),
            Numbers("train_accuracy", runs, result => result.TrainAccuracy),
            Numbers("test_accuracy", runs, result => result.TestAccuracy),
            Wholes("epochs_to_target", runs, result => result.EpochsToTarget),
            Numbers("overshoot", runs, result => result.Overshoot),
            Numbers("training_seconds", runs, result => result.TrainingSeconds),
            Wholes("best_epoch", runs, result => result.BestEpoch),
            Wholes("epochs_trained", runs, result => result.EpochsTrained),
            Wholes("diverged_at_epoch", runs, result => result.DivergedAtEpoch),
            Wholes("rise_count", runs, result => result.RiseCount),
            Numbers("rise_area", runs, result => result.RiseArea),
            Values<int>("attempts", [.. runs.Select(run => run.Attempts)]),
            Texts("failure_reason", [.. runs.Select(run => run.FailureReason)]),
        ]);
    }

    /// <summary>Writes one row a recorded cost: run, one column an axis, epoch and cost; sorted by run, then epoch.</summary>
    public static void WriteCosts(string path, ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        var rows = analysis.Runs.SelectMany(run => Enumerable.Repeat(run, run.Costs.Length)).ToImmutableArray();
        Write(path,
        [
            .. Setting(rows, analysis),
            Values<long>("epoch", [.. analysis.Runs.SelectMany(run => Enumerable.Range(0, run.Costs.Length).Select(i => (long)i * run.Point.Run.RecordEvery))]),
            Values<double>("cost", [.. analysis.Runs.SelectMany(run => run.Costs)]),
        ]);
    }

    private static IEnumerable<Column> Setting(ImmutableArray<RunRecord> rows, ExperimentAnalysis analysis)
    {
        yield return Values<int>("run", [.. rows.Select(run => run.Number)]);
        foreach (var axis in analysis.ShownAxes)
        {
            var values = analysis.Experiment.Specification.Axes.First(candidate => candidate.Hyperparameter == axis).Values;
            yield return values.All(value => value is HyperparameterValue.Number)
                ? Nullables<double>(axis.Name, [.. rows.Select(run => (run.Point.Values.GetValueOrDefault(axis) as HyperparameterValue.Number)?.Value)])
                : values.All(value => value is HyperparameterValue.Integer)
                ? Nullables<long>(axis.Name, [.. rows.Select(run => (run.Point.Values.GetValueOrDefault(axis) as HyperparameterValue.Integer)?.Value)])
                : Texts(axis.Name, [.. rows.Select(run => run.Point.Values.GetValueOrDefault(axis)?.ToString())]);
        }
    }

    private static Column Numbers(string name, ImmutableArray<RunRecord> runs, Func<RunResult, double?> figure) =>
        Nullables<double>(name, [.. runs.Select(run => run.Result is { } result && figure(result) is { } value && double.IsFinite(value) ? value : (double?)null)]);

    private static Column Wholes(string name, ImmutableArray<RunRecord> runs, Func<RunResult, int?> figure) =>
        Nullables<int>(name, [.. runs.Select(run => run.Result is { } result ? figure(result) : null)]);

    private static Column Values<T>(string name, T[] values)
        where T : struct =>
        new(new DataField<T>(name), (group, field) => group.WriteAsync<T>(field, (ReadOnlyMemory<T>)values));

    private static Column Nullables<T>(string name, T?[] values)
        where T : struct =>
        new(new DataField<T?>(name), (group, field) => group.WriteAsync<T>(field, (ReadOnlyMemory<T?>)values));

    private static Column Texts(string name, string?[] values) =>
        new(new DataField<string>(name), (group, field) => group.WriteAsync(field, values!));

    private static void Write(string path, ImmutableArray<Column> columns) => WriteAsync(path, columns).GetAwaiter().GetResult();

    private static async Task WriteAsync(string path, ImmutableArray<Column> columns)
    {
        var file = File.Create(path);
        await using (file.ConfigureAwait(false))
        {
            var writer = await ParquetWriter.CreateAsync(new ParquetSchema([.. columns.Select(column => (Field)column.Field)]), file).ConfigureAwait(false);
            await using (writer.ConfigureAwait(false))
            {
                using var group = writer.CreateRowGroup();
                foreach (var column in columns)
                {
                    await column.Write(group, column.Field).ConfigureAwait(false);
                }
            }
        }
    }

    private sealed record Column(DataField Field, Func<ParquetRowGroupWriter, DataField, Task> Write);
}
