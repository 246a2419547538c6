using System.CommandLine;
using System.Globalization;
using NNOptim.Coordinator.History;
using NNOptim.Coordinator.Reporting.Analysis;
using NNOptim.Coordinator.Reporting.Terminal;
using Spectre.Console;

namespace NNOptim.Coordinator.Commands;

/// <summary><c>nnoptim history</c>: lists the experiments of the journal; <c>history show ID</c> prints one.</summary>
internal static class HistoryCommand
{
    public static Command Create()
    {
        var database = CommonOptions.Database();
        database.Recursive = true;
        var json = CommonOptions.Json();
        var command = new Command("history", "Lists the experiments of the journal.") { database, json };
        command.SetAction(parsed => List(
            Journal.Read(CommonOptions.DatabaseAt(parsed.GetValue(database)), reader => ExperimentOutline.Of(reader.Outlines())),
            parsed.GetValue(json)));

        var id = ExperimentSelector.Argument();
        var show = new Command("show", "Prints one experiment.") { id };
        show.SetAction(parsed => Show(CommonOptions.DatabaseAt(parsed.GetValue(database)), parsed.GetRequiredValue(id)));
        command.Add(show);
        return command;
    }

    private static int List(IReadOnlyList<ExperimentOutline> outlines, bool json)
    {
        if (json)
        {
            foreach (var outline in outlines)
            {
                WriteJson(outline);
            }

            return ExitCode.Success;
        }

        if (outlines.Count == 0)
        {
            AnsiConsole.WriteLine("No experiments yet; nnoptim run starts one.");
            return ExitCode.Success;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("Id", "Name", "Submitted", "State", "Runs", "Diverged", "Failed");
        foreach (var outline in outlines.Reverse())
        {
            table.AddRow(
                outline.Id.Value,
                Markup.Escape(outline.Name),
                outline.SubmittedAt.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
                outline.EndedAt is null ? "unfinished" : "ended",
                string.Create(CultureInfo.InvariantCulture, $"{outline.Progress.Ended}/{outline.Progress.Total}"),
                outline.Progress.Diverged.ToString(CultureInfo.InvariantCulture),
                outline.Progress.Failed.ToString(CultureInfo.InvariantCulture));
        }

        AnsiConsole.Write(table);
        return ExitCode.Success;
    }

    private static void WriteJson(ExperimentOutline outline) => JsonLines.Write(Console.Out, writer =>
    {
        writer.WriteString("experiment", outline.Id.Value);
        writer.WriteString("name", outline.Name);
        writer.WriteString("submitted_at", outline.SubmittedAt);
        if (outline.EndedAt is { } endedAt)
        {
            writer.WriteString("ended_at", endedAt);
        }

        writer.WriteNumber("runs", outline.Progress.Total);
        writer.WriteNumber("completed", outline.Progress.Completed);
        writer.WriteNumber("diverged", outline.Progress.Diverged);
        writer.WriteNumber("failed", outline.Progress.Failed);
    });

    private static int Show(Persistence.JournalDatabase database, string given)
    {
        var experiment = ExperimentSelector.Load(database, given);
        var console = AnsiConsole.Console;
        console.MarkupLineInterpolated($"[bold]{experiment.Specification.Name}[/] ({experiment.Id})");
        console.WriteLine($"Submitted {experiment.SubmittedAt:u} by: {experiment.Environment.CommandLine}");
        console.WriteLine(experiment.EndedAt is { } endedAt
            ? $"Ended     {endedAt:u}"
            : $"Unfinished; go on with: {ResumeCommand.LineFor(experiment.Id, database)}");
        console.WriteLine($"Program   {experiment.Environment.ProgramVersion} on {experiment.Environment.Runtime}, {experiment.Environment.OperatingSystem}, {experiment.Environment.Processors} processors, {experiment.Environment.VectorBits}-bit vectors");
        console.WriteLine();
        ComparisonTable.Write(console, ExperimentAnalysis.Of(experiment));
        return ExitCode.Success;
    }
}
