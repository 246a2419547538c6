using System.CommandLine;
using NNOptim.Hosting;
using NNOptim.Hosting.Settings;
using NNOptim.Persistence;

namespace NNOptim.Cli;

/// <summary>The journal, for commands that have no other setting.</summary>
internal sealed class JournalOption
{
    private readonly SettingOptions options = new([NodeOptions.Database], NodeOptions.All);

    /// <summary>Adds the option to a command, and to its verbs.</summary>
    public void AddTo(Command command) => options.AddTo(command, withVerbs: true);

    /// <summary>The address given; null for the user's own journal.</summary>
    public string? AddressOf(ParseResult parsed) =>
        options.Read(parsed, Environment.GetEnvironmentVariable, DataFolder.Path).Find(NodeOptions.Database);

    /// <summary>The journal, once no other process holds it locked.</summary>
    /// <exception cref="CommandException">The address is malformed, its files may not be opened, or it is locked for too long.</exception>
    public JournalDatabase Open(ParseResult parsed) => CommonOptions.DatabaseAt(AddressOf(parsed));
}
