using Spectre.Console;

namespace NNOptim.Cli;

/// <summary>Lines that a person copies or a script reads.</summary>
internal static class UnbrokenLines
{
    private const int AnyWidth = 1_000_000;

    /// <summary>Writes a line of markup as one, whatever the console's width; a terminal folds it without breaking it.</summary>
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
