using NNOptim.Protocol;
using Spectre.Console;

namespace NNOptim.Cli.Progress;

/// <summary>The views of a command line's own console.</summary>
internal static class RunViews
{
    /// <summary>A view for a script, or for a person.</summary>
    /// <param name="json">Whether for a script.</param>
    /// <param name="cells">Asks what is known of the grid's cells; a script is not told.</param>
    public static IRunView Of(bool json, Func<Task<IReadOnlyList<CellProgress>>> cells) => json
        ? new JsonView(Console.Out, TimeProvider.System)
        : new TerminalView(AnsiConsole.Console, TimeProvider.System, cells);
}
