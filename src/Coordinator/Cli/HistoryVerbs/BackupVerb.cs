using System.CommandLine;
using NNOptim.Persistence;

namespace NNOptim.Cli.HistoryVerbs;

/// <summary><c>nnoptim history backup FILE</c>: copies the database as one moment has it, while others write it.</summary>
internal static class BackupVerb
{
    public static Command Create(JournalOption database)
    {
        var file = new Argument<string>("file") { HelpName = "FILE", Description = "The copy, which must not be there yet; --db reads it." };
        var command = new Command("backup", "Copies a SQLite database to one complete file, while processes write it too.") { file };
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
            throw CommandException.BadInput($"{database} is a PostgreSQL database; pg_dump copies it.");
        }

        if (Path.Exists(path) || Path.Exists(SqliteLog.PathOf(path)))
        {
            throw CommandException.BadInput($"{path} is there already.");
        }

        // What is half written never stands under the name that was asked for.
        var partial = path + ".partial";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Delete(partial);
            if (!HistoryReading.Guarded(database, () => source.TryCopyTo(partial)))
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
