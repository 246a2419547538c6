using System.Text.Json;
using NNOptim.Experiments;
using NNOptim.History.Tables;
using NNOptim.History.Views;

namespace NNOptim.Cli.HistoryCommands;

/// <summary>The data that <c>history show</c> shows.</summary>
/// <param name="Experiment">Its row.</param>
/// <param name="Specification">The submitted specification.</param>
/// <param name="Configurations">Its configurations, best first.</param>
/// <param name="Workers">Its workers.</param>
/// <param name="Actions">The actions of users on it.</param>
internal sealed record ExperimentView(
    ExperimentRow Experiment,
    ExperimentSpecification Specification,
    IReadOnlyList<ConfigurationItem> Configurations,
    IReadOnlyList<WorkerRow> Workers,
    IReadOnlyList<ActionRow> Actions);

/// <summary>The output of <c>show --json</c>: one line.</summary>
internal static class ShowJson
{
    public static void Write(TextWriter output, ExperimentView view) =>
        JsonLines.Write(output, writer =>
        {
            var row = view.Experiment;
            ListCommand.WriteJson(writer, ListedExperiment.Create(row));
            writer.WriteString("description", row.Description);
            writer.WriteString("dataset", row.Dataset);
            writer.WriteString("dataset_sha256", row.DatasetSha256);
            writer.WriteString("program_version", row.Environment.ProgramVersion);
            writer.WriteString("runtime", row.Environment.Runtime);
            writer.WriteString("operating_system", row.Environment.OperatingSystem);
            writer.WriteString("processor", row.Environment.ProcessorName);
            writer.WriteNumber("processors", row.Environment.Processors);
            writer.WriteNumber("vector_bits", row.Environment.VectorBits);
            writer.WriteString("command_line", row.Environment.CommandLine);
            writer.WriteString("specification", row.Specification);
            Property(writer, "trainable", TrainableItem.Create(view.Specification));
            Property(writer, "configurations", view.Configurations);
            Array(writer, "workers", view.Workers, worker =>
            {
                writer.WriteString("worker", worker.Worker);
                writer.WriteString("first_assigned_at", worker.FirstAssignedAt);
                writer.WriteString("last_assigned_at", worker.LastAssignedAt);
                writer.WriteNumber("attempts", worker.Attempts);
                writer.WriteNumber("completed", worker.Completed);
                writer.WriteNumber("diverged", worker.Diverged);
                writer.WriteNumber("failed", worker.Failed);
                writer.WriteNumber("requeued", worker.Requeued);
                writer.WriteNumber("cancelled", worker.Cancelled);
            });
            Array(writer, "actions", view.Actions, action =>
            {
                writer.WriteNumber("number", action.Number);
                writer.WriteString("action", action.Action);
                writer.WriteString("by", action.By);
                writer.WriteString("at", action.At);
                Whole(writer, "priority", action.Priority);
            });
        });

    /// <summary>Writes a run, its attempts and its costs.</summary>
    public static void WriteRun(TextWriter output, ExperimentId id, RunItem run, IReadOnlyList<AttemptItem> attempts, IReadOnlyList<CostPoint> curve) =>
        JsonLines.Write(output, writer =>
        {
            writer.WriteString("experiment", id.Value);
            Property(writer, "run", run);
            Property(writer, "attempts_made", attempts);
            Array(writer, "costs", curve, point =>
            {
                writer.WriteNumber("epoch", point.Epoch);
                Number(writer, "cost", point.Cost);
            });
        });

    internal static void Array<T>(Utf8JsonWriter writer, string name, IEnumerable<T> items, Action<T> write)
    {
        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            writer.WriteStartObject();
            write(item);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes a value in the format of the HTTP API.</summary>
    private static void Property<T>(Utf8JsonWriter writer, string name, T value)
    {
        writer.WritePropertyName(name);
        JsonSerializer.Serialize(writer, value, HistoryJson.Options);
    }

    private static void Whole(Utf8JsonWriter writer, string name, long? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    /// <summary>JSON has no infinite numbers.</summary>
    internal static void Number(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
