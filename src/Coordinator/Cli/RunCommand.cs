using System.CommandLine;
using System.CommandLine.Completions;
using NNOptim.ExperimentFiles;
using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Cli;

/// <summary><c>nnoptim run [FILE|NAME]</c>: trains an experiment on this machine and writes its report.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var source = SourceArgument();
        var set = SetOption();
        var large = LargeGridOption();
        var local = new LocalRunOptions();
        var command = new Command("run", "Trains an experiment on this machine and writes the comparison report.") { source, set, large };
        local.AddTo(command);
        command.SetAction((parsed, _) => ExecuteAsync(
            parsed.GetRequiredValue(source), parsed.GetValue(set) ?? [], parsed.GetValue(large), local.Read(parsed)));
        return command;
    }

    /// <summary>The experiment to run.</summary>
    public static Argument<string> SourceArgument()
    {
        var argument = new Argument<string>("experiment")
        {
            Description = $"An experiment file, or a built-in experiment: {string.Join(", ", BuiltInExperiments.Names)}.",
            HelpName = "FILE|NAME",
            DefaultValueFactory = _ => BuiltInExperiments.Default,
        };
        argument.CompletionSources.Add(_ => BuiltInExperiments.Names.Select(name => new CompletionItem(name)));
        return argument;
    }

    /// <summary>Overrides of the file's values.</summary>
    public static Option<string[]> SetOption() => new("--set")
    {
        Description = "Replaces a value of the file, for example --set training.epochs=100 (may be repeated).",
        HelpName = "KEY=VALUE",
    };

    /// <summary>Permission for a large grid.</summary>
    public static Option<bool> LargeGridOption() => new(GridLimits.Flag)
    {
        Description = $"Allows a grid of more than {GridLimits.MaxWithoutFlag:N0} runs.",
    };

    private static Task<int> ExecuteAsync(string source, IReadOnlyList<string> overrides, bool allowLargeGrid, LocalRunSettings settings)
    {
        var specification = ExperimentSource.Read(source, overrides, allowLargeGrid);
        var submission = new SubmitExperiment(
            ExperimentId.Draw(Random.Shared), specification, EnvironmentProbe.Read(specification.Dataset));
        return LocalRun.ExecuteAsync(submission, specification, settings with { ExperimentFile = source });
    }
}
