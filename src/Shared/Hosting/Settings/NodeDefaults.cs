namespace NNOptim.Hosting.Settings;

/// <summary>The default values of settings, for nodes and for local runs.</summary>
public static class NodeDefaults
{
    /// <summary>The address of a coordinator's HTTP API and dashboard.</summary>
    public static HostPort Dashboard { get; } = new("127.0.0.1", 4080);

    /// <summary>How long the database may be unavailable.</summary>
    public static TimeSpan DatabaseTimeout { get; } = TimeSpan.FromMinutes(10);

    /// <summary>The interval between checkpoints of a long run.</summary>
    public static TimeSpan CheckpointInterval { get; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a run may make no progress.</summary>
    public static TimeSpan StallLimit { get; } = TimeSpan.FromMinutes(10);

    /// <summary>The folder of the logs, in the folder of the database or of the user's data.</summary>
    public static string LogsIn(string folder) => Path.Combine(folder, "logs");
}
