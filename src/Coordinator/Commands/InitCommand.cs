using System.CommandLine;
using NNOptim.Coordinator.ExperimentFiles;

namespace NNOptim.Coordinator.Commands;

/// <summary><c>nnoptim init [FILE]</c>: writes a commented experiment file to edit.</summary>
internal static class InitCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file")
        {
            Description = "The file to write.",
            HelpName = "FILE",
            DefaultValueFactory = _ => "experiment.yaml",
        };
        var from = new Option<string>("--from")
        {
            Description = $"The built-in experiment to begin with: {string.Join(", ", BuiltInExperiments.Names)}.",
            HelpName = "NAME",
            DefaultValueFactory = _ => BuiltInExperiments.Default,
        };
        var force = new Option<bool>("--force") { Description = "Overwrites a file that exists." };
        var command = new Command("init", "Writes a built-in experiment as a commented file to edit.") { file, from, force };
        command.SetAction(parsed => Execute(parsed.GetRequiredValue(file), parsed.GetRequiredValue(from), parsed.GetValue(force)));
        return command;
    }

    private static int Execute(string file, string from, bool force)
    {
        var text = BuiltInExperiments.Text(from)
            ?? throw CommandException.BadInput($"--from: '{from}' is no built-in experiment; there are {string.Join(", ", BuiltInExperiments.Names)}.");
        var schema = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, ExperimentFileSchema.FileName);
        try
        {
            Write(file, text, force ? FileMode.Create : FileMode.CreateNew);
            Write(schema, ExperimentFileSchema.Text, FileMode.Create);
        }
        catch (IOException) when (!force && File.Exists(file))
        {
            throw CommandException.BadInput($"{file} exists; --force overwrites it.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CommandException.Infrastructure($"{file} cannot be written: {error.Message}", error);
        }

        Console.WriteLine($"Wrote {file}, and {ExperimentFileSchema.FileName} by which editors complete it.");
        Console.WriteLine($"Run it with: nnoptim run {file}");
        return ExitCode.Success;
    }

    private static void Write(string path, string text, FileMode mode)
    {
        using var stream = new FileStream(path, mode, FileAccess.Write);
        using var writer = new StreamWriter(stream);
        writer.Write(text);
    }
}
