using System.CommandLine;
using NNOptim.Coordinator.History;
using NNOptim.Coordinator.Persistence;
using NNOptim.Shared.Experiments;

namespace NNOptim.Coordinator.Commands;

/// <summary>Finds the experiment that a person means: by id, by any prefix that only one id has, or as <c>last</c>.</summary>
internal static class ExperimentSelector
{
    /// <summary>Stands for the latest experiment.</summary>
    public const string Last = "last";


    /// <summary>The argument.</summary>
    public static Argument<string> Argument() => new("id")
    {
        Description = "The experiment's id, the beginning of it, or last.",
        HelpName = "ID",
    };

    /// <summary>The id of the experiment meant.</summary>
    /// <exception cref="CommandException">None or several are meant, or the journal cannot be read.</exception>
    public static ExperimentId Resolve(JournalDatabase database, string given) =>
        Journal.Read(database, reader => Find(reader.Ids(), given, database));

    /// <summary>The record of the experiment meant.</summary>
    /// <exception cref="CommandException">None or several are meant, or the journal cannot be read.</exception>
    public static ExperimentRecord Load(JournalDatabase database, string given) => Journal.Read(database, reader =>
    {
        var id = Find(reader.Ids(), given, database);
        return ExperimentHistory.Of(reader.Events(id))
            ?? throw CommandException.Infrastructure($"The events of experiment {id} do not begin with its submission.");
    });

    private static ExperimentId Find(IReadOnlyList<ExperimentId> ids, string given, JournalDatabase database)
    {
        if (given == Last && ids.Count > 0)
        {
            return ids[^1];
        }

        var matches = ids.Where(id => id.Value.StartsWith(given, StringComparison.OrdinalIgnoreCase)).ToList();
        return matches switch
        {
            [var only] => only,
            [] => throw CommandException.BadInput(
                $"No experiment's id begins with '{given}' in {database}; nnoptim history lists those there are."),
            _ => throw CommandException.BadInput($"'{given}' is the beginning of several ids: {string.Join(", ", matches)}."),
        };
    }
}
