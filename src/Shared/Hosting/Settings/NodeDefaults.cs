namespace NNOptim.Hosting.Settings;

/// <summary>What settings are where nobody gives them: the same for nodes and for runs on this machine.</summary>
public static class NodeDefaults
{
    /// <summary>How long the database may be away.</summary>
    public static TimeSpan DatabasePatience { get; } = TimeSpan.FromMinutes(10);

    /// <summary>How often long trainings are saved.</summary>
    public static TimeSpan CheckpointInterval { get; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a training may get no further.</summary>
    public static TimeSpan StallLimit { get; } = TimeSpan.FromMinutes(10);

    /// <summary>The folder of the logs, in the folder of the database or of the user's data.</summary>
    public static string LogsIn(string folder) => Path.Combine(folder, "logs");
}
