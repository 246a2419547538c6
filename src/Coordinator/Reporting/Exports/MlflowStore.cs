using System.Globalization;
using System.Text;
using NNOptim.Experiments;

namespace NNOptim.Reporting.Exports;

/// <summary>
/// Writes an experiment in the format of MLflow's file store: <c>ID/meta.yaml</c>, and one folder per run with <c>meta.yaml</c>,
/// <c>params/</c>, <c>metrics/</c> (lines of time in ms, value, step) and <c>tags/</c>. <c>mlflow ui --backend-store-uri FOLDER</c> shows
/// it. Layout: mlflow/store/tracking/file_store.py.
/// </summary>
public static class MlflowStore
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes into a folder, which becomes the store.</summary>
    public static void Write(string folder, ExperimentRecord experiment)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        var id = experiment.Id.Value;
        var root = Path.Combine(folder, id);
        Directory.CreateDirectory(root);
        var (start, end) = (Milliseconds(experiment.SubmittedAt), Milliseconds(experiment.EndedAt ?? experiment.SubmittedAt));
        WriteText(
            Path.Combine(root, "meta.yaml"),
            $"artifact_location: {id}\ncreation_time: {start}\nexperiment_id: {Quoted(id)}\nlast_update_time: {end}\nlifecycle_stage: active\nname: {Quoted($"{experiment.Specification.Name} {id}")}\n");
        foreach (var run in experiment.Runs)
        {
            WriteRun(root, experiment, run, start, end);
        }
    }

    private static void WriteRun(string root, ExperimentRecord record, RunRecord run, string start, string end)
    {
        var (experiment, specification) = (record.Id.Value, record.Specification);
        var id = string.Create(CultureInfo.InvariantCulture, $"{experiment}-{run.Number:000000}");
        var directory = Path.Combine(root, id);
        foreach (var part in (string[])["params", "metrics", "tags", "artifacts"])
        {
            Directory.CreateDirectory(Path.Combine(directory, part));
        }

        var name = TensorBoardLogs.NameOf(run, specification);
        var isOver = run.State is RunState.Completed or RunState.Diverged or RunState.Failed or RunState.Cancelled;
        WriteText(
            Path.Combine(directory, "meta.yaml"),
            $"artifact_uri: {experiment}/{id}/artifacts\nend_time: {(isOver ? end : "null")}\nentry_point_name: ''\nexperiment_id: {Quoted(experiment)}\nlifecycle_stage: active\nrun_id: {Quoted(id)}\nrun_name: {Quoted(name)}\nrun_uuid: {Quoted(id)}\nsource_name: nnoptim\nsource_type: 4\nsource_version: ''\nstart_time: {start}\nstatus: {Status(run.State)}\ntags: []\nuser_id: ''\n");
        WriteText(Path.Combine(directory, "tags", "mlflow.runName"), name);
        WriteText(Path.Combine(directory, "tags", "state"), Wording.StateName(run.State));
        if (run.FailureReason is { } reason)
        {
            WriteText(Path.Combine(directory, "tags", "failure_reason"), reason);
        }

        foreach (var parameter in run.Trainable.Parameters)
        {
            if (run.Specification.Value(parameter) is { } value)
            {
                WriteText(Path.Combine(directory, "params", parameter.Name), value.ToString());
            }
        }

        var costs = new StringBuilder();
        for (var i = 0; i < run.Costs.Length; i++)
        {
            costs.Append(CultureInfo.InvariantCulture, $"{start} {run.Costs[i]:R} {(long)i * specification.RecordEvery}\n");
        }

        if (costs.Length > 0)
        {
            WriteText(Path.Combine(directory, "metrics", "cost"), costs.ToString());
        }

        foreach (var (metric, value) in Figures(run))
        {
            WriteText(Path.Combine(directory, "metrics", metric), string.Create(CultureInfo.InvariantCulture, $"{end} {value:R} 0\n"));
        }
    }

    private static IEnumerable<(string Name, double Value)> Figures(RunRecord run)
    {
        if (run.Result is not { } result)
        {
            return [];
        }

        (string Name, double? Value)[] figures =
        [
            .. run.Trainable.Metrics.Select(metric => (metric.Name, run.Metric(metric.Name))),
            ("epochs_trained", result.EpochsTrained), ("diverged_at_epoch", result.DivergedAtEpoch), ("training_seconds", result.TrainingSeconds),
        ];
        return from figure in figures
               where figure.Value is { } value && double.IsFinite(value)
               select (figure.Name, figure.Value!.Value);
    }

    /// <summary>mlflow.entities.RunStatus: RUNNING 1, SCHEDULED 2, FINISHED 3, FAILED 4, KILLED 5. A diverged run has finished.</summary>
    private static int Status(RunState state) => state switch
    {
        RunState.Completed or RunState.Diverged => 3,
        RunState.Failed => 4,
        RunState.Cancelled => 5,
        RunState.Running => 1,
        _ => 2,
    };

    private static string Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static void WriteText(string path, string text) => File.WriteAllText(path, text, Utf8);
}
