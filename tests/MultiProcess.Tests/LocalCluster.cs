using System.Globalization;
using System.Text.Json;
using NNOptim.Tests.Common;

namespace NNOptim.MultiProcess.Tests;

/// <summary>Coordinators and workers as processes of this machine. Each can be killed and restarted.</summary>
internal sealed class LocalCluster : IDisposable
{
    private readonly TestFolder folder;
    private readonly string database;
    private readonly ProgramProcess?[] coordinators;
    private readonly ProgramProcess?[] workers;
    private readonly int[] ports;
    private readonly int[] apiPorts;

    public LocalCluster(TestFolder folder, string database, int coordinators, int workers)
    {
        this.folder = folder;
        this.database = database;
        this.coordinators = new ProgramProcess?[coordinators];
        this.workers = new ProgramProcess?[workers];
        var free = FreePorts.Find(2 * coordinators);
        (ports, apiPorts) = (free[..coordinators], free[coordinators..]);
    }

    /// <summary>The value of <c>--join</c>.</summary>
    public string Addresses => string.Join(',', ports.Select(AddressOf));

    /// <summary>The value of <c>--to</c>.</summary>
    public string ApiAddresses => string.Join(',', apiPorts.Select(AddressOf));

    /// <summary>The slots of each worker.</summary>
    public int Slots { get; init; } = 1;

    /// <summary>Further arguments of coordinators, besides addresses, database and logs.</summary>
    public string[] CoordinatorArguments { get; init; } = [];

    public int Coordinators => coordinators.Length;

    public int Workers => workers.Length;

    public async Task StartAsync()
    {
        for (var index = 0; index < coordinators.Length; index++)
        {
            await StartCoordinatorAsync(index);
        }

        for (var index = 0; index < workers.Length; index++)
        {
            StartWorker(index);
        }
    }

    public async Task StartCoordinatorAsync(int index)
    {
        LaunchCoordinator(index);
        try
        {
            await coordinators[index]!.SeesLineAsync(line => line.StartsWith("Coordinator on", StringComparison.Ordinal) || line.StartsWith("Standby on", StringComparison.Ordinal));
        }
        catch (ShouldAssertException hidden)
        {
            throw new ShouldAssertException($"{hidden.Message}\n{string.Join('\n', Enumerable.Range(0, coordinators.Length).Select(LastLogLines))}");
        }
    }

    /// <summary>Starts a coordinator's process without waiting until it is the coordinator.</summary>
    public void LaunchCoordinator(int index) =>
        coordinators[index] = ProgramProcess.Start(folder, ["coordinator", "--listen", AddressOf(ports[index]), "--dashboard", AddressOf(apiPorts[index]), "--db", database, "--logs", LogsOf(index), .. CoordinatorArguments]);

    public ProgramProcess StartWorker(int index, params string[] more) =>
        workers[index] = ProgramProcess.StartWorker(folder, ["--join", Addresses, "--slots", Slots.ToString(CultureInfo.InvariantCulture), .. more]);

    /// <summary>Waits until a coordinator's log gets a new line with a text.</summary>
    public async Task LogsAsync(int index, string text)
    {
        var before = Count();
        using var deadline = new CancellationTokenSource(ProgramProcess.Deadline);
        while (Count() <= before)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), deadline.Token);
        }

        int Count() => Directory.GetFiles(LogsOf(index)).Sum(file => ReadShared(file).Count(line => line.Contains(text, StringComparison.Ordinal)));
    }

    /// <summary>Waits until a coordinator ends by itself, and returns its output.</summary>
    public async Task<(int ExitCode, string Error)> EndOfCoordinatorAsync(int index)
    {
        var exitCode = await coordinators[index]!.ExitCodeAsync();
        return (exitCode, coordinators[index]!.Error);
    }

    /// <summary>Suspends a coordinator's process, or resumes it.</summary>
    public void SetFrozen(int index, bool frozen) => coordinators[index]!.Signal(frozen ? "STOP" : "CONT");

    /// <summary>Completes when a coordinator's process has printed a text.</summary>
    public Task CoordinatorSaysAsync(int index, string text) => coordinators[index]!.SaysAsync(text);

    /// <summary>Whether a coordinator's process reports that it is the coordinator now; null before any report.</summary>
    public bool? SaysThatItIsCoordinator(int index) => ProgramProcess.IsCoordinator(coordinators[index]!);

    /// <summary>The index of the coordinator with the lease; -1 without one.</summary>
    public int Holder(string address) => Array.FindIndex(ports, port => AddressOf(port) == address);

    /// <summary>Sends a stop signal to a coordinator, and waits until it has stopped.</summary>
    public async Task StopCoordinatorAsync(int index)
    {
        coordinators[index]!.Signal("TERM");
        await coordinators[index]!.ExitCodeAsync();
        coordinators[index]!.Dispose();
        coordinators[index] = null;
    }

    public async Task KillCoordinatorAsync(int index)
    {
        await KillAsync(coordinators[index]!);
        coordinators[index] = null;
    }

    public async Task KillWorkerAsync(int index)
    {
        await KillAsync(workers[index]!);
        workers[index] = null;
    }

    /// <summary>Runs a command against this cluster to its end.</summary>
    public Task<ProgramProcess> RunAsync(int exitCode, params string[] arguments) =>
        ProgramProcess.RunAsync(folder, exitCode, [.. arguments, "--to", ApiAddresses]);

    /// <summary>Starts a command against this cluster at a terminal.</summary>
    public ProgramProcess StartAtTerminal(int columns, params string[] arguments) =>
        ProgramProcess.StartAtTerminal(folder, columns, [.. arguments, "--to", ApiAddresses]);

    /// <summary>Submits an experiment, and returns its id.</summary>
    public async Task<string> SubmitAsync(params string[] arguments)
    {
        using var submitted = await RunAsync(0, ["submit", .. arguments, "--json"]);
        return submitted.Event("started").GetProperty("experiment").GetString()!;
    }

    /// <summary>The number of ended runs and the state of an experiment.</summary>
    public async Task<(int Ended, string State)> StatusAsync(string id)
    {
        using var status = await RunAsync(0, "status", id, "--json");
        var experiment = JsonDocument.Parse(status.Output).RootElement;
        return (
            new[] { "completed", "diverged", "failed", "cancelled" }.Sum(count => experiment.GetProperty(count).GetInt32()),
            experiment.GetProperty("state").GetString()!);
    }

    /// <summary>Writes an experiment's report from the database.</summary>
    public async Task ReportAsync(string id, string name)
    {
        using var report = await ProgramProcess.RunAsync(folder, 0, "report", id, "--db", database, "--report", name);
    }

    /// <summary>The lines of a file that another process may be writing.</summary>
    public static List<string> ReadShared(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    /// <summary>Kills all coordinators and workers; the database stays.</summary>
    public Task KillAllAsync() =>
        Task.WhenAll([.. Enumerable.Range(0, Coordinators).Select(KillCoordinatorAsync), .. Enumerable.Range(0, Workers).Select(KillWorkerAsync)]);

    public void Dispose()
    {
        foreach (var process in workers.Concat(coordinators))
        {
            process?.Dispose();
        }
    }

    private static string AddressOf(int port) => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");

    private string LogsOf(int index) => folder.File($"logs-of-coordinator-{index}");

    private string LastLogLines(int index)
    {
        const int Shown = 80;
        // A process that was never started has no file.
        var lines = Directory.Exists(LogsOf(index)) ? Directory.GetFiles(LogsOf(index)).SelectMany(ReadShared).TakeLast(Shown) : [];
        return string.Join('\n', lines.Prepend($"The last log lines of coordinator {AddressOf(ports[index])}:"));
    }

    private static async Task KillAsync(ProgramProcess process)
    {
        process.Kill();
        await process.ExitCodeAsync();
        process.Dispose();
    }
}
