using Spectre.Console;

namespace NNOptim.Cli;

/// <summary>Writes lines that people copy or scripts read.</summary>
internal static class UnbrokenLines
{
    private const int AnyWidth = 1_000_000;

    /// <summary>Writes markup as a single line, whatever the console's width.</summary>
    public static void WriteUnbroken(this IAnsiConsole console, FormattableString markup)
    {
        var width = console.Profile.Width;
        console.Profile.Width = AnyWidth;
        try
        {
            console.MarkupLineInterpolated(markup);
        }
        finally
        {
            console.Profile.Width = width;
        }
    }
}
