using System.CommandLine;
using NNOptim.Coordinator.History.Exchange;
using NNOptim.Coordinator.Persistence;
using NNOptim.Coordinator.Reporting.Analysis;
using NNOptim.Coordinator.Reporting.Exports;
using NNOptim.Coordinator.Reporting.Tables;
using NNOptim.Shared.Experiments;

namespace NNOptim.Coordinator.Commands.HistoryVerbs;

/// <summary><c>nnoptim history export ID --format F</c>: writes an experiment for other programs, or for another machine.</summary>
internal static class ExportVerb
{
    private const string Json = "json";

    /// <summary>The formats that are folders of files.</summary>
    private static readonly (string Name, Action<string, ExperimentRecord> Write)[] Folders =
    [
        ("csv", (folder, experiment) =>
        {
            var analysis = ExperimentAnalysis.Of(experiment);
            RunsTable.Write(Path.Combine(folder, "runs.csv"), analysis);
            CostsTable.Write(Path.Combine(folder, "costs.csv"), analysis);
        }),
        ("parquet", (folder, experiment) =>
        {
            var analysis = ExperimentAnalysis.Of(experiment);
            ParquetTables.WriteRuns(Path.Combine(folder, "runs.parquet"), analysis);
            ParquetTables.WriteCosts(Path.Combine(folder, "costs.parquet"), analysis);
        }),
        ("tensorboard", TensorBoardLogs.Write),
        ("mlflow", MlflowStore.Write),
    ];

    public static Command Create(Option<string> database)
    {
        var id = ExperimentSelector.Argument(database);
        var format = CommonOptions.OneOf(
            "--format",
            "json (one file, which nnoptim history import reads), csv or parquet (runs and costs), tensorboard (event files), mlflow (a file store).",
            "FORMAT",
            [Json, .. Folders.Select(folder => folder.Name)]);
        format.DefaultValueFactory = _ => Json;
        var output = new Option<string>("--output")
        {
            Description = "The file of json, or the folder of the others; must not be there yet (default: ID.json or ID-FORMAT here).",
            HelpName = "PATH",
        };
        var command = new Command("export", "Writes an experiment for other programs, or for another machine.") { id, format, output };
        command.SetAction(parsed => Execute(
            CommonOptions.DatabaseAt(parsed.GetValue(database)), parsed.GetRequiredValue(id), parsed.GetRequiredValue(format), parsed.GetValue(output)));
        return command;
    }

    private static int Execute(JournalDatabase database, string given, string format, string? output)
    {
        var id = ExperimentSelector.Resolve(database, given);
        var path = Path.GetFullPath(output ?? (format == Json ? $"{id}.json" : $"{id}-{format}"));
        if (Path.Exists(path))
        {
            throw CommandException.BadInput($"--output: {path} is there already.");
        }

        // What is half written never stands under the name that was asked for.
        var partial = path + ".partial";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (format == Json)
            {
                WriteJson(database, id, partial);
                File.Move(partial, path);
            }
            else
            {
                var experiment = ExperimentSelector.Load(database, id.Value);
                Directory.CreateDirectory(partial);
                Folders.Single(folder => folder.Name == format).Write(partial, experiment);
                Directory.Move(partial, path);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CommandException.Infrastructure($"The export cannot be written to {path}: {error.Message}", error);
        }
        finally
        {
            Discard(partial);
        }

        Console.WriteLine(path);
        return ExitCode.Success;
    }

    private static void WriteJson(JournalDatabase database, ExperimentId id, string path)
    {
        using var file = File.Create(path);
        if (!HistoryReading.Guarded(database, () => ExperimentExport.Write(database, id, file)))
        {
            throw CommandException.Infrastructure($"The events of experiment {id} do not begin with its submission.");
        }
    }

    private static void Discard(string partial)
    {
        if (File.Exists(partial))
        {
            File.Delete(partial);
        }
        else if (Directory.Exists(partial))
        {
            Directory.Delete(partial, recursive: true);
        }
    }
}
