using NNOptim.Coordinator.Dashboard.Api;
using NNOptim.Experiments;

namespace NNOptim.Cli;

/// <summary>Resolves a coordinator's experiment from its id, a unique prefix of its id, a unique name, or <c>last</c>.</summary>
internal static class RemoteSelector
{
    /// <summary>The id of the selected experiment.</summary>
    /// <exception cref="CommandException">No experiment or several match, or no coordinator answers.</exception>
    public static async Task<ExperimentId> FindAsync(this ApiClient client, string given)
    {
        if (given.Length == 0)
        {
            throw CommandException.BadInput(ExperimentSelector.EmptyIdError);
        }

        if (given == ExperimentSelector.Last)
        {
            // The latest readable experiment, archived or not, as in the local history.
            var all = await client.ListAsync("archived=true").ConfigureAwait(false);
            return all.Where(item => item.Problem is null).MaxBy(item => item.SubmittedAt) is { } latest
                ? ExperimentId.Parse(latest.Id)
                : throw CommandException.BadInput($"The coordinator at {client.Endpoints} has no experiments yet; nnoptim submit adds one.");
        }

        // A complete id may belong to an experiment that the list omits because its stream is unreadable.
        var found = await client.ListAsync($"archived=true&search={Uri.EscapeDataString(given)}").ConfigureAwait(false);
        var matches = found.Where(item => item.Id.StartsWith(given, StringComparison.OrdinalIgnoreCase)).ToList();
        return matches switch
        {
            [var only] => ExperimentId.Parse(only.Id),
            [] when ExperimentId.TryParse(given, out var id) => id,
            [] => FindByName(found, given, client.Endpoints),
            _ => throw CommandException.BadInput($"'{given}' is a prefix of several ids: {string.Join(", ", matches.Select(match => match.Id))}."),
        };
    }

    private static ExperimentId FindByName(IEnumerable<ExperimentItem> found, string given, string coordinator)
    {
        var matches = found.Where(item => string.Equals(item.Name, given, StringComparison.OrdinalIgnoreCase)).ToList();
        return matches switch
        {
            [var only] => ExperimentId.Parse(only.Id),
            [] => throw CommandException.BadInput(
                $"No experiment of the coordinator at {coordinator} has an id that begins with '{given}' or that name; nnoptim history --to {coordinator.Split(',')[0]} lists all experiments."),
            _ => throw CommandException.BadInput($"'{given}' is the name of several experiments: {string.Join(", ", matches.Select(match => match.Id))}."),
        };
    }
}
