using System.CommandLine;
using System.Globalization;
using NNOptim.Protocol;
using Spectre.Console;

namespace NNOptim.Cli;

/// <summary><c>nnoptim workers --to HOST:PORT</c>: shows the workers of a remote coordinator.</summary>
internal static class WorkersCommand
{
    public static Command Create()
    {
        var json = CommonOptions.Json();
        var remote = new RemoteOptions();
        var command = new Command("workers", "Shows the workers of a coordinator.") { json };
        remote.AddTo(command);
        command.SetAction((parsed, _) => remote.RunAsync(parsed, client => ShowAsync(client, parsed.GetValue(json))));
        return command;
    }

    private static async Task<int> ShowAsync(ApiClient client, bool json)
    {
        var workers = await client.WorkersAsync().ConfigureAwait(false);
        if (json)
        {
            foreach (var worker in workers)
            {
                WriteJson(worker);
            }
        }
        else if (workers.Count == 0)
        {
            AnsiConsole.WriteLine("The coordinator has no workers; nnoptim-worker --join HOST:PORT adds one.");
        }
        else
        {
            WriteTable(workers);
        }

        return ExitCode.Success;
    }

    private static void WriteTable(IEnumerable<WorkerSummary> workers)
    {
        var table = NarrowTable.Create().AddWrapped("Worker").AddWhole("Slots", number: true).AddWhole("Runs held", number: true).AddWhole("Since")
            .AddWhole("Last heard").AddWhole("Program");

        foreach (var worker in workers)
        {
            table.AddRow(
                Markup.Escape(worker.WorkerId.Value),
                worker.Slots.ToString(CultureInfo.InvariantCulture),
                worker.Held.ToString(CultureInfo.InvariantCulture),
                worker.RegisteredAt.ToLocalTime().ToString("MM-dd HH:mm", CultureInfo.InvariantCulture),
                worker.LastHeardAt.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture),
                Markup.Escape(Short(worker.ProgramVersion)));
        }

        AnsiConsole.Write(table);
    }

    /// <summary>The version without the commit it was built from.</summary>
    private static string Short(string version) => version.Split('+')[0];

    private static void WriteJson(WorkerSummary worker) => JsonLines.Write(Console.Out, writer =>
    {
        writer.WriteString("worker", worker.WorkerId.Value);
        writer.WriteNumber("slots", worker.Slots);
        writer.WriteNumber("held", worker.Held);
        writer.WriteString("registered_at", worker.RegisteredAt);
        writer.WriteString("last_heard_at", worker.LastHeardAt);
        writer.WriteString("program_version", worker.ProgramVersion);
    });
}
