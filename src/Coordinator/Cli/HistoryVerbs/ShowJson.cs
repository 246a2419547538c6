using System.Text.Json;
using NNOptim.Experiments;
using NNOptim.History.Tables;

namespace NNOptim.Cli.HistoryVerbs;

/// <summary>What <c>show --json</c> prints: one line.</summary>
internal static class ShowJson
{
    public static void Write(TextWriter output, ExperimentRow row, IReadOnlyList<CellRow> cells, IReadOnlyList<WorkerRow> workers, IReadOnlyList<ActionRow> actions) =>
        JsonLines.Write(output, writer =>
        {
            ListVerb.WriteJson(writer, row);
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
            Array(writer, "cells", cells, cell =>
            {
                writer.WriteNumber("cell", cell.Cell);
                writer.WriteString("optimizer", cell.Optimizer);
                writer.WriteNumber("learning_rate", cell.LearningRate);
                writer.WriteString("batch_size", cell.BatchSize == RunSpecification.FullBatch ? "full" : $"{cell.BatchSize}");
                writer.WriteNumber("epochs", cell.Epochs);
                writer.WriteString("layers", cell.Layers);
                writer.WriteString("hidden_activation", cell.HiddenActivation);
                writer.WriteString("initializer", cell.Initializer);
                writer.WriteString("settings", cell.Settings);
                writer.WriteNumber("runs", cell.Runs);
                writer.WriteNumber("completed", cell.Completed);
                writer.WriteNumber("diverged", cell.Diverged);
                writer.WriteNumber("failed", cell.Failed);
                writer.WriteNumber("cancelled", cell.Cancelled);
                Number(writer, "mean_final_cost", cell.MeanFinalCost);
                Number(writer, "least_final_cost", cell.LeastFinalCost);
                Number(writer, "largest_final_cost", cell.LargestFinalCost);
                Number(writer, "train_accuracy", cell.TrainAccuracy);
                Number(writer, "test_accuracy", cell.TestAccuracy);
            });
            Array(writer, "workers", workers, worker =>
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
            Array(writer, "actions", actions, action =>
            {
                writer.WriteNumber("number", action.Number);
                writer.WriteString("action", action.Action);
                writer.WriteString("by", action.By);
                writer.WriteString("at", action.At);
                Whole(writer, "priority", action.Priority);
            });
        });

    public static void WriteRun(
        TextWriter output, ExperimentRow experiment, RunRow run, IReadOnlyList<AttemptRow> attempts, IReadOnlyList<CostPoint> curve) =>
        JsonLines.Write(output, writer =>
        {
            writer.WriteString("experiment", experiment.Id.Value);
            writer.WriteNumber("run", run.Run);
            writer.WriteNumber("cell", run.Cell);
            writer.WriteString("optimizer", run.Optimizer);
            writer.WriteNumber("learning_rate", run.LearningRate);
            writer.WriteString("batch_size", run.BatchSize == RunSpecification.FullBatch ? "full" : $"{run.BatchSize}");
            writer.WriteString("settings", run.Settings);
            writer.WriteNumber("seed", run.Seed);
            writer.WriteString("state", run.State);
            writer.WriteString("failure_reason", run.FailureReason);
            Number(writer, "final_cost", run.FinalCost);
            Number(writer, "best_cost", run.BestCost);
            Whole(writer, "best_epoch", run.BestEpoch);
            Whole(writer, "epochs_trained", run.EpochsTrained);
            Whole(writer, "epochs_to_target", run.EpochsToTarget);
            Whole(writer, "diverged_at_epoch", run.DivergedAtEpoch);
            Number(writer, "overshoot", run.Overshoot);
            Whole(writer, "rise_count", run.RiseCount);
            Number(writer, "rise_area", run.RiseArea);
            Number(writer, "train_accuracy", run.TrainAccuracy);
            Number(writer, "test_accuracy", run.TestAccuracy);
            Number(writer, "training_seconds", run.TrainingSeconds);
            Array(writer, "attempts", attempts, attempt =>
            {
                writer.WriteNumber("attempt", attempt.Attempt);
                writer.WriteString("worker", attempt.Worker);
                writer.WriteString("assigned_at", attempt.AssignedAt);
                if (attempt.EndedAt is { } endedAt)
                {
                    writer.WriteString("ended_at", endedAt);
                }

                writer.WriteString("outcome", attempt.Outcome);
                writer.WriteString("reason", attempt.Reason);
            });
            Array(writer, "costs", curve, point =>
            {
                writer.WriteNumber("epoch", point.Epoch);
                writer.WriteNumber("cost", point.Cost);
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

    /// <summary>JSON has no words for infinities.</summary>
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
