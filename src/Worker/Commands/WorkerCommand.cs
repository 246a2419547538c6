using System.CommandLine;
using System.Globalization;
using NNOptim.Shared.Hosting;

namespace NNOptim.Worker.Commands;

/// <summary>The command line of <c>nnoptim-worker</c>.</summary>
internal static class WorkerCommand
{
    public static Task<int> InvokeAsync(IReadOnlyList<string> arguments)
    {
        var join = new Option<string>("--join")
        {
            Description = "The coordinator's HOST:PORT.",
            HelpName = "HOST:PORT",
            Required = true,
        };
        join.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } address && !IsAddress(address))
            {
                result.AddError($"--join: '{address}' is not HOST:PORT with a port from 1 to 65535, for example 127.0.0.1:4053.");
            }
        });
        var slots = new Option<int>("--slots")
        {
            Description = "How many trainings run at a time.",
            HelpName = "N",
            DefaultValueFactory = _ => Environment.ProcessorCount,
        };
        slots.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1
                && (!int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value is < 1 or > 1024))
            {
                result.AddError($"--slots: '{result.Tokens[0].Value}' is not a whole number from 1 to 1024.");
            }
        });
        var logs = new Option<string>("--logs")
        {
            Description = "The folder of the log.",
            HelpName = "DIR",
            DefaultValueFactory = _ => Path.Combine(DataFolder.Path, "logs"),
        };
        var verbose = new Option<bool>("--verbose") { Description = "Shows the log on the standard error too." };
        var endWithInput = new Option<bool>("--end-with-input")
        {
            Description = "Ends when the standard input does, which is how a parent's death is noticed.",
        };
        var command = new RootCommand("Trains the runs that a coordinator of NNOptim.Actors gives out.") { join, slots, logs, verbose, endWithInput };
        command.SetAction(async (result, _) => await WorkerProcess.RunAsync(
            result.GetRequiredValue(join),
            result.GetValue(slots),
            result.GetRequiredValue(logs),
            result.GetValue(verbose),
            result.GetValue(endWithInput)).ConfigureAwait(false));
        var parsed = command.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                Console.Error.WriteLine(error.Message);
            }

            return Task.FromResult(2);
        }

        return parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }

    private static bool IsAddress(string text) =>
        text.LastIndexOf(':') is var colon && colon > 0
        && int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535;
}
