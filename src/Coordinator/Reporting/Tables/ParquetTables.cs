using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Reporting.Analysis;
using Parquet;
using Parquet.Schema;

namespace NNOptim.Reporting.Tables;

/// <summary>
/// <c>runs.parquet</c> and <c>costs.parquet</c>: the tables of the same name in Apache Parquet, with typed columns. A numeric axis is a
/// numeric column, and missing values are null.
/// </summary>
public static class ParquetTables
{
    /// <summary>
    /// Writes one row per run: run, one column per axis, confirmation, state, one per metric, and the other values of <see cref="RunResult"/>.
    /// </summary>
    public static void WriteRuns(string path, ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        var runs = analysis.Runs;
        Write(path,
        [
            .. Identity(runs, analysis),
            Values<int>("confirmation", [.. runs.Select(run => run.Confirmation)]),
            Texts("state", [.. runs.Select(run => Wording.StateName(run.State))]),
            .. analysis.Trainable.Metrics.Select(metric => MetricOf(metric, runs)),
            Nullables<int>("epochs_trained", [.. runs.Select(run => run.Result?.EpochsTrained)]),
            Nullables<int>("diverged_at_epoch", [.. runs.Select(run => run.Result?.DivergedAtEpoch)]),
            Nullables<double>("training_seconds", [.. runs.Select(run => run.Result?.TrainingSeconds)]),
            Values<int>("attempts", [.. runs.Select(run => run.Attempts)]),
            Texts("failure_reason", [.. runs.Select(run => run.FailureReason)]),
        ]);
    }

    /// <summary>Writes one row per cost: run, one column per axis, epoch, cost and kind, as <see cref="CostsTable"/> does.</summary>
    public static void WriteCosts(string path, ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        long every = analysis.Experiment.Specification.RecordEvery;
        var rows = analysis.Runs.SelectMany(run => Points(run, every)).ToImmutableArray();
        Write(path,
        [
            .. Identity([.. rows.Select(row => row.Run)], analysis),
            Values<long>("epoch", [.. rows.Select(row => row.Epoch)]),
            Values<double>("cost", [.. rows.Select(row => row.Cost)]),
            Texts("kind", [.. rows.Select(row => row.Kind)]),
        ]);
    }

    private static IEnumerable<(RunRecord Run, long Epoch, double Cost, string Kind)> Points(RunRecord run, long every)
    {
        for (var i = 0; i < run.Costs.Length; i++)
        {
            yield return (run, i * every, run.Costs[i], RecordedCosts.Epoch);
        }

        if (RecordedCosts.FinalOf(run) is { } final)
        {
            yield return (run, run.Result!.EpochsTrained, final, RecordedCosts.Final);
        }
    }

    private static IEnumerable<Column> Identity(ImmutableArray<RunRecord> rows, ExperimentAnalysis analysis)
    {
        yield return Values<int>("run", [.. rows.Select(run => run.Number)]);
        foreach (var parameter in analysis.RunParameters)
        {
            var (name, values) = (parameter.Name, rows.Select(run => run.Specification.Value(parameter)));
            var all = analysis.Experiment.Specification.Axis(name)!.Values
                .Concat(analysis.Runs.Select(run => run.Specification.Value(parameter)).OfType<ParameterValue>())
                .ToList();
            yield return all.TrueForAll(value => value is ParameterValue.Number)
                ? Nullables<double>(name, [.. values.Select(value => (value as ParameterValue.Number)?.Value)])
                : all.TrueForAll(value => value is ParameterValue.Integer)
                ? Nullables<long>(name, [.. values.Select(value => (value as ParameterValue.Integer)?.Value)])
                : Texts(name, [.. values.Select(value => value?.ToString())]);
        }
    }

    private static Column MetricOf(Metric metric, ImmutableArray<RunRecord> runs) => metric.Format == MetricFormat.Count
        ? Nullables<long>(metric.Name, [.. runs.Select(run => (long?)run.Metric(metric.Name))])
        : Nullables<double>(metric.Name, [.. runs.Select(run => run.Metric(metric.Name))]);

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
