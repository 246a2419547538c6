using System.CommandLine;
using System.Globalization;
using NNOptim.Experiments;
using NNOptim.History.Tables;
using NNOptim.History.Views;
using NNOptim.Reporting;
using Spectre.Console;

namespace NNOptim.Cli.HistoryCommands;

/// <summary><c>nnoptim history show ID</c>: shows one experiment; with <c>--run K</c>, one run and its curve.</summary>
internal static class ShowCommand
{
    private const int MaxConfigurations = 20;
    private const int MaxWorkers = 10;
    private const int MaxActions = 20;

    public static Command Create(JournalOption database)
    {
        var id = ExperimentSelector.Argument(database.AddressOf, database.RemoteOf);
        var run = CommonOptions.Count("--run", "Shows this run and its cost curve.", int.MaxValue);
        var specification = new Option<bool>("--specification") { Description = "Prints the resolved experiment file and nothing else." };
        var json = CommonOptions.Json();
        var command = new Command("show", "Shows one experiment: its origin, progress, best configurations, workers and actions.") { id, run, specification, json };
        command.SetAction((parsed, _) => database.ReadAsync(parsed, [parsed.GetRequiredValue(id)], source =>
        {
            var found = ExperimentSelector.Resolve(source.Database, source.Given[0]);
            return HistoryReading.Read(
                source.Database,
                tables =>
                {
                    var row = tables.Experiments(new HistoryFilter { Id = found, Archived = true }).SingleOrDefault()
                        ?? throw CommandException.Infrastructure($"Experiment {found} is in the journal but could not be added to the history tables; nnoptim history doctor shows details.");
                    if (parsed.GetValue(specification))
                    {
                        Console.Out.Write(row.Specification);
                        return ExitCode.Success;
                    }

                    return parsed.GetValue(run) is { } number
                        ? ShowRun(tables, row, number, parsed.GetValue(json))
                        : ShowExperiment(tables, row, source, parsed.GetValue(json));
                },
                () => ExitCode.Success);
        }));
        return command;
    }

    private static int ShowExperiment(HistoryTables tables, ExperimentRow row, HistorySource source, bool json)
    {
        var view = new ExperimentView(
            row,
            tables.Specification(row.Id),
            tables.Configurations(row.Id, json ? int.MaxValue : MaxConfigurations),
            tables.Workers(row.Id),
            tables.Pages.Actions(row.Id));
        if (json)
        {
            ShowJson.Write(Console.Out, view);
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
            : $"continue with: {(source.Coordinator is { } coordinator ? $"nnoptim resume {row.Id} --to {coordinator}" : ResumeCommand.LineFor(row.Id, source.Database))}");
        Line("Runs", string.Create(CultureInfo.InvariantCulture, $"{row.Runs}: {row.Completed} completed, {row.Diverged} diverged, {row.Failed} failed, {row.Cancelled} cancelled, {row.Runs - row.EndedRuns} remaining"));
        Line("Confirmed", row.Confirmation is { } round ? string.Create(CultureInfo.InvariantCulture, $"{round.Described}, confirmation {round.Number}") : "");
        Line("Data", row.DatasetSha256 is { } hash ? $"{row.Dataset}, SHA-256 {hash}" : row.Dataset);
        Line("Program", $"{environment.ProgramVersion} on {environment.Runtime}");
        Line("System", environment.OperatingSystem);
        Line("Processor", $"{(environment.ProcessorName.Length > 0 ? environment.ProcessorName + ", " : "")}{environment.Processors} logical, {environment.VectorBits}-bit vectors");
        Line("Tags", string.Join(", ", row.Tags));
        Line("Note", row.Note);
        Line("Archived", row.Archived ? "yes" : "");
        console.Write(ConfigurationTable(view.Specification, view.Configurations));
        if (view.Configurations.Count == MaxConfigurations && tables.ConfigurationCount(row.Id) is var all and > MaxConfigurations)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The best {MaxConfigurations} of {all:N0} configurations; nnoptim report {row.Id} compares all, nnoptim history export {row.Id} writes all to a file."));
        }

        WriteWorkers(view.Workers);
        WriteActions(view.Actions);
        return ExitCode.Success;

        void Line(string label, string text)
        {
            if (text.Length > 0)
            {
                // The styled console would wrap long lines, which people copy.
                Console.WriteLine($"{label,-11}{text}");
            }
        }
    }

    /// <summary>
    /// The configurations and their results. Parameters without a column of their own share one column. Columns that contain only zeros are
    /// omitted.
    /// </summary>
    internal static Table ConfigurationTable(ExperimentSpecification specification, IReadOnlyList<ConfigurationItem> configurations)
    {
        var trainable = specification.Declaration;
        var hasWords = configurations.Any(configuration => ConfigurationWords.Describe(specification, configuration.Values).Length > 0);
        var hasUnsuccessful = !hasWords || configurations.Any(configuration => configuration.Diverged + configuration.Failed > 0);
        var fractions = trainable.Metrics
            .Where(metric => metric.Format == MetricFormat.Percent && metric.Name != specification.Objective
                && configurations.Any(configuration => configuration.Metrics.GetValueOrDefault(metric.Name) is not null))
            .ToList();
        var objective = trainable.Metrics.FirstOrDefault(metric => metric.Name == specification.Objective);
        var parameters = ConfigurationWords.Columns(specification);
        var table = NarrowTable.Create();
        foreach (var parameter in parameters)
        {
            table.AddWhole(Head(parameter.Label), number: parameter.Type.IsNumeric);
        }

        _ = hasWords ? table.AddWrapped("Configuration") : table;
        table.AddWhole("Seeds").AddWhole(Head(specification.Objective.Replace('_', ' ')), number: true);
        foreach (var metric in fractions)
        {
            table.AddWhole(Head(metric.Label), number: true);
        }

        _ = hasUnsuccessful ? table.AddWhole("Diverged", number: true).AddWhole("Failed", number: true) : table;
        foreach (var configuration in configurations)
        {
            table.AddRow(
            [
                .. parameters.Select(parameter => new Text(configuration.Values[parameter.Name]?.ToString() ?? "")),
                .. hasWords ? [new Text(ConfigurationWords.Describe(specification, configuration.Values))] : (Text[])[],
                new Text(string.Create(CultureInfo.InvariantCulture, $"{configuration.Completed}/{configuration.Runs}")),
                new Text(objective is null ? Wording.Absent : Wording.Value(objective, configuration.MeanObjective)),
                .. fractions.Select(metric => new Text(Wording.Value(metric, configuration.Metrics.GetValueOrDefault(metric.Name)))),
                .. hasUnsuccessful ? [new Text(Wording.Count(configuration.Diverged)), new Text(Wording.Count(configuration.Failed))] : (Text[])[],
            ]);
        }

        return table;
    }

    /// <summary>A header with one word per line, for a narrow column.</summary>
    private static string Head(string label) => Wording.Sentence(label).Replace(' ', '\n');

    private static void WriteWorkers(IReadOnlyList<WorkerRow> workers)
    {
        foreach (var worker in workers.Take(MaxWorkers))
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Worker {worker.Worker}: {Wording.Counted(worker.Attempts, "attempt")}, {worker.Completed:N0} completed, {worker.Diverged:N0} diverged, {worker.Failed:N0} failed, {worker.Requeued:N0} returned or lost, {worker.Cancelled:N0} cancelled"));
        }

        if (workers.Count > MaxWorkers)
        {
            Console.WriteLine($"and {Wording.Counted(workers.Count - MaxWorkers, "more worker")} (--json lists all)");
        }
    }

    private static void WriteActions(IReadOnlyList<ActionRow> actions)
    {
        if (actions.Count > MaxActions)
        {
            Console.WriteLine($"{actions.Count - MaxActions} earlier actions (--json lists all)");
        }

        foreach (var action in actions.TakeLast(MaxActions))
        {
            Console.WriteLine($"{action.At:u}  {action.Action}{(action is { Action: "priority", Priority: { } priority } ? string.Create(CultureInfo.InvariantCulture, $" {priority}") : "")}{(action.By.Length > 0 ? $" by {action.By}" : "")}");
        }
    }

    private static int ShowRun(HistoryTables tables, ExperimentRow experiment, int number, bool json)
    {
        var run = tables.Run(experiment.Id, number)
            ?? throw CommandException.BadInput($"--run: {number} is not a run of experiment {experiment.Id}; give a number from 1 to {experiment.Runs}.");
        var curve = tables.Curve(experiment.Id, number);
        var attempts = tables.Attempts(experiment.Id, number);
        if (json)
        {
            ShowJson.WriteRun(Console.Out, experiment.Id, tables.Pages.WithCosts(experiment.Id, experiment.RecordEvery, [run])[0], attempts, curve);
            return ExitCode.Success;
        }

        var console = AnsiConsole.Console;
        var specification = tables.Specification(experiment.Id);
        console.MarkupLineInterpolated($"[bold]Run {run.Run}[/] of {experiment.Name} ({experiment.Id}): {ConfigurationWords.Name(specification, run.Values)}, {specification.Trainable.Replicate.Label} {run.Seed}{ConfigurationWords.Split(specification, run.Values)}");
        Console.WriteLine(run.State + run.State switch
        {
            "diverged" => $" at epoch {run.DivergedAtEpoch}",
            "failed" => $": {run.FailureReason}",
            _ => "",
        });
        WriteMetrics(specification.Trainable, run);
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

    private static void WriteMetrics(Trainable trainable, RunItem run)
    {
        var texts = trainable.Metrics
            .Select(metric => (Metric: metric, Value: run.Metrics.GetValueOrDefault(metric.Name)))
            .Where(pair => pair.Value is not null)
            .Select(pair => $"{pair.Metric.Label} {Wording.Value(pair.Metric, pair.Value)}")
            .ToList();
        if (run.TrainingSeconds is { } seconds)
        {
            texts.Add(string.Create(CultureInfo.InvariantCulture, $"trained for {seconds:0.###} s"));
        }

        if (texts.Count > 0)
        {
            Console.WriteLine(Wording.Sentence(string.Join(", ", texts)));
        }
    }

    private static string Duration(TimeSpan duration) => duration.TotalSeconds < 60
        ? string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.0} s")
        : duration.ToString(duration.TotalDays < 1 ? "h':'mm':'ss" : "d' d 'h':'mm':'ss", CultureInfo.InvariantCulture);
}
