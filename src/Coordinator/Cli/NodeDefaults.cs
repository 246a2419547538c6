using NNOptim.Persistence;

namespace NNOptim.Cli;

/// <summary>What settings are where nobody gives them: the same for a coordinator and for a run on this machine.</summary>
internal static class NodeDefaults
{
    /// <summary>How long the database may be away.</summary>
    public static TimeSpan DatabasePatience { get; } = TimeSpan.FromMinutes(10);

    /// <summary>How often long trainings are saved.</summary>
    public static TimeSpan CheckpointInterval { get; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a training may get no further.</summary>
    public static TimeSpan StallLimit { get; } = TimeSpan.FromMinutes(10);

    /// <summary>The folder of the logs: beside the database.</summary>
    public static string LogsOf(JournalDatabase database) => Path.Combine(database.Directory, "logs");
}
