using System.CommandLine;
using System.CommandLine.Help;
using NNOptim.Coordinator.Persistence;
using NNOptim.Shared.Hosting;
using NNOptim.Shared.Security;
using NNOptim.Shared.Settings;
using NNOptim.Worker.Commands;

namespace NNOptim.Coordinator.Commands;

/// <summary>The command line of <c>nnoptim</c>.</summary>
internal static class CommandLineProgram
{
    /// <summary>Runs a command line and gives its exit code.</summary>
    public static async Task<int> InvokeAsync(IReadOnlyList<string> arguments)
    {
        var output = StandardOutput.Install();
        var exitCode = await CarryOutAsync(arguments).ConfigureAwait(false);
        SqliteFiles.Complete();
        if (output.Failure is not { } failure)
        {
            return exitCode;
        }

        await Console.Error.WriteLineAsync($"The standard output could not be written: {failure}").ConfigureAwait(false);
        return exitCode == ExitCode.Success ? ExitCode.Infrastructure : exitCode;
    }

    private static async Task<int> CarryOutAsync(IReadOnlyList<string> arguments)
    {
        var parsed = Create().Parse(arguments);
        if (parsed.Errors.Count > 0 && !IsCompletion(arguments))
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync(error.Message).ConfigureAwait(false);
            }

            await Console.Error.WriteLineAsync("nnoptim --help lists the commands.").ConfigureAwait(false);
            return ExitCode.BadInput;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            }).ConfigureAwait(false);
        }
        catch (CommandException error)
        {
            await Console.Error.WriteLineAsync(error.Message).ConfigureAwait(false);
            return error.ExitCode;
        }
        catch (Exception error) when (error is SettingsException or TlsFileException)
        {
            await Console.Error.WriteLineAsync(error.Message).ConfigureAwait(false);
            return ExitCode.BadInput;
        }
#pragma warning disable CA1031 // the last resort of the program: whatever it is, a person gets words and a script the code
        catch (Exception error)
#pragma warning restore CA1031
        {
            var logs = Path.Combine(DataFolder.Path, "logs");
            await using var logger = LogFiles.Create(logs, "nnoptim", verbose: false);
            logger.Fatal(error, "The command line {Arguments} ended by an error", arguments.Select(DatabaseAddress.WithoutPasswords));
            await Console.Error.WriteLineAsync($"An unexpected error: {error.Message} (details in {logs})").ConfigureAwait(false);
            return ExitCode.Infrastructure;
        }
    }

    /// <summary>Whether a shell asks for completions of a line, which is seldom whole.</summary>
    private static bool IsCompletion(IReadOnlyList<string> arguments) =>
        arguments is [var directive, ..] && directive.StartsWith("[suggest", StringComparison.Ordinal);

    private static RootCommand Create()
    {
        var root = new RootCommand("Runs hyperparameter grids of neural-network trainings and compares the optimisers.")
        {
            RunCommand.Create(),
            ResumeCommand.Create(),
            RetryCommand.Create(),
            RerunCommand.Create(),
            CoordinatorCommand.Create(),
            SubmitCommand.Create(),
            StatusCommand.Create(),
            SteeringCommand.CreatePause(),
            SteeringCommand.CreateCancel(),
            SteeringCommand.CreatePriority(),
            WorkersCommand.Create(),
            InitCommand.Create(),
            ReportCommand.Create(),
            HistoryCommand.Create(),
            CompletionCommand.Create(),
            CertificatesCommand.Create(),
            HealthCommand.Create(),
        };

        // Of the library's names for help these two are enough; a shell need not offer the others.
        var help = root.Options.OfType<HelpOption>().Single();
        foreach (var alias in help.Aliases.Where(alias => alias != "-h").ToList())
        {
            help.Aliases.Remove(alias);
        }

        return root;
    }
}
