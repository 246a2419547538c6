using System.CommandLine;
using System.CommandLine.Help;
using NNOptim.Hosting;
using NNOptim.Hosting.Programs;
using NNOptim.Hosting.Security;
using NNOptim.Hosting.Settings;
using NNOptim.Persistence;

namespace NNOptim.Cli;

/// <summary>The command line of <c>nnoptim</c>.</summary>
internal static class CommandLineProgram
{
    /// <summary>The program's name.</summary>
    public const string Name = "nnoptim";

    private static string Logs => NodeDefaults.LogsIn(DataFolder.Path);

    /// <summary>Runs the process's command line and returns its exit code. An unhandled exception on any thread ends the process with a message.</summary>
    public static Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        CrashReporter.Install(Name, Logs);
        return InvokeAsync(arguments);
    }

    /// <summary>Runs a command line and returns its exit code.</summary>
    public static async Task<int> InvokeAsync(IReadOnlyList<string> arguments)
    {
        var output = StandardOutput.Install();
        var exitCode = await CarryOutAsync(arguments).ConfigureAwait(false);
        SqliteFiles.CheckpointAll();
        if (output.Failure is not { } failure)
        {
            return exitCode;
        }

        await Console.Error.WriteLineAsync($"The standard output could not be written: {failure}").ConfigureAwait(false);
        return exitCode == ExitCode.Success ? ExitCode.Infrastructure : exitCode;
    }

    private static async Task<int> CarryOutAsync(IReadOnlyList<string> arguments)
    {
        try
        {
            var parsed = Create().Parse(arguments);
            var errors = IsCompletion(arguments) ? [] : ErrorsOf(parsed);
            return errors.Count == 0
                ? await parsed.InvokeAsync(new InvocationConfiguration
                {
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null,
                }).ConfigureAwait(false)
                : await RefuseAsync([.. errors, $"{Name} --help lists the commands."]).ConfigureAwait(false);
        }
        catch (CommandException error)
        {
            await Console.Error.WriteLineAsync(error.Message).ConfigureAwait(false);
            return error.ExitCode;
        }
        catch (Exception error) when (error is SettingsException or TlsFileException)
        {
            return await RefuseAsync([error.Message]).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The outermost handler: every exception becomes a message and an exit code.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return CrashReporter.Report(Name, Logs, error);
        }
    }

    private static IReadOnlyList<string> ErrorsOf(ParseResult parsed) =>
        parsed.Errors.Count > 0 ? [.. parsed.Errors.Select(error => error.Message)] : [.. EmptyValues.ErrorsOf(parsed)];

    private static async Task<int> RefuseAsync(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            await Console.Error.WriteLineAsync(line).ConfigureAwait(false);
        }

        return ExitCode.BadInput;
    }

    /// <summary>Whether a shell requests completions. Its line is usually incomplete, so it is not checked.</summary>
    private static bool IsCompletion(IReadOnlyList<string> arguments) =>
        arguments is [var directive, ..] && directive.StartsWith("[suggest", StringComparison.Ordinal);

    private static RootCommand Create()
    {
        var root = new RootCommand("Trains neural networks over hyperparameter grids and compares the optimisers.")
        {
            RunCommand.Create(),
            ResumeCommand.Create(),
            RetryCommand.Create(),
            ConfirmCommand.Create(),
            RerunCommand.Create(),
            CoordinatorCommand.Create(),
            WorkerSubcommand.Create(),
            SubmitCommand.Create(),
            StatusCommand.Create(),
            ControlCommands.CreatePause(),
            ControlCommands.CreateCancel(),
            ControlCommands.CreatePriority(),
            WorkersCommand.Create(),
            InitCommand.Create(),
            DataCommand.Create(),
            ReportCommand.Create(),
            HistoryCommand.Create(),
            CompletionCommand.Create(),
            CertificatesCommand.Create(),
            HealthCommand.Create(),
        };

        // Keeps only --help and -h, so that shells do not complete the library's other aliases.
        var help = root.Options.OfType<HelpOption>().Single();
        foreach (var alias in help.Aliases.Where(alias => alias != "-h").ToList())
        {
            help.Aliases.Remove(alias);
        }

        return root;
    }
}
