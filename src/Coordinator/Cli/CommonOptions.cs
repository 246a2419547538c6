using System.CommandLine;
using System.CommandLine.Completions;
using System.Globalization;
using NNOptim.Persistence;

namespace NNOptim.Cli;

/// <summary>The options that several commands share.</summary>
internal static class CommonOptions
{
    /// <summary>How long a command waits for a locked database, unless it has a setting for that.</summary>
    public static TimeSpan DefaultLockTimeout { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Selects JSON output.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Prints only JSON, one object per line." };

    /// <summary>The report's folder.</summary>
    public static Option<string> Report() => new("--report")
    {
        Description = "The folder for the report (default: reports/NAME-ID in the working folder).",
        HelpName = "DIR",
    };

    /// <summary>An option for a whole number from <paramref name="min"/> to <paramref name="max"/>.</summary>
    public static Option<int?> Count(string name, string description, int max, string unit = "N", int min = 1)
    {
        var option = new Option<int?>(name)
        {
            Description = description,
            HelpName = unit,
            CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
            {
                return value;
            }

            result.AddError($"{name}: '{text}' is not a whole number from {min} to {max}.");
            return null;
        }
        };
        return option;
    }

    /// <summary>An option that allows only the given values. Shells complete them.</summary>
    public static Option<string> OneOf(string name, string description, string placeholder, params IEnumerable<string> values)
    {
        var allowed = values.ToList();
        var option = new Option<string>(name) { Description = description, HelpName = placeholder };
        option.CompletionSources.Add(_ => allowed.Select(value => new CompletionItem(value)));
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && !allowed.Contains(text, StringComparer.Ordinal))
            {
                result.AddError($"{name}: '{text}' is not allowed; give one of {string.Join(", ", allowed)}.");
            }
        });
        return option;
    }

    /// <summary>The database at an address, or the user's own. Waits until no other process holds its lock. Prints a warning about its files to the standard error.</summary>
    /// <param name="address">The address; null for the user's own.</param>
    /// <param name="lockTimeout">How long to wait for the lock; null for <see cref="DefaultLockTimeout"/>.</param>
    /// <exception cref="CommandException">The address is malformed, the files cannot be opened, or the lock is not released in time.</exception>
    public static JournalDatabase DatabaseAt(string? address, TimeSpan? lockTimeout = null)
    {
        var database = DatabaseOf(address);
        try
        {
            if (database.Examine() is { } warning)
            {
                Console.Error.WriteLine($"Warning: {warning}");
            }
        }
        catch (Exception error) when (DatabaseFailure.Is(error))
        {
            throw CommandException.Infrastructure(error.Message, error);
        }

        LockMonitor.WaitUntilFree(database, againstWriting: false, lockTimeout ?? DefaultLockTimeout, TimeProvider.System);
        return database;
    }

    /// <summary>The database at an address, or the user's own. Does not connect to it.</summary>
    /// <exception cref="CommandException">The address is malformed.</exception>
    public static JournalDatabase DatabaseOf(string? address)
    {
        try
        {
            var database = address is null ? JournalDatabase.Default : DatabaseAddress.Parse(address);
            return database is SqliteDatabase { Path: var path } && Directory.Exists(path)
                ? throw CommandException.BadInput($"--db: {path} is a folder; give the journal file.")
                : database;
        }
        catch (FormatException error)
        {
            throw CommandException.BadInput(error.Message);
        }
    }
}
