using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Cli;

/// <summary>A command line's connection to a coordinator elsewhere.</summary>
internal interface ICoordinatorClient : IAsyncDisposable
{
    /// <summary>The experiments that the coordinator answers for.</summary>
    /// <exception cref="CommandException">Nobody answers.</exception>
    Task<IReadOnlyList<ExperimentSummary>> ExperimentsAsync();

    /// <summary>One experiment of the coordinator's database, also one that ended long ago.</summary>
    /// <exception cref="CommandException">There is none, or nobody answers.</exception>
    Task<ExperimentSummary> DescribeAsync(ExperimentId id);

    /// <summary>The coordinator's workers.</summary>
    /// <exception cref="CommandException">Nobody answers.</exception>
    Task<IReadOnlyList<WorkerSummary>> WorkersAsync();

    /// <summary>Carries out a command.</summary>
    /// <exception cref="CommandException">It was refused, or nobody answers.</exception>
    Task<ExperimentProgress> ExecuteAsync(IExperimentCommand command);

    /// <summary>Brings along the files of a dataset that has some.</summary>
    /// <exception cref="CommandException">They cannot be read or brought, or nobody answers.</exception>
    Task BringAsync(DatasetSpecification dataset);

    /// <summary>The experiment's progress, now and whenever it changes, until every run has ended.</summary>
    /// <exception cref="CommandException">It cannot be followed any more.</exception>
    IAsyncEnumerable<ExperimentProgress> WatchAsync(ExperimentId id, CancellationToken cancellation);

    /// <summary>What is known of an experiment's configurations while it runs, the best first; none where nothing is known.</summary>
    /// <exception cref="CommandException">They cannot be told.</exception>
    Task<ConfigurationList> ConfigurationsAsync(ExperimentId id);
}

/// <summary>What every connection can.</summary>
internal static class CoordinatorClientExtensions
{
    /// <summary>The experiment that a person means: by id, by a prefix that only one id has, by a name that only one has, or as <c>last</c>.</summary>
    /// <exception cref="CommandException">None or several are meant, or it is damaged.</exception>
    public static async Task<ExperimentSummary> FindAsync(this ICoordinatorClient client, string given)
    {
        var experiments = await client.ExperimentsAsync().ConfigureAwait(false);
        if (given == ExperimentSelector.Last && experiments.MaxBy(experiment => experiment.SubmittedAt) is { } latest)
        {
            return latest;
        }

        if (given.Length == 0)
        {
            throw CommandException.BadInput(ExperimentSelector.Empty);
        }

        var matches = experiments
            .Where(experiment => experiment.Progress.ExperimentId.Value.StartsWith(given, StringComparison.OrdinalIgnoreCase))
            .ToList();
        return matches switch
        {
            // The one experiment's answer says all that is wrong with it.
            [{ IsDamaged: true } damaged] => await client.DescribeAsync(damaged.Progress.ExperimentId).ConfigureAwait(false),
            [var only] => only,
            [] => await FindByNameAsync(client, experiments, given).ConfigureAwait(false),
            _ => throw CommandException.BadInput($"'{given}' is the beginning of several ids: {string.Join(", ", matches.Select(match => match.Progress.ExperimentId))}."),
        };
    }

    /// <summary>A name, or the whole id of an experiment that ended long ago: the latter alone is known without being listed.</summary>
    private static async Task<ExperimentSummary> FindByNameAsync(ICoordinatorClient client, IReadOnlyList<ExperimentSummary> experiments, string given)
    {
        var matches = experiments.Where(experiment => string.Equals(experiment.Name, given, StringComparison.OrdinalIgnoreCase)).ToList();
        return matches switch
        {
            [var only] => only,
            [] when ExperimentId.TryParse(given, out var id) => await client.DescribeAsync(id).ConfigureAwait(false),
            [] => throw CommandException.BadInput(
                $"No experiment that this coordinator answers for has an id that begins with '{given}', or that name; nnoptim status lists those there are. One that ended before the coordinator was started is found by its whole id."),
            _ => throw CommandException.BadInput($"'{given}' is the name of several experiments: {string.Join(", ", matches.Select(match => match.Progress.ExperimentId))}."),
        };
    }
}
