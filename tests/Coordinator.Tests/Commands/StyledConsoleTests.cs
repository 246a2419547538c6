using NNOptim.Cli;
using Spectre.Console;
using Spectre.Console.Testing;

namespace NNOptim.Coordinator.Tests.Commands;

public sealed class StyledConsoleTests
{
    private const string Hostile = "a\u001b[2Jb\u001b]0;title\u0007c\rd\u009be\u202Ef";

    [Fact]
    public async Task No_control_character_of_a_text_reaches_the_terminal()
    {
        using var console = new TestConsole().EmitAnsiSequences().Interactive();
        StyledConsole.Guard(console);

        console.MarkupLineInterpolated($"[bold]{Hostile}[/]");
        console.WriteUnbroken($"Report: [bold]{Hostile}[/]");
        console.Write(new Table().AddColumn(new TableColumn(new Text(Hostile))).AddRow(new Text(Hostile)));
        await console.Live(new Text(Hostile)).StartAsync(context =>
        {
            context.UpdateTarget(new Text(Hostile + Hostile));
            return Task.CompletedTask;
        });

        console.Output.ShouldContain("a␛[2Jb␛]0;title␇c");
        foreach (var hostile in new[] { "\u001b[2J", "\u001b]", "\u0007", "\u009b", "\u202E", "c\rd" })
        {
            console.Output.ShouldNotContain(hostile);
        }
    }

    [Fact]
    public void The_consoles_own_sequences_stay()
    {
        using var console = new TestConsole().EmitAnsiSequences();
        StyledConsole.Guard(console);

        console.Markup("[bold]x[/]");

        console.Output.ShouldBe("\u001b[1mx\u001b[0m");
    }
}
