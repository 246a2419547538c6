using System.CommandLine;
using NNOptim.Shared.Hosting;
using NNOptim.Shared.Security;
using NNOptim.Shared.Settings;
using NNOptim.Shared.Terminal;

namespace NNOptim.Worker.Commands;

/// <summary>The command line of <c>nnoptim-worker</c>.</summary>
internal static class WorkerCommand
{
    private const int BadInput = 2;

    private static readonly SettingOptions Options = new(
        [
            NodeOptions.Join, NodeOptions.PublicHost, NodeOptions.Slots, NodeOptions.CheckpointInterval, NodeOptions.StallLimit, NodeOptions.Grace,
            NodeOptions.Logs, NodeOptions.Verbose, NodeOptions.HealthFile, .. NodeOptions.Tls,
        ],
        NodeOptions.All);

    public static async Task<int> InvokeAsync(IReadOnlyList<string> arguments)
    {
        Console.SetError(new TerminalWriter(Console.Error));
        var parsed = Create().Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            return Refuse(parsed.Errors.Select(error => error.Message));
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
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
    }

    private static RootCommand Create()
    {
        var endWithInput = new Option<bool>("--end-with-input")
        {
            Description = "Leaves when something comes by the standard input, and ends when that does, which is how a parent's death is noticed.",
        };
        var command = new RootCommand("Trains the runs that a coordinator of NNOptim.Actors gives out.") { HealthCommand.Create(), endWithInput };
        Options.AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            var values = Options.Read(parsed, Environment.GetEnvironmentVariable, DataFolder.Path);
            var join = values.Require(NodeOptions.Join);
            using var tls = NodeOptions.TlsIdentityOf(
                values, [(values.SourceOf(NodeOptions.Join), join.Select(address => address.Host))], TimeProvider.System);
            values.TryGet(NodeOptions.HealthFile, out var healthFile);
            return await WorkerProcess.RunAsync(new WorkerProcessSettings
            {
                Join = join,
                PublicHost = values.TryGet(NodeOptions.PublicHost, out var name) ? name
                    : join.All(address => NetworkSafety.IsLoopback(address.Host)) ? null
                    : Environment.MachineName,
                Slots = values.Get(NodeOptions.Slots, Environment.ProcessorCount),
                CheckpointInterval = values.Get(NodeOptions.CheckpointInterval, TimeSpan.FromSeconds(10)),
                StallLimit = values.Get(NodeOptions.StallLimit, TimeSpan.FromMinutes(10)),
                Grace = values.Get(NodeOptions.Grace, TimeSpan.FromSeconds(20)),
                Logs = values.Get(NodeOptions.Logs, Path.Combine(DataFolder.Path, "logs")),
                Verbose = values.Get(NodeOptions.Verbose, false),
                HealthFile = healthFile,
                Tls = tls,
                EndWithInput = parsed.GetValue(endWithInput),
            }, TimeProvider.System).ConfigureAwait(false);
        });
        return command;
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
