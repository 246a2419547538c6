using NNOptim.Coordinator.Commands.HistoryVerbs;
using NNOptim.Coordinator.History.Tables;
using Spectre.Console.Testing;

namespace NNOptim.Coordinator.Tests.Commands;

/// <summary>The cells that <c>history show</c> lists.</summary>
public class CellTableTests
{
    private static readonly CellRow Cell = new(1, "adam", 0.01, 64, 50, "2-5-1", "relu", "he", 1, 1, 0, 0, 0, 0.25, 0.25, 0.25, 0.9, null);

    [Fact]
    public void Cells_that_differ_in_other_settings_are_told_apart_in_a_terminal_of_80_columns()
    {
        var lines = Render(Cell with { Settings = "relu, epochs 50" }, Cell with { Settings = "tanh, epochs 50" });

        lines.ShouldContain(line => line.Contains("Settings", StringComparison.Ordinal));
        lines.ShouldContain(line => line.Contains("adam", StringComparison.Ordinal) && line.Contains("relu, epochs 50", StringComparison.Ordinal));
        lines.ShouldContain(line => line.Contains("adam", StringComparison.Ordinal) && line.Contains("tanh, epochs 50", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_such_settings_there_is_no_column_of_them() => 
        Render(Cell).ShouldAllBe(line => !line.Contains("Settings", StringComparison.Ordinal));

    private static string[] Render(params CellRow[] cells)
    {
        using var console = new TestConsole();
        console.Profile.Width = 80;
        console.Write(ShowVerb.CellTable(cells));
        return console.Output.Split('\n');
    }
}
