using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace NNOptim.MultiProcess.Tests;

/// <summary>A real <c>nnoptim</c> process in a test's folder.</summary>
public sealed class ProgramProcess : IDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly StringBuilder error = new();
    private readonly Lock gate = new();
    private readonly TaskCompletionSource exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<(Predicate<string> Wanted, TaskCompletionSource Seen)> waiters = [];

    private ProgramProcess(TestFolder folder, IReadOnlyList<string> command, IEnumerable<(string Name, string Value)>? variables = null)
    {
        var start = new ProcessStartInfo(command[0])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            Environment = { ["NNOPTIM_HOME"] = folder.Home },
        };
        foreach (var argument in command.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in variables ?? [])
        {
            start.Environment[name] = value;
        }

        process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.Exited += (_, _) => exited.TrySetResult();
        process.OutputDataReceived += (_, line) => Receive(line.Data);
        process.ErrorDataReceived += (_, line) =>
        {
            lock (gate)
            {
                error.AppendLine(line.Data);
            }
        };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The command that starts <c>nnoptim</c>.</summary>
    public static IReadOnlyList<string> Coordinator { get; } = [OutputOf("src/Coordinator/Cli", "nnoptim.dll")];

    /// <summary>The command that starts a worker.</summary>
    public static IReadOnlyList<string> Worker { get; } = [OutputOf("src/Worker/Program", "nnoptim-worker.dll")];

    public int Id => process.Id;

    public string Output
    {
        get
        {
            lock (gate)
            {
                return output.ToString();
            }
        }
    }

    public string Error
    {
        get
        {
            lock (gate)
            {
                return error.ToString();
            }
        }
    }

    /// <summary>An environment variable that gives each coordinator its own API port, because tests run concurrently.</summary>
    public static (string Name, string Value) FreeDashboard { get; } = ("NNOPTIM_DASHBOARD", "127.0.0.1:0");

    public static ProgramProcess Start(TestFolder folder, params string[] arguments) => new(folder, Command(Coordinator, arguments), [FreeDashboard]);

    /// <summary>Starts the program with an environment variable.</summary>
    public static ProgramProcess StartWith(TestFolder folder, (string Name, string Value) variable, params string[] arguments) =>
        StartWith(folder, Coordinator, [variable], arguments);

    /// <summary>Starts a program with environment variables.</summary>
    public static ProgramProcess StartWith(
        TestFolder folder, IReadOnlyList<string> program, IEnumerable<(string Name, string Value)> variables, params string[] arguments) =>
        new(folder, Command(program, arguments), variables);

    /// <summary>Starts the program at its own terminal, without the variables that tell a program that nobody watches.</summary>
    /// <param name="folder">The test's folder.</param>
    /// <param name="columns">The terminal's width.</param>
    /// <param name="arguments">The program's arguments, without single quotes.</param>
    public static ProgramProcess StartAtTerminal(TestFolder folder, int columns, params string[] arguments)
    {
        string[] start =
        [
            "env", "-i", "TERM=xterm", $"PATH={Environment.GetEnvironmentVariable("PATH")}", $"HOME={Environment.GetEnvironmentVariable("HOME")}",
            $"NNOPTIM_HOME={folder.Home}", .. Command(Coordinator, arguments),
        ];
        var line = string.Join(' ', start.Select(word => $"'{word}'"));
        return new(folder, ["script", "--quiet", "--return", "--command", $"stty cols {columns} rows 40; exec {line}", "/dev/null"]);
    }

    /// <summary>Starts a worker.</summary>
    public static ProgramProcess StartWorker(TestFolder folder, params string[] arguments) => new(folder, Command(Worker, arguments));

    /// <summary>Starts a worker with a memory limit in bytes.</summary>
    public static ProgramProcess StartSmallWorker(TestFolder folder, long bytes, params string[] arguments) =>
        StartWith(folder, Worker, [("DOTNET_GCHeapHardLimit", bytes.ToString("x", CultureInfo.InvariantCulture))], arguments);

    /// <summary>Starts a worker in which the runs of some seeds fail.</summary>
    public static ProgramProcess StartFaultyWorker(TestFolder folder, params string[] arguments) => new(folder, Command([OutputOf("tests/FaultyWorker", "NNOptim.FaultyWorker.dll")], arguments));

    /// <summary>Starts a program in a network namespace.</summary>
    public static ProgramProcess StartIn(string networkNamespace, TestFolder folder, IReadOnlyList<string> program, params string[] arguments) =>
        StartIn(networkNamespace, folder, program, [], arguments);

    /// <summary>Starts a program in a network namespace with environment variables.</summary>
    public static ProgramProcess StartIn(
        string networkNamespace, TestFolder folder, IReadOnlyList<string> program, IEnumerable<(string Name, string Value)> variables, params string[] arguments) =>
        new(folder, ["ip", "netns", "exec", networkNamespace, .. Command(program, arguments)], variables);

    /// <summary>The address of a coordinator's API, from its output, for <c>--to</c>.</summary>
    public static async Task<Uri> ApiOfAsync(ProgramProcess coordinator)
    {
        const string Dashboard = "Dashboard: ";
        await coordinator.SeesLineAsync(line => line.StartsWith(Dashboard, StringComparison.Ordinal));
        var link = coordinator.Output.Split('\n', StringSplitOptions.TrimEntries).First(line => line.StartsWith(Dashboard, StringComparison.Ordinal))[Dashboard.Length..];
        return new Uri(new Uri(link).GetLeftPart(UriPartial.Authority));
    }

    /// <summary>Runs the program to its end and checks the exit code.</summary>
    public static async Task<ProgramProcess> RunAsync(TestFolder folder, int exitCode, params string[] arguments)
    {
        var program = Start(folder, arguments);
        (await program.ExitCodeAsync()).ShouldBe(exitCode, program.Output + program.Error);
        return program;
    }

    public async Task<int> ExitCodeAsync()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        await process.WaitForExitAsync(deadline.Token);
        return process.ExitCode;
    }

    /// <summary>Completes when a condition holds; polls it.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (!await condition())
        {
            await Task.Delay(50, deadline.Token);
        }
    }

    /// <summary>Completes with the first output line that matches; fails with the program's output if it ends without one.</summary>
    public async Task SeesLineAsync(Predicate<string> wanted)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (output.ToString().Split('\n').Any(line => wanted(line)))
            {
                return;
            }

            waiters.Add((wanted, seen));
        }

        using var deadline = new CancellationTokenSource(Deadline);
        await Task.WhenAny(seen.Task, exited.Task, Task.Delay(Timeout.InfiniteTimeSpan, deadline.Token));
        if (exited.Task.IsCompleted)
        {
            await process.WaitForExitAsync(deadline.Token);
        }

        seen.Task.IsCompleted.ShouldBeTrue($"{(exited.Task.IsCompleted ? "ended" : "still runs")} without the line; it said:\n{Output}{Error}");
    }

    /// <summary>Completes when either output stream contains a text.</summary>
    public Task SaysAsync(string text) => SaysUntilAsync(text, CancellationToken.None);

    /// <summary>Completes when either output stream contains a text, or when it is cancelled.</summary>
    public async Task SaysUntilAsync(string text, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(Deadline);
        while (!$"{Output}{Error}".Contains(text, StringComparison.Ordinal))
        {
            exited.Task.IsCompleted.ShouldBeFalse($"ended without '{text}'; it said:\n{Output}{Error}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), deadline.Token);
        }
    }

    /// <summary>Completes when the given number of runs are done; the program must run with <c>--json</c>.</summary>
    public Task HasCompletedAsync(int runs) => SeesLineAsync(line => IsProgress(line, "completed", runs));

    /// <summary>Whether a coordinator's process last reported to be the coordinator (true) or a standby (false); null before any report.</summary>
    public static bool? IsCoordinator(ProgramProcess coordinator)
    {
        var last = coordinator.Output.Split('\n').LastOrDefault(line =>
            line.StartsWith("Coordinator on", StringComparison.Ordinal) || line.StartsWith("Standby on", StringComparison.Ordinal));
        return last is null ? null : last[0] == 'C';
    }

    /// <summary>The first JSON line of an event.</summary>
    public JsonElement Event(string name) =>
        Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .First(element => element.GetProperty("event").GetString() == name);

    public void Kill() => process.Kill();

    public void Signal(string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }

    /// <summary>An output file of a project's build, in the configuration of these tests.</summary>
    private static string OutputOf(string project, string file)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var (framework, configuration) = (output.Name, output.Parent!.Name);
        var root = output.Parent.Parent!.Parent!.Parent!.Parent!.FullName;
        return System.IO.Path.Combine(root, project, "bin", configuration, framework, file);
    }

    private static string[] Command(IReadOnlyList<string> program, IEnumerable<string> arguments) =>
        program[0] == "sh" ? [.. program, .. arguments] : ["dotnet", "exec", .. program, .. arguments];

    private static bool IsProgress(string line, string count, int least) =>
        line.StartsWith("{\"event\":\"progress\"", StringComparison.Ordinal)
        && JsonDocument.Parse(line).RootElement.GetProperty(count).GetInt32() >= least;

    private void Receive(string? line)
    {
        lock (gate)
        {
            output.AppendLine(line);
            foreach (var waiter in waiters.Where(waiter => line is not null && waiter.Wanted(line)).ToList())
            {
                waiters.Remove(waiter);
                waiter.Seen.SetResult();
            }
        }
    }
}
