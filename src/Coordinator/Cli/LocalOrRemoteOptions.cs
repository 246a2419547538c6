using System.CommandLine;
using NNOptim.Hosting.Settings;

namespace NNOptim.Cli;

/// <summary>The options of commands that act on an experiment, in a local journal or at a remote coordinator.</summary>
internal sealed class LocalOrRemoteOptions
{
    /// <summary>The options of a local run.</summary>
    public LocalRunOptions Local { get; } = new(RemoteOptions.Settings);

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command) => Local.AddTo(command);

    /// <summary>The settings that name a coordinator; null when the command runs on this machine.</summary>
    /// <exception cref="CommandException">Options name both a journal and a coordinator.</exception>
    public SettingValues? RemoteOf(ParseResult parsed) => RemoteOptions.ChosenOf(Local.Values(parsed), setting => Local.Gives(parsed, setting));
}
