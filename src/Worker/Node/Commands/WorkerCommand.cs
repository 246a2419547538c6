using System.CommandLine;
using System.Text;
using NNOptim.Hosting;
using NNOptim.Hosting.Programs;
using NNOptim.Hosting.Security;
using NNOptim.Hosting.Settings;
using NNOptim.Hosting.Terminal;

namespace NNOptim.Worker.Commands;

/// <summary>The command line of <c>nnoptim-worker</c>.</summary>
public static class WorkerCommand
{
    private const int BadInput = 2;

    private static readonly SettingOptions Options = new(
        [
            NodeOptions.Join, NodeOptions.PublicHost, NodeOptions.Slots, NodeOptions.CheckpointInterval, NodeOptions.StallLimit, NodeOptions.Grace,
            NodeOptions.Logs, NodeOptions.Verbose, NodeOptions.HealthFile, .. NodeOptions.Tls,
        ],
        NodeOptions.All);

    /// <summary>The program's name.</summary>
    public const string Name = "nnoptim-worker";

    private static string DefaultLogs => NodeDefaults.LogsIn(DataFolder.Path);

    /// <summary>
    /// Runs the process's command line and returns its exit code. An unhandled exception on any thread ends the process with a sentence.
    /// </summary>
    public static Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        Console.SetError(new TerminalWriter(Console.Error));
        CrashReporter.Install(Name, DefaultLogs);
        return InvokeAsync(arguments);
    }

    private static async Task<int> InvokeAsync(IReadOnlyList<string> arguments)
    {
        try
        {
            var parsed = Create().Parse(arguments);
            var errors = parsed.Errors.Count > 0 ? [.. parsed.Errors.Select(error => error.Message)] : EmptyValues.ErrorsOf(parsed).ToList();
            return errors.Count > 0 ? Refuse(errors) : await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            }).ConfigureAwait(false);
        }
        catch (SettingsException error)
        {
            return Refuse(error.Errors);
        }
        catch (TlsFileException error)
        {
            return Refuse(error.Errors);
        }
#pragma warning disable CA1031 // The last handler of the program: for any exception a person gets a sentence, and a script the exit code.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return CrashReporter.Report(Name, DefaultLogs, error);
        }
    }

    private static RootCommand Create()
    {
        var command = new RootCommand("Trains the runs that a coordinator of NNOptim.Actors assigns.") { HealthCommand.Create() };
        Configure(command);
        return command;
    }

    /// <summary>Adds the options of a worker and its action to a command.</summary>
    public static void Configure(Command command)
    {
        var endWithInput = new Option<bool>("--end-with-input")
        {
            Description = "For a parent process: read the node's certificates from the first line of standard input, leave at the next line, and stop at its end.",
        };
        command.Options.Add(endWithInput);
        Options.AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            var values = Options.Read(parsed, Environment.GetEnvironmentVariable, DataFolder.Path);
            var join = values.Require(NodeOptions.Join);
            var hasParent = parsed.GetValue(endWithInput);
            using var tls = hasParent
                ? ReadIdentity()
                : NodeOptions.TlsIdentityOf(
                    values, NodeRole.Client, [(values.SourceOf(NodeOptions.Join), join.Select(address => address.Host))], DataFolder.Path, TimeProvider.System);
            return await WorkerProcess.RunAsync(new WorkerProcessSettings
            {
                Join = join,
                PublicHost = values.TryGet(NodeOptions.PublicHost, out var name) ? name
                    : join.All(address => NetworkSafety.IsLoopback(address.Host)) ? null
                    : Environment.MachineName,
                Slots = values.Get(NodeOptions.Slots, Environment.ProcessorCount),
                CheckpointInterval = values.Get(NodeOptions.CheckpointInterval, NodeDefaults.CheckpointInterval),
                StallLimit = values.Get(NodeOptions.StallLimit, NodeDefaults.StallLimit),
                Grace = values.Get(NodeOptions.Grace, TimeSpan.FromSeconds(20)),
                Logs = values.Get(NodeOptions.Logs, DefaultLogs),
                Verbose = values.Get(NodeOptions.Verbose, false),
                HealthFile = values.Find(NodeOptions.HealthFile),
                Tls = tls,
                EndWithInput = hasParent,
            }, TimeProvider.System).ConfigureAwait(false);
        });
    }

    /// <summary>Reads byte by byte: what follows the line belongs to the process.</summary>
    private static TlsIdentity ReadIdentity()
    {
        var input = Console.OpenStandardInput();
        var line = new StringBuilder();
        while (input.ReadByte() is >= 0 and var letter && letter != '\n')
        {
            line.Append((char)letter);
        }

        try
        {
            return RunIdentities.Read(line.ToString().TrimEnd('\r'), TimeProvider.System);
        }
        catch (Exception error) when (error is FormatException or System.Security.Cryptography.CryptographicException)
        {
            throw new SettingsException(["--end-with-input: the first line of standard input has no certificates; only nnoptim run uses this option."]);
        }
    }

    private static int Refuse(IEnumerable<string> errors)
    {
        foreach (var error in errors)
        {
            Console.Error.WriteLine(error);
        }

        return BadInput;
    }
}
