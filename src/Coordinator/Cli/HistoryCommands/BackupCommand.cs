using System.CommandLine;
using NNOptim.Persistence;

namespace NNOptim.Cli.HistoryCommands;

/// <summary><c>nnoptim history backup FILE</c>: copies a consistent snapshot of the database, even while other processes write to it.</summary>
internal static class BackupCommand
{
    public static Command Create(JournalOption database)
    {
        var file = new Argument<string>("file") { HelpName = "FILE", Description = "The file for the copy, which must not exist; --db can open it." };
        var command = new Command("backup", "Copies a SQLite database to one file, even while other processes write to it.") { file };
        command.SetAction(parsed =>
        {
            Execute(database.Open(parsed), Path.GetFullPath(parsed.GetRequiredValue(file)));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Execute(JournalDatabase database, string path)
    {
        if (database is not SqliteDatabase source)
        {
            throw CommandException.BadInput($"{database} is a PostgreSQL database; copy it with pg_dump.");
        }

        if (Path.Exists(path) || Path.Exists(SqliteLog.PathOf(path)))
        {
            throw CommandException.BadInput($"{path} already exists.");
        }

        // The copy gets its final name only when it is complete.
        var partial = path + ".partial";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Delete(partial);
            if (!HistoryReading.TranslateErrors(database, () => source.TryCopyTo(partial)))
            {
                throw CommandException.BadInput($"There is no journal in {database}.");
            }

            File.Move(partial, path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CommandException.Infrastructure($"The backup cannot be written to {path}: {error.Message}", error);
        }
        finally
        {
            File.Delete(partial);
        }

        Console.WriteLine(path);
    }
}
