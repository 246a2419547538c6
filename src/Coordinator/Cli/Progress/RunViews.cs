using NNOptim.Protocol;
using Spectre.Console;

namespace NNOptim.Cli.Progress;

/// <summary>The views of a command line's own console.</summary>
internal static class RunViews
{
    /// <summary>A view for a script, or for a person.</summary>
    /// <param name="json">Whether for a script.</param>
    /// <param name="configurations">Asks what is known of the configurations; a script does not see them.</param>
    public static IRunView Create(bool json, Func<Task<ConfigurationList>> configurations) => json
        ? new JsonView(Console.Out, TimeProvider.System)
        : new TerminalView(AnsiConsole.Console, TimeProvider.System, configurations);
}
