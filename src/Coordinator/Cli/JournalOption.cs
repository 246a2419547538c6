using System.CommandLine;
using NNOptim.Hosting;
using NNOptim.Hosting.Settings;
using NNOptim.Persistence;

namespace NNOptim.Cli;

/// <summary>The options that select a local journal or a remote coordinator, for commands without other settings.</summary>
internal sealed class JournalOption
{
    private readonly SettingOptions options = new([NodeOptions.Database, .. RemoteOptions.Settings], NodeOptions.All);

    /// <summary>Adds the options to a command and its subcommands.</summary>
    public void AddTo(Command command) => options.AddTo(command, withVerbs: true);

    /// <summary>The given address of the journal; null for the user's own.</summary>
    public string? AddressOf(ParseResult parsed) => Values(parsed).Find(NodeOptions.Database);

    /// <summary>The settings that name a coordinator; null when the command uses a local journal.</summary>
    /// <exception cref="CommandException">Options name both a journal and a coordinator.</exception>
    public SettingValues? RemoteOf(ParseResult parsed) => RemoteOptions.ChosenOf(Values(parsed), setting => options.Gives(parsed, setting));

    /// <summary>The local journal, for a command that writes it or reads its file. Waits until no other process holds its lock.</summary>
    /// <exception cref="CommandException">Options name a coordinator, the address is malformed, the files cannot be opened, or the lock is not released in time.</exception>
    public JournalDatabase Open(ParseResult parsed)
    {
        if (options.Gives(parsed, NodeOptions.To))
        {
            throw CommandException.BadInput(
                $"{NodeOptions.To.Option}: this command needs the journal itself, not a coordinator; give {NodeOptions.Database.Option} instead.");
        }

        return CommonOptions.DatabaseAt(AddressOf(parsed));
    }

    /// <summary>Calls <paramref name="read"/> with the local journal, or with a copy of a remote coordinator's experiments.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="given">The experiments as the user named them.</param>
    /// <param name="read">Reads them and returns the exit code.</param>
    /// <exception cref="CommandException">The experiments cannot be read.</exception>
    public async Task<int> ReadAsync(ParseResult parsed, IReadOnlyList<string> given, Func<HistorySource, int> read)
    {
        if (RemoteOf(parsed) is not { } remote)
        {
            return read(new HistorySource(CommonOptions.DatabaseAt(AddressOf(parsed)), given, null));
        }

        return await RemoteOptions.RunAsync(remote, async client =>
        {
            using var copy = await JournalCopy.FetchAsync(client, given).ConfigureAwait(false);
            return read(new HistorySource(copy.Database, copy.Ids, client.Endpoints));
        }).ConfigureAwait(false);
    }

    private SettingValues Values(ParseResult parsed) => options.Read(parsed, Environment.GetEnvironmentVariable, DataFolder.Path);
}

/// <summary>The source of a command's experiments.</summary>
/// <param name="Database">The journal, or the copy.</param>
/// <param name="Given">The experiments as they are named in it.</param>
/// <param name="Coordinator">The address of the copied coordinator; null for a local journal.</param>
internal sealed record HistorySource(JournalDatabase Database, IReadOnlyList<string> Given, string? Coordinator);
