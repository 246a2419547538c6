using System.CommandLine;
using NNOptim.Cli.HistoryCommands;
using NNOptim.Cli.Progress;
using NNOptim.Experiments;
using NNOptim.History.Upkeep;
using NNOptim.Protocol;
using NNOptim.Reporting;
using NNOptim.Reporting.Analysis;

namespace NNOptim.Cli;

/// <summary><c>nnoptim rerun ID</c>: repeats an experiment as a new one and reports whether the results agree bit for bit.</summary>
internal static class RerunCommand
{
    public static Command Create()
    {
        var options = new LocalOrRemoteOptions();
        var id = ExperimentSelector.Argument(options.Local.AddressOf, options.RemoteOf);
        var command = new Command("rerun", "Repeats an experiment as a new one and reports whether the results agree bit for bit. Exits with 1 if they do not.") { id };
        options.AddTo(command);
        command.SetAction((parsed, _) => options.RemoteOf(parsed) is { } remote
            ? RemoteOptions.RunAsync(remote, client => ExecuteAsync(client, parsed.GetRequiredValue(id), options.Local.WantsJson(parsed)))
            : ExecuteAsync(parsed.GetRequiredValue(id), options.Local.Read(parsed)));
        return command;
    }

    private static async Task<int> ExecuteAsync(string given, LocalRunSettings settings)
    {
        var first = ExperimentSelector.Load(settings.Database, given);
        RequireResult(first);
        RunData.Require(first);
        var again = new SubmitExperiment(ExperimentId.Draw(Random.Shared), first.Specification, EnvironmentProbe.Read(first.Specification.Dataset));
        BitAgreement? bits = null;
        var exitCode = await LocalRun.ExecuteAsync(again, first.Specification, settings, ended => bits = Compare(first, ended, settings)).ConfigureAwait(false);
        return bits is null || bits.Differing.IsEmpty ? exitCode : ExitCode.RunsFailed;
    }

    /// <summary>Does the same at a coordinator, which has the data and stores both experiments.</summary>
    private static async Task<int> ExecuteAsync(ApiClient client, string given, bool json)
    {
        var first = await RecordAsync(client, await client.FindAsync(given).ConfigureAwait(false)).ConfigureAwait(false);
        RequireResult(first);
        var again = new SubmitExperiment(ExperimentId.Draw(Random.Shared), first.Specification, EnvironmentProbe.Read(first.Specification.Dataset));
        var progress = await client.SubmitAsync(again).ConfigureAwait(false);
        var view = RunViews.Create(json, () => client.ConfigurationsAsync(again.ExperimentId));
        view.Started(again.ExperimentId, first.Specification, progress);
        var exitCode = await RemoteFollow.ToTheEndAsync(client, view, again.ExperimentId, progress).ConfigureAwait(false);
        if (exitCode == ExitCode.Interrupted)
        {
            return exitCode;
        }

        return WriteComparison(first, await RecordAsync(client, again.ExperimentId).ConfigureAwait(false), json).Differing.IsEmpty ? exitCode : ExitCode.RunsFailed;
    }

    private static async Task<ExperimentRecord> RecordAsync(ApiClient client, ExperimentId id)
    {
        var folder = Directory.CreateTempSubdirectory("nnoptim-copy-");
        try
        {
            return (await client.ExportAsync(id, folder.FullName).ConfigureAwait(false)).Record;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void RequireResult(ExperimentRecord first)
    {
        if (first.Runs.All(run => run.Result is null))
        {
            throw CommandException.BadInput($"Experiment {first.Id} has no result to compare with; nnoptim resume {first.Id} continues it.");
        }
    }

    private static BitAgreement Compare(ExperimentRecord first, ExperimentRecord again, LocalRunSettings settings)
    {
        HistoryReading.Change(settings.Database, () => Annotations.Write(
            settings.Database, new ExperimentAnnotated(again.Id, TimeProvider.System.GetUtcNow()) { Note = $"Rerun of {first.Id}." }));
        return WriteComparison(first, again, settings.Json);
    }

    /// <summary>The number of runs of confirmations that the rerun does not have.</summary>
    private static int NotRepeated(ExperimentRecord first, ExperimentRecord again)
    {
        var repeated = again.Runs.Select(run => (run.Specification.Values, run.Specification.Seed, run.Specification.Budget)).ToHashSet();
        return first.Runs.Count(run => run.Confirmation > 0 && !repeated.Contains((run.Specification.Values, run.Specification.Seed, run.Specification.Budget)));
    }

    private static BitAgreement WriteComparison(ExperimentRecord first, ExperimentRecord again, bool json)
    {
        var bits = ExperimentComparison.Bits(first, again);
        var notRepeated = NotRepeated(first, again);
        if (json)
        {
            JsonLines.Write(Console.Out, writer =>
            {
                writer.WriteString("event", "compared");
                writer.WriteString("experiment", again.Id.Value);
                writer.WriteString("with", first.Id.Value);
                writer.WriteBoolean("agrees", bits.All);
                writer.WriteNumber("not_repeated", notRepeated);
                CompareCommand.WriteBits(writer, bits);
            });
        }
        else
        {
            Console.WriteLine($"Rerun of {first.Id} as {again.Id}: {CompareCommand.Sentence(bits)}.");
            if (notRepeated > 0)
            {
                Console.WriteLine(
                    $"{Wording.Counted(notRepeated, "run")} of confirmations {(notRepeated == 1 ? "was" : "were")} not repeated: a rerun repeats the search and the confirmation that the experiment file has.");
            }
        }

        return bits;
    }
}
