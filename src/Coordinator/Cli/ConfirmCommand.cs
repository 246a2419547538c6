using System.CommandLine;
using NNOptim.Experiments;
using NNOptim.History;
using NNOptim.Persistence;
using NNOptim.Protocol;
using NNOptim.Scheduling;

namespace NNOptim.Cli;

/// <summary><c>nnoptim confirm ID</c>: trains the best configurations of an experiment that has ended again, on fresh seeds.</summary>
internal static class ConfirmCommand
{
    public static Command Create()
    {
        var options = new LocalOrRemoteOptions();
        var id = ExperimentSelector.Argument(options.Local.AddressOf, options.RemoteOf);
        var seeds = CommonOptions.Count(
            "--seeds", "The number of fresh seeds of each finalist (default: the experiment file's, else 20).", ConfirmationSpecification.MaxSeeds, min: ConfirmationSpecification.MinSeeds);
        var finalists = CommonOptions.Count(
            "--finalists", "The number of finalists for each value of the parameter (default: the experiment file's, else 1).", ConfirmationSpecification.MaxFinalists);
        var per = new Option<string?>("--per")
        {
            Description = "The parameter whose values each have finalists, or none for the best of all configurations (default: the experiment file's, else the compared parameter).",
            HelpName = "PARAMETER",
        };
        var command = new Command("confirm", "Trains the best configurations of an experiment again on fresh seeds, and writes its report.") { id, seeds, finalists, per };
        options.AddTo(command);
        command.SetAction((parsed, _) =>
        {
            var wanted = new ConfirmExperiment(default, 0, parsed.GetValue(finalists), parsed.GetValue(per), parsed.GetValue(seeds));
            return options.RemoteOf(parsed) is { } remote
                ? RemoteOptions.RunAsync(remote, client => AskAsync(client, parsed.GetRequiredValue(id), wanted))
                : ExecuteAsync(parsed.GetRequiredValue(id), wanted, options.Local.Read(parsed));
        });
        return command;
    }

    private static Task<int> ExecuteAsync(string given, ConfirmExperiment wanted, LocalRunSettings settings)
    {
        var (state, record) = Load(settings.Database, given);
        var command = wanted with { ExperimentId = record.Id, Number = state.Confirmations + 1 };
        if (ExperimentDecisions.Confirm(state, command, record.SubmittedAt).Refusal is { } reason)
        {
            throw CommandException.BadInput($"Experiment {record.Id} cannot be confirmed: {reason}.");
        }

        RunData.Require(record);
        return LocalRun.ExecuteAsync(command, record.Specification, settings);
    }

    private static (ExperimentState State, ExperimentRecord Record) Load(JournalDatabase database, string given)
    {
        var id = ExperimentSelector.Resolve(database, given);
        return Journal.Read(database, reader =>
        {
            var events = reader.Events(id);
            var record = ExperimentHistory.Replay(events) ?? throw CommandException.Infrastructure($"The events of experiment {id} do not begin with its submission.");
            return (events.Aggregate(ExperimentState.Empty, (state, @event) => state.Apply(@event)), record);
        });
    }

    private static Task<int> AskAsync(ApiClient client, string given, ConfirmExperiment wanted) => ControlCommands.CarryOutAsync(
        client,
        given,
        async id =>
        {
            var known = await client.DescribeAsync(id).ConfigureAwait(false);
            return await client.ConfirmAsync(wanted with { ExperimentId = id, Number = (known.Progress.Confirmation?.Number ?? 0) + 1 }).ConfigureAwait(false);
        },
        "in confirmation");
}
