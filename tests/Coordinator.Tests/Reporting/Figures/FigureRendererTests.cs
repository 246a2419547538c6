using System.Diagnostics;
using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Figures;

namespace NNOptim.Coordinator.Tests.Reporting.Figures;

public class FigureRendererTests
{
    private const string Collecting = "NNOPTIM_TESTS_COLLECT_GARBAGE";

    /// <summary>
    /// Runs in its own process, whose code is optimised from the first call. Only optimised code releases an object while native
    /// code still uses its memory, as the precompiled program's code does.
    /// </summary>
    [Fact]
    public async Task Figures_are_drawn_whole_while_garbage_is_collected_all_the_time()
    {
        var start = new ProcessStartInfo(
            "dotnet", [typeof(FigureRendererTests).Assembly.Location, "-method", $"*.{nameof(Figures_are_the_same_each_time_they_are_drawn)}", "-noColor"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DOTNET_TieredCompilation"] = "0", [Collecting] = "1" },
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        process.ExitCode.ShouldBe(0, output + await errors);
        output.ShouldContain("Total: 1, Errors: 0, Failed: 0");
    }

    [Fact]
    public void Figures_are_the_same_each_time_they_are_drawn()
    {
        var experiment = new SyntheticExperiment { LearningRates = [0.1, 0.4], BatchSizes = [16, 64], Seeds = [1, 2, 3, 4, 5], Cost = SyntheticExperiment.RoughCost };
        var analysis = ExperimentAnalysis.Analyze(experiment.Build());
        var calm = Draw();
        calm.Length.ShouldBe(4 + 6 + 1);

        using var done = new CancellationTokenSource();
        var collector = new Thread(() =>
        {
            while (Environment.GetEnvironmentVariable(Collecting) is not null && !done.IsCancellationRequested)
            {
                GC.Collect(0, GCCollectionMode.Forced, blocking: true);
                GC.WaitForPendingFinalizers();
            }
        });
        collector.Start();
        string[][] again = [.. Enumerable.Range(0, Environment.GetEnvironmentVariable(Collecting) is null ? 1 : 6).Select(_ => Draw())];
        done.Cancel();
        collector.Join();

        again.ShouldAllBe(svgs => svgs.SequenceEqual(calm));

        string[] Draw() => [.. ReportFigures.DrawAll(analysis, new SyntheticSurface()).All.Select(FigureRenderer.Svg)];
    }
}
