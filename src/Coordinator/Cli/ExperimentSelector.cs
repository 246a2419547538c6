using System.CommandLine;
using NNOptim.Experiments;
using NNOptim.History;
using NNOptim.History.Tables;
using NNOptim.Hosting.Settings;
using NNOptim.Persistence;

namespace NNOptim.Cli;

/// <summary>Resolves an experiment from its id, a unique prefix of its id, its name, or <c>last</c>.</summary>
internal static class ExperimentSelector
{
    /// <summary>Selects the latest experiment.</summary>
    public const string Last = "last";

    /// <summary>The error for an empty value.</summary>
    public const string EmptyIdError = "id: the value is empty; give an experiment's id, a prefix of its id, its name, or last.";

    private static readonly TimeSpan CompletionTimeout = TimeSpan.FromSeconds(0.3);
    private static readonly TimeSpan RemoteCompletionTimeout = TimeSpan.FromSeconds(2);

    /// <summary>An argument for one experiment. Shells complete it from a database or a coordinator.</summary>
    /// <param name="database">Returns the database's address; null for the user's own.</param>
    /// <param name="remote">Returns the settings that name a coordinator; null to use a database.</param>
    public static Argument<string> Argument(Func<ParseResult, string?>? database = null, Func<ParseResult, SettingValues?>? remote = null)
    {
        var argument = new Argument<string>("id")
        {
            Description = "The experiment's id, a prefix of its id, its name, or last.",
            HelpName = "ID",
        };
        argument.CompletionSources.Add(context => Completions(database, remote, context.ParseResult));
        return argument;
    }

    /// <summary>An argument for two or more experiments.</summary>
    public static Argument<string[]> MultipleArgument(Func<ParseResult, string?> database, Func<ParseResult, SettingValues?> remote)
    {
        var argument = new Argument<string[]>("ids")
        {
            Description = "The experiments' ids, prefixes of their ids, their names, or last.",
            HelpName = "ID",
            Arity = new ArgumentArity(2, 100),
        };
        argument.CompletionSources.Add(context => Completions(database, remote, context.ParseResult));
        return argument;
    }

    /// <summary>The id of the selected experiment.</summary>
    /// <exception cref="CommandException">No experiment or several match, or the journal cannot be read.</exception>
    public static ExperimentId Resolve(JournalDatabase database, string given) =>
        Journal.Read(database, reader => Find(reader.Ids(), given, database));

    /// <summary>The record of the selected experiment.</summary>
    /// <exception cref="CommandException">No experiment or several match, or the journal cannot be read.</exception>
    public static ExperimentRecord Load(JournalDatabase database, string given) => Journal.Read(database, reader =>
    {
        var id = Find(reader.Ids(), given, database);
        return ExperimentHistory.Replay(reader.Events(id))
            ?? throw CommandException.Infrastructure($"The events of experiment {id} do not begin with its submission.");
    });

    /// <summary>
    /// The completions: ids, names and <see cref="Last"/>; none when the database cannot be read. Updates the tables only as far as
    /// a short timeout allows, because a prompt waits.
    /// </summary>
    private static IEnumerable<string> Completions(Func<ParseResult, string?>? address, Func<ParseResult, SettingValues?>? remote, ParseResult parsed)
    {
        try
        {
            if (remote?.Invoke(parsed) is { } coordinator)
            {
                return RemoteCompletions(coordinator);
            }

            var database = CommonOptions.DatabaseOf(address?.Invoke(parsed));
            database.Examine();
            var started = TimeProvider.System.GetTimestamp();
            new HistoryProjection(database).CatchUp(500, 20_000, () => TimeProvider.System.GetElapsedTime(started) < CompletionTimeout);
            using var tables = HistoryTables.Open(database);
            return tables is null
                ? []
                : [Last, .. tables.Experiments(new HistoryFilter()).Reverse().SelectMany(row => (string[])[row.Id.Value, row.Name]).Distinct(StringComparer.Ordinal)];
        }
        catch (Exception error) when (error is CommandException or SettingsException or HistoryVersionException || DatabaseFailure.Is(error))
        {
            return [];
        }
    }

    /// <summary>The completions from a coordinator; none when it does not answer in time.</summary>
    private static IEnumerable<string> RemoteCompletions(SettingValues coordinator)
    {
        using var client = ApiClient.Start(coordinator, TimeProvider.System);
        var asked = Task.Run(client.ExperimentsAsync);
        return Task.WaitAny([asked], RemoteCompletionTimeout) == 0 && asked.IsCompletedSuccessfully
            ? [Last, .. asked.Result.SelectMany(experiment => (string[])[experiment.Progress.ExperimentId.Value, experiment.Name]).Distinct(StringComparer.Ordinal)]
            : [];
    }

    private static ExperimentId Find(IReadOnlyList<ExperimentId> ids, string given, JournalDatabase database)
    {
        if (ids.Count == 0)
        {
            throw CommandException.BadInput($"There is no experiment '{given}': {database} has no experiments yet; nnoptim run starts one.");
        }

        if (given == Last)
        {
            return ids[^1];
        }

        if (given.Length == 0)
        {
            throw CommandException.BadInput(EmptyIdError);
        }

        var matches = ids.Where(id => id.Value.StartsWith(given, StringComparison.OrdinalIgnoreCase)).ToList();
        return matches switch
        {
            [var only] => only,
            [] => FindByName(given, database),
            _ => throw CommandException.BadInput($"'{given}' is a prefix of several ids: {string.Join(", ", matches)}."),
        };
    }

    private static ExperimentId FindByName(string given, JournalDatabase database)
    {
        var matches = HistoryReading.Read(
            database,
            tables => tables.Experiments(new HistoryFilter { Name = given, Archived = true }).Where(row => string.Equals(row.Name, given, StringComparison.OrdinalIgnoreCase)).ToList(),
            () => []);
        return matches switch
        {
            [var only] => only.Id,
            [] => throw CommandException.BadInput(
                $"No experiment in {database} has an id that begins with '{given}' or that name; nnoptim history lists all experiments."),
            _ => throw CommandException.BadInput($"'{given}' is the name of several experiments: {string.Join(", ", matches.Select(row => row.Id))}."),
        };
    }
}
