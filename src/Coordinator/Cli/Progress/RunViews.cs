using NNOptim.History.Views;
using Spectre.Console;

namespace NNOptim.Cli.Progress;

/// <summary>Creates the view of a command.</summary>
internal static class RunViews
{
    /// <summary>A view for a script, or for a person.</summary>
    /// <param name="json">Whether the view is for a script.</param>
    /// <param name="configurations">Returns the configurations; unused for scripts.</param>
    public static IRunView Create(bool json, Func<Task<ConfigurationList>> configurations) => json
        ? new JsonView(Console.Out, TimeProvider.System)
        : new TerminalView(AnsiConsole.Console, TimeProvider.System, configurations);
}
