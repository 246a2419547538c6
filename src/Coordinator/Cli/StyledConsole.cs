using System.Text;
using NNOptim.Hosting.Terminal;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace NNOptim.Cli;

/// <summary>The console of styled output. Its own control sequences reach the terminal; control characters in texts do not.</summary>
internal static class StyledConsole
{
    /// <summary>A console that writes to <paramref name="output"/>, with the width and the capabilities of the standard output.</summary>
    public static IAnsiConsole Create(TextWriter output) => Guard(AnsiConsole.Create(new AnsiConsoleSettings { Out = new StandardConsoleOutput(output) }));

    /// <summary>Replaces control characters in all texts of a console. Hooks run in reverse order, so this first hook sees the output of all others.</summary>
    public static IAnsiConsole Guard(IAnsiConsole console)
    {
        console.Pipeline.Attach(new ControlCharacterHook());
        return console;
    }

    private sealed class ControlCharacterHook : IRenderHook
    {
        public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) =>
            renderables.Select(renderable => new CleanRenderable(renderable));
    }

    private sealed class CleanRenderable(IRenderable content) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => content.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => content.Render(options, maxWidth)
            .Select(segment => segment.IsControlCode || segment.IsLineBreak ? segment : new Segment(TerminalText.Clean(segment.Text), segment.Style));
    }

    private sealed class StandardConsoleOutput(TextWriter output) : IAnsiConsoleOutput
    {
        private readonly AnsiConsoleOutput standard = new(Console.Out);

        public TextWriter Writer => output;

        public bool IsTerminal => standard.IsTerminal;

        public int Width => standard.Width;

        public int Height => standard.Height;

        public void SetEncoding(Encoding encoding) => standard.SetEncoding(encoding);
    }
}
