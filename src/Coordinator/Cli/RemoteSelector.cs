using NNOptim.Coordinator.Dashboard.Api;
using NNOptim.Experiments;

namespace NNOptim.Cli;

/// <summary>Finds the experiment of a coordinator that a person means: by id, by a prefix that only one id has, by a name that only one has, or as <c>last</c>.</summary>
internal static class RemoteSelector
{
    /// <summary>The experiment meant.</summary>
    /// <exception cref="CommandException">None or several are meant, or nobody answers.</exception>
    public static async Task<ExperimentId> FindAsync(this ApiClient client, string given)
    {
        if (given.Length == 0)
        {
            throw CommandException.BadInput(ExperimentSelector.Empty);
        }

        if (given == ExperimentSelector.Last)
        {
            // The latest whose stream can be read, archived or not: what the local history means by it.
            var all = await client.ListAsync("archived=true").ConfigureAwait(false);
            return all.Where(item => item.Problem is null).MaxBy(item => item.SubmittedAt) is { } latest
                ? ExperimentId.Parse(latest.Id)
                : throw CommandException.BadInput($"The history of the coordinator at {client.Names} has no experiment yet; nnoptim submit gives it one.");
        }

        // A whole id is also that of an experiment which the list leaves out because its stream cannot be read.
        var found = await client.ListAsync($"archived=true&search={Uri.EscapeDataString(given)}").ConfigureAwait(false);
        var matches = found.Where(item => item.Id.StartsWith(given, StringComparison.OrdinalIgnoreCase)).ToList();
        return matches switch
        {
            [var only] => ExperimentId.Parse(only.Id),
            [] when ExperimentId.TryParse(given, out var id) => id,
            [] => FindByName(found, given, client.Names),
            _ => throw CommandException.BadInput($"'{given}' is the beginning of several ids: {string.Join(", ", matches.Select(match => match.Id))}."),
        };
    }

    private static ExperimentId FindByName(IEnumerable<ExperimentItem> found, string given, string coordinator)
    {
        var matches = found.Where(item => string.Equals(item.Name, given, StringComparison.OrdinalIgnoreCase)).ToList();
        return matches switch
        {
            [var only] => ExperimentId.Parse(only.Id),
            [] => throw CommandException.BadInput(
                $"No experiment of the coordinator at {coordinator} has an id that begins with '{given}', or that name; nnoptim history --to {coordinator.Split(',')[0]} lists those there are."),
            _ => throw CommandException.BadInput($"'{given}' is the name of several experiments: {string.Join(", ", matches.Select(match => match.Id))}."),
        };
    }
}
