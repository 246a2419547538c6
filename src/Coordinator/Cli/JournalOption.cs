using System.CommandLine;
using NNOptim.Hosting;
using NNOptim.Hosting.Settings;
using NNOptim.Persistence;

namespace NNOptim.Cli;

/// <summary>The journal of this machine, or the history of a coordinator elsewhere, for commands that have no other setting.</summary>
internal sealed class JournalOption
{
    private readonly SettingOptions options = new([NodeOptions.Database, .. RemoteOptions.Settings], NodeOptions.All);

    /// <summary>Adds the options to a command, and to its verbs.</summary>
    public void AddTo(Command command) => options.AddTo(command, withVerbs: true);

    /// <summary>The address of the journal given; null for the user's own.</summary>
    public string? AddressOf(ParseResult parsed) => Values(parsed).Find(NodeOptions.Database);

    /// <summary>The settings that name a coordinator; null where the command is about a journal of this machine.</summary>
    /// <exception cref="CommandException">Options give both.</exception>
    public SettingValues? RemoteOf(ParseResult parsed) => RemoteOptions.ChosenOf(Values(parsed), setting => options.Gives(parsed, setting));

    /// <summary>The journal of this machine, for a command that writes it or is about its file, once no other process holds it locked.</summary>
    /// <exception cref="CommandException">A coordinator is named, the address is malformed, its files may not be opened, or it is locked for too long.</exception>
    public JournalDatabase Open(ParseResult parsed)
    {
        if (options.Gives(parsed, NodeOptions.To))
        {
            throw CommandException.BadInput(
                $"{NodeOptions.To.Option}: this verb changes a journal or is about its file, so it needs the journal itself: run it with {NodeOptions.Database.Option}.");
        }

        return CommonOptions.DatabaseAt(AddressOf(parsed));
    }

    /// <summary>Calls what only reads experiments: of the journal of this machine, or of a copy of what a coordinator elsewhere has of them.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="given">The experiments as a person named them.</param>
    /// <param name="read">Reads them and gives the exit code.</param>
    /// <exception cref="CommandException">The experiments cannot be had.</exception>
    public async Task<int> ReadAsync(ParseResult parsed, IReadOnlyList<string> given, Func<HistorySource, int> read)
    {
        if (RemoteOf(parsed) is not { } remote)
        {
            return read(new HistorySource(CommonOptions.DatabaseAt(AddressOf(parsed)), given, null));
        }

        return await RemoteOptions.RunAsync(remote, async client =>
        {
            using var copy = await JournalCopy.FetchAsync(client, given).ConfigureAwait(false);
            return read(new HistorySource(copy.Database, copy.Ids, client.Names));
        }).ConfigureAwait(false);
    }

    private SettingValues Values(ParseResult parsed) => options.Read(parsed, Environment.GetEnvironmentVariable, DataFolder.Path);
}

/// <summary>Where a command reads experiments.</summary>
/// <param name="Database">The journal, or the copy.</param>
/// <param name="Given">The experiments as they are named there.</param>
/// <param name="Coordinator">Where the coordinator is that the copy came from; null for the journal itself.</param>
internal sealed record HistorySource(JournalDatabase Database, IReadOnlyList<string> Given, string? Coordinator);
