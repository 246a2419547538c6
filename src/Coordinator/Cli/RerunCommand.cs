using System.CommandLine;
using NNOptim.Cli.HistoryVerbs;
using NNOptim.Experiments;
using NNOptim.History.Upkeep;
using NNOptim.Protocol;
using NNOptim.Reporting.Analysis;

namespace NNOptim.Cli;

/// <summary><c>nnoptim rerun ID</c>: trains an experiment again as a new one, and says whether the results agree bit for bit.</summary>
internal static class RerunCommand
{
    public static Command Create()
    {
        var local = new LocalRunOptions();
        var id = ExperimentSelector.Argument(local.AddressOf);
        var command = new Command("rerun", "Trains an experiment again, as a new one, and says whether the results agree bit for bit. Ends with 1 where they do not.") { id };
        local.AddTo(command);
        command.SetAction((parsed, _) => ExecuteAsync(parsed.GetRequiredValue(id), local.Read(parsed)));
        return command;
    }

    private static async Task<int> ExecuteAsync(string given, LocalRunSettings settings)
    {
        var first = ExperimentSelector.Load(settings.Database, given);
        if (first.Runs.All(run => run.Result is null))
        {
            throw CommandException.BadInput($"Experiment {first.Id} has no result to compare with; nnoptim resume {first.Id} goes on with it.");
        }

        RunData.Require(first);
        var again = new SubmitExperiment(ExperimentId.Draw(Random.Shared), first.Specification, EnvironmentProbe.Read(first.Specification.Dataset));
        BitAgreement? bits = null;
        var exitCode = await LocalRun.ExecuteAsync(again, first.Specification, settings, ended => bits = Compare(first, ended, settings)).ConfigureAwait(false);
        return bits is null || bits.Differing.IsEmpty ? exitCode : ExitCode.RunsFailed;
    }

    private static BitAgreement Compare(ExperimentRecord first, ExperimentRecord again, LocalRunSettings settings)
    {
        HistoryReading.Changing(settings.Database, () => Annotations.Write(
            settings.Database, new ExperimentAnnotated(again.Id, TimeProvider.System.GetUtcNow()) { Note = $"Rerun of {first.Id}." }));
        var bits = ExperimentComparison.Bits(first, again);
        if (settings.Json)
        {
            JsonLines.Write(Console.Out, writer =>
            {
                writer.WriteString("event", "compared");
                writer.WriteString("experiment", again.Id.Value);
                writer.WriteString("with", first.Id.Value);
                writer.WriteBoolean("agrees", bits.All);
                CompareVerb.WriteBits(writer, bits);
            });
        }
        else
        {
            Console.WriteLine($"Rerun of {first.Id} as {again.Id}: {CompareVerb.Sentence(bits)}.");
        }

        return bits;
    }
}
