using NNOptim.Experiments;
using NNOptim.History.Views;
using NNOptim.Persistence;

namespace NNOptim.History.Tables;

/// <summary>The configurations that clients show while they follow an experiment.</summary>
public static class LiveConfigurations
{
    /// <summary>
    /// The configurations in training and the best one so far, as many as a <see cref="ConfigurationList"/> holds, the best first. They come
    /// from the tables, which are a second or more behind the journal. The list is empty while there are no tables.
    /// </summary>
    public static ConfigurationList Read(JournalDatabase database, ExperimentId id)
    {
        using var tables = HistoryTables.Open(database);
        if (tables is null || tables.Experiments(new HistoryFilter { Id = id, Archived = true }) is [])
        {
            return new ConfigurationList(id, [], []);
        }

        var parameters = ConfigurationWords.Shown(tables.Specification(id));
        return new ConfigurationList(
            id,
            [.. parameters.Select(parameter => parameter.Name)],
            [
                .. tables.Configurations(id, int.MaxValue)
                    .Where((configuration, place) => place == 0 || configuration.Running > 0)
                    .Take(ConfigurationList.MaxConfigurations)
                    .Select(configuration => ProgressOf(configuration, parameters.Select(parameter => parameter.Name))),
            ]);
    }

    /// <summary>The progress of a configuration.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="parameters">The names of the parameters whose values to include.</param>
    public static ConfigurationProgress ProgressOf(ConfigurationItem configuration, IEnumerable<string> parameters)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return new(
            [.. parameters.Select(parameter => configuration.Values[parameter]?.ToString() ?? "")],
            (int)configuration.Runs,
            (int)configuration.Running,
            (int)(configuration.Completed + configuration.Diverged + configuration.Failed + configuration.Cancelled),
            configuration.MeanCostNow,
            configuration.MeanObjective);
    }
}
