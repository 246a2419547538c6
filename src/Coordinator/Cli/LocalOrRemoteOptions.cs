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

    /// <summary>
    /// The settings that name a coordinator; null where the verb acts on this machine. An option of the command line goes before a
    /// variable or a settings file, also when it is the other of the two.
    /// </summary>
    /// <exception cref="CommandException">Options give both.</exception>
    public SettingValues? RemoteOf(ParseResult parsed)
    {
        if (Local.Gives(parsed, NodeOptions.To) && Local.Gives(parsed, NodeOptions.Database))
        {
            throw CommandException.BadInput(
                $"{NodeOptions.To.Option} and {NodeOptions.Database.Option}: give one of them; the first is a coordinator, which has a journal of its own.");
        }

        var values = Local.Values(parsed);
        return values.Has(NodeOptions.To) && !Local.Gives(parsed, NodeOptions.Database) ? values : null;
    }
}
