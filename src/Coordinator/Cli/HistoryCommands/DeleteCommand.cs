using System.CommandLine;
using System.Globalization;
using NNOptim.Experiments;
using NNOptim.History.Tables;
using NNOptim.History.Upkeep;
using NNOptim.Persistence;
using NNOptim.Reporting;

namespace NNOptim.Cli.HistoryCommands;

/// <summary><c>nnoptim history delete ID</c>: deletes an experiment permanently.</summary>
internal static class DeleteCommand
{
    public static Command Create(JournalOption database)
    {
        var id = ExperimentSelector.Argument(database.AddressOf);
        var yes = new Option<bool>("--yes") { Description = "Deletes without confirmation." };
        var command = new Command("delete", "Deletes an experiment permanently from the journal, the snapshots and the history. Existing reports stay.") { id, yes };
        command.SetAction(parsed => Execute(
            database.Open(parsed), parsed.GetRequiredValue(id), parsed.GetValue(yes)));
        return command;
    }

    private static int Execute(JournalDatabase database, string given, bool yes)
    {
        var id = ExperimentSelector.Resolve(database, given);
        return HistoryReading.Change(database, () =>
        {
            using var locks = new ExperimentLocks(database);
            using var held = locks.TryTake(id)
                ?? throw CommandException.BadInput($"Another process is running experiment {id}; stop or cancel it first.");
            if (!yes && !IsConfirmed(database, id))
            {
                Console.Error.WriteLine("Nothing was deleted.");
                return ExitCode.BadInput;
            }

            var deleted = Deletion.Delete(database, id);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"Experiment {id} is deleted: {Wording.Counted(deleted.Events, "event")} and {Wording.Counted(deleted.Checkpoints, "checkpoint")}."));
            return ExitCode.Success;
        });
    }

    private static bool IsConfirmed(JournalDatabase database, ExperimentId id)
    {
        if (Console.IsInputRedirected)
        {
            throw CommandException.BadInput("Deletion needs confirmation, but the standard input is not a terminal; --yes deletes without confirmation.");
        }

        var row = HistoryReading.Read(database, tables => tables.Experiments(new HistoryFilter { Id = id, Archived = true }).SingleOrDefault(), () => null);
        Console.Write(row is null
            ? $"Delete {id} permanently? This cannot be undone. (yes/no) "
            : string.Create(CultureInfo.InvariantCulture, $"Delete {row.Name} ({id}) from {row.SubmittedAt:u} with {Wording.Counted(row.Runs, "run")} permanently? This cannot be undone. (yes/no) "));
        return Console.ReadLine()?.Trim().ToUpperInvariant() is "YES" or "Y";
    }
}
