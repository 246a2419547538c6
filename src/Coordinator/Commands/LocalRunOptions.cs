using System.CommandLine;
using NNOptim.Coordinator.Dashboard;
using NNOptim.Coordinator.Persistence;

namespace NNOptim.Coordinator.Commands;

/// <summary>The options of the verbs that train on this machine.</summary>
internal sealed class LocalRunOptions
{
    private readonly Option<string> database = CommonOptions.Database();
    private readonly Option<string> report = CommonOptions.Report();
    private readonly Option<bool> json = CommonOptions.Json();
    private readonly Option<bool> verbose = CommonOptions.Verbose();
    private readonly Option<int?> slots = CommonOptions.Count("--slots", "Trainings at a time in each process (default: one a core in all).", 1024);
    private readonly Option<int?> workers = CommonOptions.Count("--workers", "Trains in N worker processes instead of this one.", 256);
    private readonly Option<int?> checkpointInterval = CommonOptions.Count(
        "--checkpoint-interval", "How often the state of a long training is saved, to go on from (default: 10).", 86_400, "SECONDS");

    private readonly Option<int?> stallLimit = CommonOptions.Count(
        "--stall-limit", "A training that gets no epoch further for so long has failed (default: 600).", 604_800, "SECONDS");

    private readonly Option<int?> databasePatience = CommonOptions.Count(
        "--db-patience", "How long the database may be away or locked before the command ends with exit code 3 (default: 120).", 604_800, "SECONDS");

    private readonly Option<string?> dashboard = new("--dashboard")
    {
        Description = $"Serves a live page and an HTTP API while it runs, on this machine alone (default: {Dashboards.DefaultAddress}; port 0 takes a free one).",
        HelpName = "HOST:PORT",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        command.Add(slots);
        command.Add(workers);
        command.Add(checkpointInterval);
        command.Add(stallLimit);
        command.Add(database);
        command.Add(databasePatience);
        command.Add(report);
        command.Add(dashboard);
        command.Add(json);
        command.Add(verbose);
    }

    /// <summary>What was given.</summary>
    public LocalRunSettings Read(ParseResult parsed)
    {
        var workerCount = parsed.GetValue(workers) ?? 0;
        var patience = Seconds(parsed.GetValue(databasePatience) ?? 120);
        var journal = CommonOptions.DatabaseAt(parsed.GetValue(database), patience);
        var settings = new LocalRunSettings(
            journal,
            parsed.GetValue(report),
            workerCount,
            parsed.GetValue(slots) ?? Math.Max(1, Environment.ProcessorCount / Math.Max(1, workerCount)),
            parsed.GetValue(json),
            parsed.GetValue(verbose))
        {
            CheckpointInterval = Seconds(parsed.GetValue(checkpointInterval) ?? 10),
            StallLimit = Seconds(parsed.GetValue(stallLimit) ?? 600),
            DatabasePatience = patience,
        };
        return parsed.GetResult(dashboard) is { Implicit: false }
            ? settings with { Dashboard = Dashboards.LocalSettingsOf(parsed.GetValue(dashboard), journal, settings.LogDirectory) }
            : settings;
    }

    private static TimeSpan Seconds(int count) => TimeSpan.FromSeconds(count);
}

/// <summary>How to run an experiment on this machine.</summary>
/// <param name="Database">The journal.</param>
/// <param name="ReportDirectory">Where the report goes; null for the default place.</param>
/// <param name="Workers">Worker processes to start; 0 to train in this process.</param>
/// <param name="Slots">Trainings at a time in each training process.</param>
/// <param name="Json">Whether to print JSON lines.</param>
/// <param name="Verbose">Whether the console shows the log.</param>
internal sealed record LocalRunSettings(
    JournalDatabase Database, string? ReportDirectory, int Workers, int Slots, bool Json, bool Verbose)
{
    /// <summary>How often long trainings are saved.</summary>
    public required TimeSpan CheckpointInterval { get; init; }

    /// <summary>How long a training may get no further.</summary>
    public required TimeSpan StallLimit { get; init; }

    /// <summary>How long the database may be away.</summary>
    public required TimeSpan DatabasePatience { get; init; }

    /// <summary>What the dashboard is started with; null for none.</summary>
    public DashboardSettings? Dashboard { get; init; }

    /// <summary>The experiment file, where the command has one.</summary>
    public string? ExperimentFile { get; init; }

    /// <summary>The folder of the logs, beside the database.</summary>
    public string LogDirectory => Path.Combine(Database.Directory, "logs");
}
