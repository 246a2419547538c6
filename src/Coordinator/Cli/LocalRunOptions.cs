using System.CommandLine;
using NNOptim.Coordinator.Dashboard;
using NNOptim.Hosting;
using NNOptim.Hosting.Settings;
using NNOptim.Persistence;

namespace NNOptim.Cli;

/// <summary>The options of the commands that train on this machine.</summary>
internal sealed class LocalRunOptions
{
    private readonly SettingOptions options;
    private readonly Option<string> report = CommonOptions.Report();
    private readonly Option<bool> json = CommonOptions.Json();
    private readonly Option<int?> workers = CommonOptions.Count("--workers", "Trains in N worker processes instead of this one.", 256);
    private readonly Option<string?> dashboard = new("--dashboard")
    {
        Description = $"Serves a live page and an HTTP API during the run, to this machine only (default: {NodeDefaults.Dashboard}; port 0 selects a free port).",
        HelpName = "HOST:PORT",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>Creates the options.</summary>
    /// <param name="more">Further settings that the command uses.</param>
    public LocalRunOptions(params IEnumerable<Setting> more) => options = new SettingOptions(
        [
            NodeOptions.Slots, NodeOptions.CheckpointInterval, NodeOptions.StallLimit, NodeOptions.Database, NodeOptions.DatabaseTimeout, NodeOptions.Logs,
            NodeOptions.Verbose, .. more,
        ],
        NodeOptions.All);

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(workers);
        options.AddTo(command);
        command.Add(report);
        command.Add(dashboard);
        command.Add(json);
    }

    /// <summary>The values of all settings.</summary>
    public SettingValues Values(ParseResult parsed) => options.Read(parsed, Environment.GetEnvironmentVariable, DataFolder.Path);

    /// <summary>Whether the command line itself gives a setting.</summary>
    public bool Gives(ParseResult parsed, Setting setting) => options.Gives(parsed, setting);

    /// <summary>The given address of the journal; null for the user's own.</summary>
    public string? AddressOf(ParseResult parsed) => Values(parsed).Find(NodeOptions.Database);

    /// <summary>Whether the command prints JSON lines.</summary>
    public bool WantsJson(ParseResult parsed) => parsed.GetValue(json);

    /// <summary>The settings of the run.</summary>
    public LocalRunSettings Read(ParseResult parsed)
    {
        var values = Values(parsed);
        var workerCount = parsed.GetValue(workers) ?? 0;
        var databaseTimeout = values.Get(NodeOptions.DatabaseTimeout, NodeDefaults.DatabaseTimeout);
        var journal = CommonOptions.DatabaseAt(values.Find(NodeOptions.Database), databaseTimeout);
        var settings = new LocalRunSettings(
            journal,
            parsed.GetValue(report),
            workerCount,
            values.Get(NodeOptions.Slots, Math.Max(1, Environment.ProcessorCount / Math.Max(1, workerCount))),
            parsed.GetValue(json),
            values.Get(NodeOptions.Verbose, false))
        {
            CheckpointInterval = values.Get(NodeOptions.CheckpointInterval, NodeDefaults.CheckpointInterval),
            StallLimit = values.Get(NodeOptions.StallLimit, NodeDefaults.StallLimit),
            DatabaseTimeout = databaseTimeout,
            LogDirectory = values.Get(NodeOptions.Logs, NodeDefaults.LogsIn(journal.Directory)),
        };
        return parsed.GetResult(dashboard) is { Implicit: false }
            ? settings with { Dashboard = DashboardLauncher.LocalSettingsOf(parsed.GetValue(dashboard), journal, settings.LogDirectory) }
            : settings;
    }
}

/// <summary>The settings of a local run.</summary>
/// <param name="Database">The journal.</param>
/// <param name="ReportDirectory">The folder for the report; null for the default.</param>
/// <param name="Workers">Worker processes to start; 0 to train in this process.</param>
/// <param name="Slots">Concurrent runs in each training process.</param>
/// <param name="Json">Whether to print JSON lines.</param>
/// <param name="Verbose">Whether the console shows the log.</param>
internal sealed record LocalRunSettings(
    JournalDatabase Database, string? ReportDirectory, int Workers, int Slots, bool Json, bool Verbose)
{
    /// <summary>The interval between checkpoints of a long run.</summary>
    public required TimeSpan CheckpointInterval { get; init; }

    /// <summary>How long a run may make no progress.</summary>
    public required TimeSpan StallLimit { get; init; }

    /// <summary>How long the database may be unavailable.</summary>
    public required TimeSpan DatabaseTimeout { get; init; }

    /// <summary>The settings of the dashboard; null for no dashboard.</summary>
    public DashboardSettings? Dashboard { get; init; }

    /// <summary>The experiment file; null when the command has none.</summary>
    public string? ExperimentFile { get; init; }

    /// <summary>The folder of the logs.</summary>
    public required string LogDirectory { get; init; }
}
