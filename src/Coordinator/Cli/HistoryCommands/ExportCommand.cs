using System.CommandLine;
using NNOptim.Experiments;
using NNOptim.Files;
using NNOptim.History.Exchange;
using NNOptim.Persistence;
using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Exports;
using NNOptim.Reporting.Tables;

namespace NNOptim.Cli.HistoryCommands;

/// <summary><c>nnoptim history export ID --format F</c>: exports an experiment to other programs or machines.</summary>
internal static class ExportCommand
{
    private const string Json = "json";

    /// <summary>The formats that write a folder of files.</summary>
    private static readonly (string Name, Action<string, ExperimentRecord> Write)[] Folders =
    [
        ("csv", (folder, experiment) =>
        {
            var analysis = ExperimentAnalysis.Analyze(experiment);
            RunsTable.Write(Path.Combine(folder, "runs.csv"), analysis);
            CostsTable.Write(Path.Combine(folder, "costs.csv"), analysis);
        }),
        ("parquet", (folder, experiment) =>
        {
            var analysis = ExperimentAnalysis.Analyze(experiment);
            ParquetTables.WriteRuns(Path.Combine(folder, "runs.parquet"), analysis);
            ParquetTables.WriteCosts(Path.Combine(folder, "costs.parquet"), analysis);
        }),
        ("tensorboard", TensorBoardLogs.Write),
        ("mlflow", MlflowStore.Write),
    ];

    public static Command Create(JournalOption database)
    {
        var id = ExperimentSelector.Argument(database.AddressOf, database.RemoteOf);
        var format = CommonOptions.OneOf(
            "--format",
            "json (one file, which nnoptim history import reads), csv or parquet (runs and costs), tensorboard (event files), mlflow (a file store).",
            "FORMAT",
            [Json, .. Folders.Select(folder => folder.Name)]);
        format.DefaultValueFactory = _ => Json;
        var output = new Option<string>("--output")
        {
            Description = "The file for json, or the folder for other formats; must not exist (default: ID.json or ID-FORMAT in the working folder).",
            HelpName = "PATH",
        };
        var command = new Command("export", "Exports an experiment to other programs or machines.") { id, format, output };
        command.SetAction((parsed, _) => database.ReadAsync(
            parsed, [parsed.GetRequiredValue(id)], source => Execute(source.Database, source.Given[0], parsed.GetRequiredValue(format), parsed.GetValue(output))));
        return command;
    }

    private static int Execute(JournalDatabase database, string given, string format, string? output)
    {
        var id = ExperimentSelector.Resolve(database, given);
        var path = Path.GetFullPath(output ?? (format == Json ? $"{id}.json" : $"{id}-{format}"));
        if (Path.Exists(path))
        {
            throw CommandException.BadInput($"--output: {path} already exists.");
        }

        if (format == Json)
        {
            // File system failures are reported as export errors, database failures as journal errors.
            HistoryReading.TranslateErrors(database, () => WriteTo(path, () => WriteJson(database, id, path)));
        }
        else
        {
            var experiment = ExperimentSelector.Load(database, id.Value);
            WriteTo(path, () => WholeOutput.WriteFolder(path, partial => Folders.Single(folder => folder.Name == format).Write(partial, experiment)));
        }

        Console.WriteLine(path);
        return ExitCode.Success;
    }

    private static bool WriteTo(string path, Action write)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            write();
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CommandException.Infrastructure($"The export cannot be written to {path}: {error.Message}", error);
        }
    }

    private static void WriteJson(JournalDatabase database, ExperimentId id, string path) => WholeOutput.WriteFile(path, file =>
    {
        if (!ExperimentExport.Write(database, id, file))
        {
            throw CommandException.Infrastructure($"The events of experiment {id} do not begin with its submission.");
        }
    });
}
