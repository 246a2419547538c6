using NNOptim.Cli.Progress;
using NNOptim.Experiments;
using NNOptim.Protocol;
using Spectre.Console.Testing;

namespace NNOptim.Coordinator.Tests.Commands;

/// <summary>What a terminal shows of a running experiment.</summary>
public class LiveTableTests
{
    private static readonly ExperimentProgress Progress = new(ExperimentId.Parse("k3f9x2ma"), 40, 3, 10, 0, 0);

    private static readonly CellProgress[] Cells =
    [
        new("adam", 0.001, 64, 5, 2, 3, 0.25, 0.125),
        new("gd", 0.01, 0, 5, 1, 0, 0.5, null),
        new("momentum", 0.1, 16, 5, 0, 5, null, 0.0625),
    ];

    [Theory]
    [InlineData(110)]
    [InlineData(60)]
    [InlineData(20)]
    public void No_line_is_wider_than_the_terminal(int width) =>
        Render(width, 30, Cells).Split('\n').ShouldAllBe(line => line.TrimEnd().Length <= width);

    [Fact]
    public void Cells_in_training_are_shown_with_their_costs_and_the_best_that_ended()
    {
        var text = Render(110, 30, Cells);

        text.ShouldContain("adam");
        text.ShouldContain("0.25");
        text.ShouldContain("full");
        text.ShouldContain("Best so far: 0.0625");
        text.ShouldContain("by momentum, learning rate 0.1, batch 16");
        text.ShouldContain("25%");
    }

    [Fact]
    public void A_low_terminal_shows_as_many_cells_as_fit_and_tells_of_the_others()
    {
        var cells = Enumerable.Range(1, 30).Select(i => new CellProgress("gd", i, 1, 1, 1, 0, i, null)).ToArray();

        var text = Render(110, 12, cells);

        text.ShouldContain("and 27 more cells");
        text.Split('\n').Length.ShouldBeLessThanOrEqualTo(12);
    }

    [Theory]
    [InlineData(110, "adam, relu, beta1 0.5 ", "adam, tanh, beta1 0.5 ")]
    [InlineData(78, "adam 0.01 64, relu, beta1 0.5 ", "adam 0.01 64, tanh, beta1 0.5 ")]
    public void Cells_that_differ_in_other_settings_are_told_apart(int width, string first, string second)
    {
        var cell = new CellProgress("adam", 0.01, 64, 2, 1, 1, 0.5, 0.25, "relu, beta1 0.5");

        var text = Render(width, 30, [cell, cell with { Settings = "tanh, beta1 0.5", MeanFinalCost = 0.125 }]);

        text.ShouldContain(first);
        text.ShouldContain(second);
        text.ShouldContain("by adam, tanh, beta1 0.5, learning rate 0.01, batch 64");
    }

    [Fact]
    public void Without_cells_there_is_the_progress_alone() => Render(80, 30, []).Trim().Split('\n').Length.ShouldBe(2);

    private static string Render(int width, int height, IReadOnlyList<CellProgress> cells)
    {
        using var console = new TestConsole();
        console.Profile.Width = width;
        console.Write(LiveTable.Of(Progress, "10/40 runs done", cells, width, height));
        return console.Output;
    }
}
