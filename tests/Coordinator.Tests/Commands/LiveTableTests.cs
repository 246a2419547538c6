using System.Collections.Immutable;
using NNOptim.Cli.Progress;
using NNOptim.Experiments;
using NNOptim.History.Views;
using NNOptim.Protocol;
using Spectre.Console.Testing;

namespace NNOptim.Coordinator.Tests.Commands;

/// <summary>The table of a running experiment on a terminal.</summary>
public class LiveTableTests
{
    private static readonly ExperimentProgress Progress = new(ExperimentId.Parse("k3f9x2ma"), 40, 3, 10, 0, 0);

    private static readonly ConfigurationList Three = ListOf(
        ["optimizer", "learning_rate", "batch_size"],
        new(["momentum", "0.1", "16"], 5, 0, 5, null, 0.0625),
        new(["adam", "0.001", "64"], 5, 2, 3, 0.25, 0.125),
        new(["gd", "0.01", "full"], 5, 1, 0, 0.5, null));

    [Theory]
    [InlineData(110)]
    [InlineData(60)]
    [InlineData(20)]
    public void No_line_is_wider_than_the_terminal(int width) =>
        Render(width, 30, Three).Split('\n').ShouldAllBe(line => line.TrimEnd().Length <= width);

    [Fact]
    public void Configurations_in_training_are_shown_with_their_costs_and_the_best_that_ended()
    {
        var text = Render(110, 30, Three);

        text.ShouldContain("adam");
        text.ShouldContain("0.25");
        text.ShouldContain("full");
        text.ShouldContain("Best so far: 0.0625");
        text.ShouldContain("by optimizer momentum, learning rate 0.1, batch size 16");
        text.ShouldContain("25%");
    }

    [Fact]
    public void A_low_terminal_shows_as_many_configurations_as_fit_and_counts_the_others()
    {
        var text = Render(110, 12, ListOf(["x"], [.. Enumerable.Range(1, 30).Select(i => new ConfigurationProgress([$"{i}"], 1, 1, 0, i, null))]));

        text.ShouldContain("and 27 more configurations");
        text.Split('\n').Length.ShouldBeLessThanOrEqualTo(12);
    }

    [Theory]
    [InlineData(110, "relu ", "tanh ")]
    [InlineData(60, "adam relu 0.5 0.01 64 ", "adam tanh 0.5 0.01 64 ")]
    public void Every_parameter_that_distinguishes_configurations_is_shown(int width, string first, string second)
    {
        var text = Render(width, 30, ListOf(
            ["optimizer", "hidden_activation", "adam_beta1", "learning_rate", "batch_size"],
            new(["adam", "tanh", "0.5", "0.01", "64"], 2, 1, 1, 0.5, 0.125),
            new(["adam", "relu", "0.5", "0.01", "64"], 2, 1, 1, 0.5, 0.25)));

        text.ShouldContain(first);
        text.ShouldContain(second);
        string.Join(' ', text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)).ShouldContain("by optimizer adam, hidden activation tanh,");
    }

    [Fact]
    public void A_parameter_that_does_not_apply_is_left_out() =>
        Render(60, 30, ListOf(["optimizer", "adam_beta1"], new ConfigurationProgress(["gd", ""], 1, 1, 0, null, 0.5))).ShouldContain("by optimizer gd");

    [Fact]
    public void Without_configurations_only_the_progress_is_shown() => Render(80, 30, null).Trim().Split('\n').Length.ShouldBe(2);

    private static ConfigurationList ListOf(ImmutableArray<string> parameters, params ImmutableArray<ConfigurationProgress> configurations) =>
        new(Progress.ExperimentId, parameters, configurations);

    private static string Render(int width, int height, ConfigurationList? list)
    {
        using var console = new TestConsole();
        console.Profile.Width = width;
        console.Write(LiveTable.Render(Progress, "10/40 runs done", list, width, height));
        return console.Output;
    }
}
