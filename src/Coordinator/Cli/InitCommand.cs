using System.CommandLine;
using NNOptim.ExperimentFiles;
using NNOptim.Files;

namespace NNOptim.Cli;

/// <summary><c>nnoptim init [FILE]</c>: writes a commented experiment file to edit.</summary>
internal static class InitCommand
{
    private const int MaxSchemaBytes = 16 << 20;

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
            Description = $"The built-in experiment to start from: {string.Join(", ", BuiltInExperiments.Names)}.",
            HelpName = "NAME",
            DefaultValueFactory = _ => BuiltInExperiments.Default,
        };
        var force = new Option<bool>("--force") { Description = "Overwrites existing files." };
        var command = new Command("init", "Writes a built-in experiment as a commented file to edit.") { file, from, force };
        command.SetAction(parsed => Execute(parsed.GetRequiredValue(file), parsed.GetRequiredValue(from), parsed.GetValue(force)));
        return command;
    }

    private static int Execute(string file, string from, bool force)
    {
        var text = BuiltInExperiments.Text(from)
            ?? throw CommandException.BadInput($"--from: '{from}' is not a built-in experiment; give one of {string.Join(", ", BuiltInExperiments.Names)}.");
        var schema = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, ExperimentFileSchema.FileName);
        if (!force)
        {
            RequireFree(file, schema);
        }

        try
        {
            WholeOutput.WriteText(file, text, overwrite: force);
            WholeOutput.WriteText(schema, ExperimentFileSchema.Text, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CommandException.Infrastructure($"{file} cannot be written: {error.Message}", error);
        }

        Console.WriteLine($"Wrote {file}, and {ExperimentFileSchema.FileName} for completion in editors.");
        Console.WriteLine($"Run it with: nnoptim run {file}");
        return ExitCode.Success;
    }

    /// <summary>Requires that no file of the user would be overwritten. A schema that this program wrote may exist.</summary>
    private static void RequireFree(string file, string schema)
    {
        var taken = new List<string>();
        if (Path.Exists(file))
        {
            taken.Add(file);
        }

        if (Path.Exists(schema) && !IsOwnSchema(schema))
        {
            taken.Add(schema);
        }

        if (taken.Count > 0)
        {
            throw CommandException.BadInput($"{string.Join(" and ", taken)} {(taken.Count == 1 ? "exists" : "exist")}; --force overwrites.");
        }
    }

    private static bool IsOwnSchema(string path)
    {
        try
        {
            return InputFile.ReadText(path, MaxSchemaBytes).Contains(ExperimentFileSchema.Title, StringComparison.Ordinal);
        }
        catch (InputFileException)
        {
            return false;
        }
    }
}
