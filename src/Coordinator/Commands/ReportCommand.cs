using System.CommandLine;
using NNOptim.Coordinator.Reporting.Analysis;
using Spectre.Console;

namespace NNOptim.Coordinator.Commands;

/// <summary><c>nnoptim report ID</c>: writes an experiment's report anew from the journal.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var database = CommonOptions.Database();
        var id = ExperimentSelector.Argument(database);
        var folder = CommonOptions.Report();
        var command = new Command("report", "Writes the report of an experiment of the journal.") { id, database, folder };
        command.SetAction(parsed =>
        {
            var experiment = ExperimentSelector.Load(CommonOptions.DatabaseAt(parsed.GetValue(database)), parsed.GetRequiredValue(id));
            var directory = ReportFolder.Prepare(parsed.GetValue(folder), experiment.Specification.Name, experiment.Id);
            var report = ReportFolder.Write(ExperimentAnalysis.Of(experiment), directory);
            AnsiConsole.Console.MarkupLineInterpolated($"Report: [bold]{report.Report}[/]");
            return ExitCode.Success;
        });
        return command;
    }
}
