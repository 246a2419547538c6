using System.CommandLine;
using System.Globalization;
using NNOptim.Experiments;
using NNOptim.History.Tables;
using NNOptim.Persistence;
using NNOptim.Reporting;
using Spectre.Console;

namespace NNOptim.Cli.HistoryVerbs;

/// <summary><c>nnoptim history show ID</c>: one experiment, what made it, its best cells and who steered it; with <c>--run K</c> one run and its curve.</summary>
internal static class ShowVerb
{
    private const int MostCells = 20;
    private const int MostWorkers = 10;
    private const int MostActions = 20;

    public static Command Create(JournalOption database)
    {
        var id = ExperimentSelector.Argument(database.AddressOf);
        var run = CommonOptions.Count("--run", "Shows this run and its cost curve.", int.MaxValue);
        var specification = new Option<bool>("--specification") { Description = "Prints the resolved experiment file and nothing else." };
        var json = CommonOptions.Json();
        var command = new Command("show", "Shows one experiment: what made it, how it stands, its best cells, who trained and who steered it.") { id, run, specification, json };
        command.SetAction(parsed =>
        {
            var target = database.Open(parsed);
            var found = ExperimentSelector.Resolve(target, parsed.GetRequiredValue(id));
            return HistoryReading.Read(
                target,
                tables =>
                {
                    var row = tables.Experiments(new HistoryFilter { Id = found, Archived = true }).SingleOrDefault()
                        ?? throw CommandException.Infrastructure($"Experiment {found} is in the journal and cannot be brought into the history; nnoptim history doctor says more.");
                    if (parsed.GetValue(specification))
                    {
                        Console.Out.Write(row.Specification);
                        return ExitCode.Success;
                    }

                    return parsed.GetValue(run) is { } number
                        ? ShowRun(tables, row, number, parsed.GetValue(json))
                        : ShowExperiment(tables, row, target, parsed.GetValue(json));
                },
                () => ExitCode.Success);
        });
        return command;
    }

    private static int ShowExperiment(HistoryTables tables, ExperimentRow row, JournalDatabase database, bool json)
    {
        var cells = tables.Cells(row.Id, json ? int.MaxValue : MostCells);
        var workers = tables.Workers(row.Id);
        var actions = tables.Pages.Actions(row.Id);
        if (json)
        {
            ShowJson.Write(Console.Out, row, cells, workers, actions);
            return ExitCode.Success;
        }

        var console = AnsiConsole.Console;
        var environment = row.Environment;
        console.MarkupLineInterpolated($"[bold]{row.Name}[/] ({row.Id})");
        Line("", row.Description);
        Line("Command", environment.CommandLine);
        Line("Submitted", $"{row.SubmittedAt:u}");
        Line(row.EndedAt is not null ? row.State == "cancelled" ? "Cancelled" : "Ended" : row.State == "paused" ? "Paused" : "Unfinished", row.EndedAt is { } endedAt
            ? $"{endedAt:u}, after {Duration(endedAt - row.SubmittedAt)}"
            : $"go on with: {ResumeCommand.LineFor(row.Id, database)}");
        Line("Runs", string.Create(CultureInfo.InvariantCulture, $"{row.Runs}: {row.Completed} completed, {row.Diverged} diverged, {row.Failed} failed, {row.Cancelled} cancelled, {row.Runs - row.EndedRuns} to go"));
        Line("Data", row.DatasetSha256 is { } hash ? $"{row.Dataset}, SHA-256 {hash}" : row.Dataset);
        Line("Program", $"{environment.ProgramVersion} on {environment.Runtime}");
        Line("System", environment.OperatingSystem);
        Line("Processor", $"{(environment.ProcessorName.Length > 0 ? environment.ProcessorName + ", " : "")}{environment.Processors} logical, {environment.VectorBits}-bit vectors");
        Line("Tags", string.Join(", ", row.Tags));
        Line("Note", row.Note);
        Line("Archived", row.Archived ? "yes" : "");
        console.Write(CellTable(cells));
        if (cells.Count == MostCells && tables.CellCount(row.Id) is var all and > MostCells)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The best {MostCells} of {all:N0} cells; nnoptim report {row.Id} compares all, nnoptim history export {row.Id} has them in a file."));
        }

        WriteWorkers(workers);
        WriteActions(actions);
        return ExitCode.Success;

        void Line(string label, string text)
        {
            if (text.Length > 0)
            {
                // Not by the console, which would break long lines where a person may want to copy them.
                Console.WriteLine($"{label,-11}{text}");
            }
        }
    }

    /// <summary>
    /// Cells with their figures. Where the optimiser has further settings beside it, columns that have nothing but zeros make
    /// room for them.
    /// </summary>
    internal static Table CellTable(IReadOnlyList<CellRow> cells)
    {
        var hasSettings = cells.Any(cell => cell.Settings.Length > 0);
        var hasUnsuccessful = !hasSettings || cells.Any(cell => cell.Diverged + cell.Failed > 0);
        var table = NarrowTable.Create();
        table = hasSettings ? table.AddWrapped("Optimizer") : table.AddWhole("Optimizer");
        table.AddWhole("Rate").AddWhole("Batch").AddWhole("Seeds").AddWhole("Final cost", number: true).AddWhole("Accuracy", number: true);
        if (hasUnsuccessful)
        {
            table.AddWhole("Diverged", number: true).AddWhole("Failed", number: true);
        }

        foreach (var cell in cells)
        {
            string[] texts =
            [
                Wording.With(cell.Optimizer, cell.Settings),
                cell.LearningRate.ToString("R", CultureInfo.InvariantCulture),
                BatchText(cell.BatchSize),
                string.Create(CultureInfo.InvariantCulture, $"{cell.Completed}/{cell.Runs}"),
                Wording.Cost(cell.MeanFinalCost),
                Wording.Accuracy(cell.TestAccuracy ?? cell.TrainAccuracy),
                cell.Diverged.ToString(CultureInfo.InvariantCulture),
                cell.Failed.ToString(CultureInfo.InvariantCulture),
            ];
            table.AddRow(texts[..table.Columns.Count]);
        }

        return table;
    }

    private static void WriteWorkers(IReadOnlyList<WorkerRow> workers)
    {
        foreach (var worker in workers.Take(MostWorkers))
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Worker {worker.Worker}: {Wording.Counted(worker.Attempts, "attempt")}, {worker.Completed:N0} completed, {worker.Diverged:N0} diverged, {worker.Failed:N0} failed, {worker.Requeued:N0} given back or lost, {worker.Cancelled:N0} cancelled"));
        }

        if (workers.Count > MostWorkers)
        {
            Console.WriteLine($"and {Wording.Counted(workers.Count - MostWorkers, "worker")} more (--json has all)");
        }
    }

    private static void WriteActions(IReadOnlyList<ActionRow> actions)
    {
        if (actions.Count > MostActions)
        {
            Console.WriteLine($"{actions.Count - MostActions} actions before these (--json has all)");
        }

        foreach (var action in actions.TakeLast(MostActions))
        {
            Console.WriteLine($"{action.At:u}  {action.Action}{(action is { Action: "priority", Priority: { } priority } ? string.Create(CultureInfo.InvariantCulture, $" {priority}") : "")}{(action.By.Length > 0 ? $" by {action.By}" : "")}");
        }
    }

    private static int ShowRun(HistoryTables tables, ExperimentRow experiment, int number, bool json)
    {
        var run = tables.Run(experiment.Id, number)
            ?? throw CommandException.BadInput($"--run: experiment {experiment.Id} has runs 1 to {experiment.Runs}; {number} is none of them.");
        var curve = tables.Curve(experiment.Id, number);
        var attempts = tables.Attempts(experiment.Id, number);
        if (json)
        {
            ShowJson.WriteRun(Console.Out, experiment, run, attempts, curve);
            return ExitCode.Success;
        }

        var console = AnsiConsole.Console;
        console.MarkupLineInterpolated($"[bold]Run {run.Run}[/] of {experiment.Name} ({experiment.Id}): {Wording.With(run.Optimizer, run.Settings)}, learning rate {run.LearningRate.ToString("R", CultureInfo.InvariantCulture)}, batch {BatchText(run.BatchSize)}, seed {run.Seed}");
        Console.WriteLine(run.State + run.State switch
        {
            "diverged" => $" at epoch {run.DivergedAtEpoch}",
            "failed" => $": {run.FailureReason}",
            _ => "",
        });
        if (run.FinalCost is not null)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Final cost {Wording.Cost(run.FinalCost)}, best {Wording.Cost(run.BestCost)} at epoch {run.BestEpoch}, overshoot {Wording.Number(run.Overshoot)}, accuracy {Wording.Accuracy(run.TrainAccuracy)} (train) {Wording.Accuracy(run.TestAccuracy)} (test), {run.TrainingSeconds:0.###} s"));
        }

        foreach (var attempt in attempts)
        {
            Console.WriteLine($"Attempt {attempt.Attempt}: {attempt.Outcome}, on {attempt.Worker}, from {attempt.AssignedAt:u}{(attempt.EndedAt is { } end ? $" to {end:u}" : "")}{(attempt.Reason is { } reason ? $": {reason}" : "")}");
        }

        if (curve.Count > 0)
        {
            console.WriteLine();
            foreach (var line in CurvePlot.Draw(curve, Math.Clamp(console.Profile.Width - 1, 30, 120), height: 12))
            {
                console.WriteLine(line);
            }
        }

        return ExitCode.Success;
    }

    private static string BatchText(int size) => size == RunSpecification.FullBatch ? "full" : size.ToString(CultureInfo.InvariantCulture);

    private static string Duration(TimeSpan duration) => duration.TotalSeconds < 60
        ? string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.0} s")
        : duration.ToString(duration.TotalDays < 1 ? "h':'mm':'ss" : "d' d 'h':'mm':'ss", CultureInfo.InvariantCulture);
}
