using System.Text.RegularExpressions;
using NNOptim.Experiments;
using NNOptim.Reporting;

namespace NNOptim.Coordinator.Tests.Reporting;

public sealed partial class ReportWriterTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nnoptim-report-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void The_document_of_a_small_experiment_is_as_approved()
    {
        var experiment = new SyntheticExperiment
        {
            Seeds = [1, 2, 3],
            LearningRates = [0.0007, 0.007],
            FreshSeeds = [[.. Enumerable.Range(4, 10)]],
            IsFinalist = run => run.LearningRate == 0.007,
            Cost = (run, epoch) => run is { Seed: 9, Optimizer.Rule.Name: "momentum" } && epoch > 1000 ? double.NaN : SyntheticExperiment.SmoothCost(run, epoch),
        };
        var files = Write(experiment, "one");
        var approved = Path.Combine(AppContext.BaseDirectory, "Reporting", "approved-report.md");

        var text = Document(files);
        if (!File.Exists(approved) || File.ReadAllText(approved) != text)
        {
            File.WriteAllText(approved + ".received", text);
        }

        File.Exists(approved).ShouldBeTrue();
        text.ShouldBe(File.ReadAllText(approved));
    }

    /// <summary>A choice was seen on the seeds that chose it, so it has no verdict and no interval anywhere.</summary>
    [Fact]
    public void Without_a_confirmation_the_document_has_no_test_and_no_interval()
    {
        var text = Document(Write(new SyntheticExperiment { Seeds = [1, 2, 3, 4, 5, 6, 7, 8], LearningRates = [0.001, 0.1], Cost = SyntheticExperiment.RoughCost }, "one"));

        text.ShouldContain("nnoptim confirm k3f9x2ma");
        text.ShouldNotContain("## Confirmation");
        foreach (var verdict in (string[])["significant", "interval", "p (corrected)", "**Use ", "is better"])
        {
            text.ShouldNotContain(verdict);
        }
    }

    [Fact]
    public void Equal_results_give_equal_files()
    {
        var experiment = new SyntheticExperiment { Seeds = [1, 2], LearningRates = [0.001, 0.1], BatchSizes = [16, 64], Cost = SyntheticExperiment.RoughCost };
        var first = Write(experiment, "one");
        var second = Write(experiment, "two");

        // Two documents, three tables, four pictures of learning curves, one of boundaries, and six that compare configurations.
        first.All.Length.ShouldBe(2 + 3 + (2 * (4 + 1 + 6)));
        foreach (var (one, two) in first.All.Zip(second.All))
        {
            File.ReadAllBytes(two).ShouldBe(File.ReadAllBytes(one), Path.GetFileName(one));
        }
    }

    [Theory]
    [InlineData(ReportFormats.Html, "report.html")]
    [InlineData(ReportFormats.Parquet, "runs.parquet", "costs.parquet")]
    [InlineData(ReportFormats.Csv | ReportFormats.Html, "report.html", "runs.csv", "costs.csv", "ranking.csv")]
    public void Only_the_requested_formats_are_written(ReportFormats formats, params string[] names)
    {
        var root = Path.Combine(folder.FullName, "some");
        var files = ReportWriter.Write(new SyntheticExperiment().Build(), root, new ReportOptions { Formats = formats });

        files.All.Select(Path.GetFileName).ShouldBe(names);
        files.Report.ShouldBe(Path.Combine(root, names[0]));
        Directory.GetFileSystemEntries(root).Select(Path.GetFileName).ShouldBe([.. names, ".nnoptim-report"], ignoreOrder: true);
    }

    [Fact]
    public void Every_picture_the_document_shows_exists()
    {
        var files = Write(new SyntheticExperiment(), "one");

        var shown = Document(files).Split("](").Skip(1).Select(part => part[..part.IndexOf(')')]).ToList();

        shown.Count.ShouldBe(4);
        shown.ShouldAllBe(path => File.Exists(Path.Combine(files.Directory, path)));
    }

    [Fact]
    public void Costs_are_sorted_and_read_back_exactly()
    {
        var experiment = new SyntheticExperiment { Epochs = 1000 };
        Write(experiment, "one");

        var lines = File.ReadAllLines(Path.Combine(folder.FullName, "one", "costs.csv"));

        lines[0].ShouldBe("run,optimizer,learning_rate,batch_size,seed,epoch,cost,kind");
        lines.Length.ShouldBe(1 + (3 * 11));
        lines[12].ShouldStartWith("2,momentum,0.0007,64,3,0,");
        foreach (var run in experiment.Build().Runs)
        {
            var costs = lines.Skip(1).Select(line => line.Split(',')).Where(fields => fields[0] == $"{run.Number}").ToList();
            costs.Select(fields => int.Parse(fields[5])).ShouldBe(Enumerable.Range(0, 11).Select(i => 100 * i));
            costs.Select(fields => double.Parse(fields[6])).ShouldBe(run.Costs.Append(run.Metric("final_cost")!.Value));
            costs.Select(fields => fields[7]).ShouldBe([.. Enumerable.Repeat("epoch", 10), "final"]);
        }
    }

    [Fact]
    public void Runs_have_a_row_each_whatever_became_of_them()
    {
        var experiment = new SyntheticExperiment
        {
            Change = run => run.Number switch
            {
                1 => run with { State = RunState.Failed, Attempts = 3, Result = null, Costs = [], FailureReason = "disk \"full\", twice" },
                2 => run with { State = RunState.Pending, Attempts = 0, Result = null, Costs = [] },
                _ => run,
            },
        };

        Write(experiment, "one");

        var lines = File.ReadAllLines(Path.Combine(folder.FullName, "one", "runs.csv"));
        lines[0].ShouldStartWith("run,optimizer,learning_rate,batch_size,seed,confirmation,state,final_cost,best_cost,train_accuracy,test_accuracy,"
            + "epochs_to_target,overshoot,best_epoch,rise_count,rise_area,mean_of_last_cost,last_epoch_cost,constant_cost,constant_accuracy,test_cost,initial_cost,"
            + "epochs_trained,diverged_at_epoch,training_seconds,attempts,failure_reason");
        lines[1].ShouldBe("1,gd,0.0007,64,3,0,failed,,,,,,,,,,,,,,,,,,,3,\"disk \"\"full\"\", twice\"");
        lines[2].ShouldBe("2,momentum,0.0007,64,3,0,pending,,,,,,,,,,,,,,,,,,,0,");
        lines[3].ShouldStartWith("3,adam,0.0007,64,3,0,completed,0.");
        lines.Length.ShouldBe(4);
    }

    [Theory]
    [InlineData("one run")]
    [InlineData("all diverged")]
    [InlineData("no cost")]
    [InlineData("all failed")]
    [InlineData("all pending")]
    [InlineData("huge costs")]
    [InlineData("zero costs")]
    [InlineData("huge costs confirmed")]
    [InlineData("zero costs confirmed")]
    [InlineData("nothing confirmed")]
    [InlineData("confirmation pending")]
    public void Extremes_make_a_report_without_NaN(string extreme)
    {
        int[] fresh = [.. Enumerable.Range(11, 8)];
        var experiment = extreme switch
        {
            "one run" => new SyntheticExperiment { Optimizers = ["gd"], Epochs = 1 },
            "all diverged" => new SyntheticExperiment { Cost = (_, epoch) => epoch < 300 ? 1e300 * epoch : double.PositiveInfinity },
            "no cost" => new SyntheticExperiment { Cost = (_, _) => double.NaN },
            "all failed" => new SyntheticExperiment { Change = run => run with { State = RunState.Failed, Result = null, Costs = [], FailureReason = "lost" } },
            "all pending" => new SyntheticExperiment { Change = run => run with { State = RunState.Pending, Result = null, Costs = [] } },
            "huge costs" => new SyntheticExperiment { Cost = (_, epoch) => 1e200 * (1 + epoch), Seeds = [1, 2] },
            "huge costs confirmed" => new SyntheticExperiment
            {
                Cost = (run, epoch) => (run.Seed % 2 == 0 ? 1.7e308 : 1) * (1 - (0.1 * SyntheticExperiment.NumberOf(run))),
                Seeds = [1, 2],
                FreshSeeds = [fresh],
                ConstantCost = null,
            },
            "zero costs confirmed" => new SyntheticExperiment { Cost = (_, _) => 0, Seeds = [1, 2], FreshSeeds = [fresh] },
            "nothing confirmed" => new SyntheticExperiment { Cost = (run, _) => run.Seed > 2 ? double.NaN : 0.1, Seeds = [1, 2], FreshSeeds = [fresh] },
            "confirmation pending" => new SyntheticExperiment
            {
                Seeds = [1, 2],
                FreshSeeds = [fresh],
                Change = run => run.Confirmation > 0 ? run with { State = RunState.Pending, Result = null, Costs = [] } : run,
            },
            _ => new SyntheticExperiment { Cost = (_, _) => 0, Seeds = [1, 2] },
        };

        var files = Write(experiment, "one");

        foreach (var file in files.All.Where(file => !file.EndsWith(".png", StringComparison.Ordinal)))
        {
            // For a page, its text and data: the charts library contains these words in its code, and a picture may contain them in its letters.
            var text = Foreign().Replace(File.ReadAllText(file), "");
            text.ShouldNotContain("NaN");
            text.ShouldNotContain("Infinity");
            text.ShouldNotContain("\u221e");
        }
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_the_callers_error()
    {
        var blocked = Path.Combine(folder.FullName, "file");
        File.WriteAllText(blocked, "");

        Should.Throw<IOException>(() => ReportWriter.Write(new SyntheticExperiment().Build(), blocked, new ReportOptions()));
    }

    [Fact]
    public void Missing_parameters_are_given_as_the_reason_for_no_boundary()
    {
        var files = Write(new SyntheticExperiment { Change = run => run with { Result = run.Result! with { FinalParameters = [] } } }, "one");

        Document(files).ShouldContain("Not drawn: the runs' final parameters were not kept (more than 4,096 of them).");
    }

    [Fact]
    public void Data_of_many_features_have_no_boundary_section()
    {
        var files = Write(new SyntheticExperiment { InputWidth = 64 }, "one");

        Document(files).ShouldNotContain("Decision boundaries");
    }

    private static string Document(ReportFiles files) => File.ReadAllText(Path.Combine(files.Directory, ReportWriter.ReportName));

    private ReportFiles Write(SyntheticExperiment experiment, string name) => ReportWriter.Write(
        experiment.Build(),
        Path.Combine(folder.FullName, name),
        new ReportOptions { Title = "A synthetic comparison", ResolvedSpecification = "name: synthetic\n", DecisionSurface = new SyntheticSurface() });

    [GeneratedRegex("<script>.*?</script>|base64,[^\"]*", RegexOptions.Singleline)]
    private static partial Regex Foreign();
}
