using System.Diagnostics;
using System.Globalization;

namespace NNOptim.Coordinator.Commands;

/// <summary>
/// Worker processes on this machine. Each reads its standard input from here and ends when that ends, so that none
/// outlives this process, however it dies.
/// </summary>
internal sealed class WorkerProcesses : IDisposable
{
    private const string ProgramFile = "nnoptim-worker.dll";
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private readonly List<Process> processes = [];

    private WorkerProcesses()
    {
    }

    /// <summary>Starts workers that join a coordinator.</summary>
    /// <param name="count">How many.</param>
    /// <param name="slots">Trainings at a time in each.</param>
    /// <param name="coordinator">The coordinator's <c>host:port</c>.</param>
    /// <param name="logs">The folder of their logs.</param>
    public static WorkerProcesses Start(int count, int slots, string coordinator, string logs)
    {
        var workers = new WorkerProcesses();
        try
        {
            for (var index = 0; index < count; index++)
            {
                workers.processes.Add(Process.Start(StartInfo(slots, coordinator, logs))!);
            }
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            workers.Dispose();
            throw CommandException.Infrastructure($"A worker process could not be started: {error.Message}", error);
        }

        return workers;
    }

    /// <summary>Completes when every worker has ended, which before <see cref="Dispose"/> means that all have failed.</summary>
    public Task WhenAllEnded() => Task.WhenAll(processes.Select(process => process.WaitForExitAsync()));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var process in processes)
        {
            process.StandardInput.Close();
        }

        var deadline = DateTime.UtcNow + Grace;
        foreach (var process in processes)
        {
            var left = deadline - DateTime.UtcNow;
            if (!process.WaitForExit(left > TimeSpan.Zero ? left : TimeSpan.Zero))
            {
                process.Kill();
            }

            process.Dispose();
        }
    }

    private static ProcessStartInfo StartInfo(int slots, string coordinator, string logs)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && IsDotnet(path) ? path : "dotnet")
        {
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        foreach (var argument in (string[])
            [
                // With what this program runs on: the worker's own files name libraries that stand here as parts of that.
                "exec", "--runtimeconfig", BesideThis("nnoptim.runtimeconfig.json"), "--depsfile", BesideThis("nnoptim.deps.json"), BesideThis(ProgramFile),
                "--join", coordinator,
                "--slots", slots.ToString(CultureInfo.InvariantCulture),
                "--logs", logs,
                "--no-settings",
                "--end-with-input",
            ])
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }

    private static string BesideThis(string file) => Path.Combine(AppContext.BaseDirectory, file);

    private static bool IsDotnet(string path) => Path.GetFileNameWithoutExtension(path) == "dotnet";
}
