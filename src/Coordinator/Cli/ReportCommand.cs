using System.CommandLine;
using NNOptim.Files;
using NNOptim.Reporting;
using Spectre.Console;

namespace NNOptim.Cli;

/// <summary><c>nnoptim report ID</c>: writes an experiment's report again, from a local journal or a coordinator.</summary>
internal static class ReportCommand
{
    /// <summary>Large enough for a logo as a data: URL.</summary>
    private const int MaxHeaderBytes = 16 << 20;

    private static readonly Dictionary<string, ReportFormats> Formats = new(StringComparer.OrdinalIgnoreCase)
    {
        ["md"] = ReportFormats.Markdown,
        ["html"] = ReportFormats.Html,
        ["csv"] = ReportFormats.Csv,
        ["parquet"] = ReportFormats.Parquet,
    };

    public static Command Create()
    {
        var database = new JournalOption();
        var id = ExperimentSelector.Argument(database.AddressOf, database.RemoteOf);
        var folder = CommonOptions.Report();
        var format = FormatOption();
        var title = new Option<string>("--title") { Description = "The report's title (default: the experiment's name).", HelpName = "TEXT" };
        var header = new Option<string>("--header")
        {
            Description = "A file with HTML to copy to the top of report.html and report.md: a lab's name, logo (as a data: URL) or notice.",
            HelpName = "FILE",
        };
        var command = new Command("report", "Writes the report of an experiment in the journal or at a coordinator.") { id, format, title, header, folder };
        database.AddTo(command);
        command.SetAction((parsed, _) => database.ReadAsync(parsed, [parsed.GetRequiredValue(id)], source =>
        {
            var fragment = parsed.GetValue(header) is { } path ? HeaderOf(path) : "";
            var journal = source.Database;
            var experiment = ExperimentSelector.Load(journal, source.Given[0]);
            var inUse = ReportFolder.InUse(experiment.Specification.Dataset, journal, ("the --header file", parsed.GetValue(header)));
            var directory = ReportFolder.Prepare(parsed.GetValue(folder), experiment.Specification.Name, experiment.Id, inUse);
            var (analysis, options) = ReportContent.Analyze(experiment);
            var report = ReportFolder.Write(analysis, directory, options with
            {
                Title = parsed.GetValue(title),
                Header = fragment,
                Formats = parsed.GetValue(format) is var given and not ReportFormats.None ? given : ReportFormats.Default,
            });
            AnsiConsole.Console.WriteUnbroken($"Report: [bold]{report.Report}[/]");
            return ExitCode.Success;
        }));
        return command;
    }

    private static Option<ReportFormats> FormatOption() => new("--format")
    {
        Description = $"The formats to write, from {string.Join(", ", Formats.Keys)} (default: md,html,csv). For a PDF, print report.html from a browser.",
        HelpName = "LIST",
        CustomParser = result =>
        {
            var names = result.Tokens[0].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            var unknown = names.Where(name => !Formats.ContainsKey(name)).ToList();
            if (names.Length == 0 || unknown.Count > 0)
            {
                result.AddError($"--format: '{(unknown.Count > 0 ? string.Join(',', unknown) : result.Tokens[0].Value)}' is not allowed; "
                    + $"give one or more of {string.Join(", ", Formats.Keys)}, separated by commas.");
            }

            return names.Aggregate(ReportFormats.None, (all, name) => all | Formats.GetValueOrDefault(name));
        },
    };

    private static string HeaderOf(string path)
    {
        try
        {
            return InputFile.ReadText(path, MaxHeaderBytes);
        }
        catch (InputFileException error)
        {
            throw CommandException.BadInput($"--header: {path} cannot be read: {error.Message}.");
        }
    }
}
