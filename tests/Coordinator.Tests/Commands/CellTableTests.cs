using NNOptim.Cli.HistoryVerbs;
using NNOptim.History.Tables;
using Spectre.Console.Testing;

namespace NNOptim.Coordinator.Tests.Commands;

/// <summary>The cells that <c>history show</c> lists.</summary>
public class CellTableTests
{
    private static readonly CellRow Cell = new(1, "adam", 0.01, 64, 50, "2-5-1", "relu", "he", 1, 1, 0, 0, 0, 0.25, 0.25, 0.25, 0.9, null);

    [Fact]
    public void Cells_that_differ_in_other_settings_are_told_apart_on_a_line_of_80_columns()
    {
        var text = Render(Cell with { Settings = "relu, epochs 1000, beta1 0.5" }, Cell with { Settings = "tanh, epochs 1000, beta1 0.5" });

        text.ShouldContain("adam, relu, epochs 1000, beta1 0.5");
        text.ShouldContain("adam, tanh, epochs 1000, beta1 0.5");
    }

    [Fact]
    public void Of_cells_with_such_settings_those_that_diverged_are_counted_too() =>
        Render(Cell with { Settings = "relu", Diverged = 7 }, Cell with { Settings = "tanh" }).ShouldContain(" 7 ");

    [Fact]
    public void Other_cells_have_the_optimiser_alone_and_every_count() => Render(Cell).ShouldSatisfyAllConditions(
        text => text.ShouldContain("adam  "),
        text => text.ShouldContain("Diverged"));

    private static string Render(params CellRow[] cells)
    {
        using var console = new TestConsole();
        console.Profile.Width = 80;
        console.Write(ShowVerb.CellTable(cells));
        return console.Output;
    }
}
