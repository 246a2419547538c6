using NNOptim.ExperimentFiles;
using NNOptim.Experiments;
using NNOptim.Training.Datasets;

namespace NNOptim.Cli;

/// <summary>Reads the experiment that a command names: a file, or a built-in experiment.</summary>
internal static class ExperimentSource
{
    /// <summary>The resolved specification. Notes about the file go to the standard error.</summary>
    /// <exception cref="CommandException">The file has errors. The message lists all of them, one per line.</exception>
    public static ExperimentSpecification Read(string source, IReadOnlyList<string> overrides, bool allowLargeGrid)
    {
        var builtIn = BuiltInExperiments.Text(source);
        if (builtIn is null && !Path.Exists(source))
        {
            throw CommandException.BadInput(
                $"{source}: there is no such file or built-in experiment; the built-in experiments are {string.Join(", ", BuiltInExperiments.Names)}.");
        }

        var reader = new ExperimentFileReader(Inspect);
        var options = new ExperimentFileOptions { Overrides = overrides, AllowLargeGrid = allowLargeGrid };
        var result = builtIn is not null && !Path.Exists(source)
            ? reader.Read(builtIn, source, options)
            : reader.ReadFile(source, options);
        foreach (var note in result.Notes)
        {
            Console.Error.WriteLine($"note: {note}");
        }

        return result.Specification ?? throw CommandException.BadInput(string.Join(Environment.NewLine, result.Errors));
    }

    /// <summary>Reads a dataset's files to determine its shape, so that errors in them are reported before the start.</summary>
    private static DatasetShape Inspect(DatasetSpecification specification) =>
        DatasetShape.Of(DatasetLoader.Resolve(DatasetSplits.FirstFold(specification) with { Sha256 = null }));
}
