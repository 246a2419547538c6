using System.CommandLine;
using NNOptim.Hosting.Settings;

namespace NNOptim.Cli;

/// <summary>The options of verbs that act on an experiment of this machine's journal, or of a coordinator elsewhere.</summary>
internal sealed class LocalOrRemoteOptions
{
    /// <summary>Those of a run on this machine.</summary>
    public LocalRunOptions Local { get; } = new(RemoteOptions.Settings);

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command) => Local.AddTo(command);

    /// <summary>The settings that name a coordinator; null where the verb acts on this machine.</summary>
    /// <exception cref="CommandException">Options give both.</exception>
    public SettingValues? RemoteOf(ParseResult parsed) => RemoteOptions.ChosenOf(Local.Values(parsed), setting => Local.Gives(parsed, setting));
}
