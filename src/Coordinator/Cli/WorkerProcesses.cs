using System.Diagnostics;
using System.Globalization;

namespace NNOptim.Cli;

/// <summary>
/// Worker processes on this machine. A worker that ends early, for example because a run exhausts the memory, is replaced. Each
/// worker ends when its standard input closes, so none outlives this process.
/// </summary>
internal sealed class WorkerProcesses : IDisposable
{
    /// <summary>After this many workers in a row that end right after their start, no more are started.</summary>
    private const int MaxFailedStarts = 5;

    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MinUptime = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan PauseBeforeStart = TimeSpan.FromSeconds(0.5);

    private readonly List<Process> processes = [];
    private readonly Lock gate = new();
    private readonly Func<ProcessStartInfo> start;
    private readonly string identity;
    private readonly TimeProvider time;
    private readonly TaskCompletionSource<string> failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int failedStarts;
    private bool isEnding;

    private WorkerProcesses(Func<ProcessStartInfo> start, string identity, TimeProvider time)
    {
        this.identity = identity;
        this.start = start;
        this.time = time;
    }

    /// <summary>Starts workers that join a coordinator.</summary>
    /// <param name="settings">The number of workers, their slots, and their other settings.</param>
    /// <param name="coordinator">The coordinator's <c>host:port</c>.</param>
    /// <param name="identity">The TLS identity of the workers. They read it from their standard input, which no other process can read.</param>
    /// <param name="time">The clock.</param>
    public static WorkerProcesses Start(LocalRunSettings settings, string coordinator, string identity, TimeProvider time)
    {
        var workers = new WorkerProcesses(() => StartInfo(settings, coordinator), identity, time);
        try
        {
            for (var index = 0; index < settings.Workers; index++)
            {
                workers.StartOne();
            }
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            workers.Dispose();
            throw CommandException.Infrastructure($"A worker process could not be started: {error.Message}", error);
        }

        return workers;
    }

    /// <summary>Completes with a reason when workers cannot be kept running.</summary>
    public Task<string> WhenFailed() => failed.Task;

    /// <summary>Requests every worker to store its results and end. Returns when all have ended, or after the timeout.</summary>
    public async Task DrainAsync(TimeSpan timeout)
    {
        lock (gate)
        {
            isEnding = true;
        }

        foreach (var process in processes)
        {
            try
            {
                // A worker that this program started ends gracefully on any byte.
                await process.StandardInput.BaseStream.WriteAsync("\n"u8.ToArray()).ConfigureAwait(false);
                await process.StandardInput.BaseStream.FlushAsync().ConfigureAwait(false);
            }
            catch (IOException)
            {
                // The worker has ended already.
            }
        }

        try
        {
            await Task.WhenAll(processes.Select(process => process.WaitForExitAsync())).WaitAsync(timeout, time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // A worker ends when its input closes.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            isEnding = true;
        }

        foreach (var process in processes)
        {
            process.StandardInput.Close();
        }

        var started = time.GetTimestamp();
        foreach (var process in processes)
        {
            var left = StopTimeout - time.GetElapsedTime(started);
            if (!process.WaitForExit(left > TimeSpan.Zero ? left : TimeSpan.Zero))
            {
                process.Kill();
            }

            process.Dispose();
        }
    }

    private void StartOne()
    {
        lock (gate)
        {
            if (!isEnding)
            {
                var process = Process.Start(start())!;
                processes.Add(process);
                SendIdentity(process);
                _ = ReplaceAsync(process, time.GetTimestamp());
            }
        }
    }

    private void SendIdentity(Process process)
    {
        try
        {
            process.StandardInput.WriteLine(identity);
            process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // The worker has ended already and is replaced.
        }
    }

    private async Task ReplaceAsync(Process process, long startedAt)
    {
        await process.WaitForExitAsync().ConfigureAwait(false);
        lock (gate)
        {
            if (isEnding)
            {
                return;
            }

            processes.Remove(process);
            failedStarts = time.GetElapsedTime(startedAt) < MinUptime ? failedStarts + 1 : 0;
            if (failedStarts == MaxFailedStarts)
            {
                failed.TrySetResult($"{MaxFailedStarts} worker processes in a row ended right after their start, the last with exit code {process.ExitCode}; see their log for details.");
                return;
            }
        }

        process.Dispose();
        await Task.Delay(PauseBeforeStart, time).ConfigureAwait(false);
        try
        {
            StartOne();
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            failed.TrySetResult($"A worker process could not be started: {error.Message}");
        }
    }

    private static ProcessStartInfo StartInfo(LocalRunSettings settings, string coordinator)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && IsDotnet(path) ? path : "dotnet")
        {
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        foreach (var argument in (string[])
            [
                "exec", Path.Combine(AppContext.BaseDirectory, "nnoptim.dll"), WorkerSubcommand.Name,
                "--join", coordinator,
                "--slots", settings.Slots.ToString(CultureInfo.InvariantCulture),
                "--checkpoint-interval", Seconds(settings.CheckpointInterval),
                "--stall-limit", Seconds(settings.StallLimit),
                "--logs", settings.LogDirectory,
                "--no-settings",
                "--end-with-input",
            ])
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);

    private static bool IsDotnet(string path) => Path.GetFileNameWithoutExtension(path) == "dotnet";
}
