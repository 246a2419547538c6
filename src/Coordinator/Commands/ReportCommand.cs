using System.CommandLine;
using Spectre.Console;

namespace NNOptim.Coordinator.Commands;

/// <summary><c>nnoptim report ID</c>: writes an experiment's report anew from the journal.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var id = ExperimentSelector.Argument();
        var database = CommonOptions.Database();
        var report = CommonOptions.Report();
        var command = new Command("report", "Writes the report of an experiment of the journal.") { id, database, report };
        command.SetAction(parsed =>
        {
            var experiment = ExperimentSelector.Load(CommonOptions.DatabaseAt(parsed.GetValue(database)), parsed.GetRequiredValue(id));
            var directory = ReportFolder.Prepare(parsed.GetValue(report), experiment.Specification.Name, experiment.Id);
            ReportFolder.Write(experiment, directory);
            AnsiConsole.Console.MarkupLineInterpolated($"Report: [bold]{Path.Combine(directory, "report.md")}[/]");
            return ExitCode.Success;
        });
        return command;
    }
}
