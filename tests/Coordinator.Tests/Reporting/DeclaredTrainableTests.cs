using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Reporting;
using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Exports;
using NNOptim.Reporting.Terminal;
using Spectre.Console.Testing;

namespace NNOptim.Coordinator.Tests.Reporting;

/// <summary>Reports of a trainable that is not a network: it compares and tunes nothing, and has its own metrics.</summary>
public sealed class DeclaredTrainableTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nnoptim-declared-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData(MetricGoal.Minimize, "-3", "-1.500000")]
    [InlineData(MetricGoal.Maximize, "4", "5.500000")]
    public void The_best_configuration_is_that_of_the_goal(MetricGoal goal, string best, string value)
    {
        var analysis = ExperimentAnalysis.Analyze(Experiment(goal, MetricFormat.Number));

        var word = goal == MetricGoal.Maximize ? "greatest" : "least";
        Answer.Derive(analysis).Findings[0].Sentence.ShouldBe($"Candidate: x {best}. Of the 3 configurations tried it has the {word} mean value: {value} over 2 seeds.");
        analysis.Ranking.Select(ranked => ranked.Rank).ShouldBe([1, 2, 3]);
        (analysis.HasLogarithm, analysis.Sensitivity.IsEmpty, analysis.TimeToTarget).ShouldBe((false, true, null));
    }

    [Theory]
    [InlineData(MetricGoal.Minimize, MetricFormat.Number)]
    [InlineData(MetricGoal.Maximize, MetricFormat.Percent)]
    [InlineData(MetricGoal.Maximize, MetricFormat.Count)]
    public void Every_form_of_report_is_written_and_shows_nothing_of_networks(MetricGoal goal, MetricFormat format)
    {
        var experiment = Experiment(goal, format);
        var files = ReportWriter.Write(experiment, Path.Combine(folder.FullName, "report"), new ReportOptions
        {
            Formats = ReportFormats.Default | ReportFormats.Parquet,
        });
        MlflowStore.Write(Path.Combine(folder.FullName, "mlflow"), experiment);
        TensorBoardLogs.Write(Path.Combine(folder.FullName, "tensorboard"), experiment);
        using var console = new TestConsole().Width(80);
        ComparisonTable.Write(console, ExperimentAnalysis.Analyze(experiment));

        string[] texts = [File.ReadAllText(Path.Combine(files.Directory, ReportWriter.ReportName)), console.Output];
        foreach (var text in texts)
        {
            text.ShouldContain("Candidate: ");
            text.ShouldContain("luck");
            foreach (var foreign in (string[])["optimi", "learning rate", "Overshoot", "target", "accuracy", "final cost", "NaN", "Convergence", "generalises", "dead networks"])
            {
                text.ShouldNotContain(foreign);
            }
        }

        File.ReadAllLines(Path.Combine(files.Directory, "runs.csv"))[..2].ShouldBe(
        [
            "run,x,seed,confirmation,state,luck,value,epochs_trained,diverged_at_epoch,training_seconds,attempts,failure_reason",
            "1,-3,1,0,completed,7,-2,20,,0.5,1,",
        ]);
        File.ReadAllLines(Path.Combine(files.Directory, "ranking.csv"))[0].ShouldStartWith("rank,x,runs,completed,diverged,failed,unfinished,learnt_nothing,unsuccessful,score_mean,score_sd,score_median,score_iqm,score_min,score_max,luck_mean,");
        Directory.GetDirectories(Path.Combine(folder.FullName, "tensorboard")).Select(Path.GetFileName).ShouldContain("0006-x4-s2");
        var run = Path.Combine(folder.FullName, "mlflow", experiment.Id.Value, $"{experiment.Id}-000001");
        Directory.GetFiles(Path.Combine(run, "metrics")).Select(Path.GetFileName).ShouldBe(["cost", "epochs_trained", "luck", "training_seconds", "value"], ignoreOrder: true);
        Directory.GetFiles(Path.Combine(run, "params")).Select(Path.GetFileName).ShouldBe(["seed", "steps", "x"], ignoreOrder: true);
    }

    /// <summary>An experiment whose objective, the second metric, is x plus the seed.</summary>
    internal static ExperimentRecord Experiment(MetricGoal goal, MetricFormat format)
    {
        var trainable = new Trainable(
            "curve",
            [
                new("x", "grid.x", new NumberType(-10, true), "Where."),
                new("steps", "training.steps", new IntegerType(1, 1000), "How long.") { Role = ParameterRole.Budget },
                new("seed", "grid.seed", new IntegerType(0, uint.MaxValue), "The replicate.") { Role = ParameterRole.Replicate },
            ],
            [
                new("luck", MetricGoal.None, MetricFormat.Count, "A number."),
                new("value", goal, format, "The value."),
            ])
        {
            Objective = "value",
        };
        var specification = ExperimentSpecification.Create(
            "curves",
            trainable,
            new DatasetSpecification { Kind = DatasetKind.Moons },
            ("x", ParameterValue.Numbers(-3, 0.5, 4)),
            ("steps", ParameterValue.Integers(20)),
            ("seed", ParameterValue.Integers(1, 2)));
        return new ExperimentRecord(
            ExperimentId.Parse("k3f9x2ma"),
            specification,
            new ExperimentEnvironment("0.1.0", ".NET", "Linux", 2, 256, "nnoptim run curves"),
            DateTimeOffset.UnixEpoch,
            DateTimeOffset.UnixEpoch,
            [.. ExperimentGrid.Expand(specification).Select(run => Train(run, trainable))]);
    }

    private static RunRecord Train(RunSpecification run, Trainable trainable)
    {
        var x = ((ParameterValue.Number)run.Values["x"]!).Value;
        return new RunRecord(
            run,
            trainable,
            RunState.Completed,
            1,
            new RunResult
            {
                EpochsTrained = run.Budget,
                Metrics = new MetricValues(ImmutableArray.Create(7, x + run.Seed)),
                TrainingSeconds = 0.5,
            },
            null,
            [.. Enumerable.Range(0, run.Budget).Select(step => 1.0 / (1 + step + run.Seed))]);
    }
}
