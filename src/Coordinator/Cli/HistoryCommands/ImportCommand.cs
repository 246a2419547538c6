using System.CommandLine;
using System.Globalization;
using NNOptim.Files;
using NNOptim.History.Exchange;
using NNOptim.Persistence;
using NNOptim.Reporting;

namespace NNOptim.Cli.HistoryCommands;

/// <summary><c>nnoptim history import FILE</c>: imports an exported experiment into this database, under its own id.</summary>
internal static class ImportCommand
{
    /// <summary>The document is read into memory, and the JSON reader of .NET has this limit.</summary>
    private const long MaxBytes = 1_000_000_000;

    public static Command Create(JournalOption database)
    {
        var file = new Argument<string>("file") { HelpName = "FILE", Description = "A file that nnoptim history export --format json wrote." };
        var command = new Command("import", "Imports an experiment that was exported as json on this or another machine.") { file };
        command.SetAction(parsed =>
        {
            var target = database.Open(parsed);
            var path = parsed.GetRequiredValue(file);
            var imported = Read(path);
            var id = imported.Record.Id;
            return HistoryReading.Change(target, () =>
            {
                Directory.CreateDirectory(target.Directory);
                using var locks = new ExperimentLocks(target);
                using var held = locks.TryTake(id)
                    ?? throw CommandException.BadInput($"{path}: another process is running experiment {id} on {target}.");
                if (!ExperimentImport.Write(target, imported, TimeProvider.System.GetUtcNow()))
                {
                    throw CommandException.BadInput($"{path}: {target} already has experiment {id}; nnoptim history delete {id} removes it.");
                }

                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"Experiment {id} ({imported.Record.Specification.Name}) is imported: {Wording.Counted(imported.Record.Runs.Length, "run")}, {Wording.Counted(imported.Events.Length, "event")}."));
                return ExitCode.Success;
            });
        });
        return command;
    }

    private static ImportedExperiment Read(string path)
    {
        try
        {
            using var stream = InputFile.Open(path, MaxBytes);
            return ExperimentImport.Read(stream);
        }
        catch (ExchangeFormatException error)
        {
            throw CommandException.BadInput($"{path}: {error.Message}.");
        }
        catch (IOException error)
        {
            throw CommandException.BadInput($"{path} cannot be read: {error.Message}.");
        }
    }
}
