using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Reporting;
using NNOptim.Reporting.Figures;
using NNOptim.Reporting.Output;

namespace NNOptim.Coordinator.Tests.Reporting.Output;

/// <summary>A report replaces an earlier report as a whole, and nothing else.</summary>
public sealed class ReportTargetTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nnoptim-report-");

    private string Root => Path.Combine(folder.FullName, "report");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void An_earlier_report_goes_as_a_whole_and_what_is_not_its_own_stays()
    {
        Write(new ReportOptions { Formats = ReportFormats.Default | ReportFormats.Parquet });
        Put("notes.md", "mine");
        Put("figures/mine.txt", "mine");
        ReportTarget.Conflicts(Root, []).ShouldBeEmpty();

        Write(new ReportOptions { Formats = ReportFormats.Html });

        Names().ShouldBe([".nnoptim-report", "figures/mine.txt", "notes.md", "report.html"]);
    }

    [Theory]
    [InlineData("runs.csv", "is there, and no report of nnoptim wrote it")]
    [InlineData("report.md", "is there, and no report of nnoptim wrote it")]
    [InlineData("figures/loss.png", "is there, and no report of nnoptim wrote it")]
    [InlineData("figures", "is there, and no report of nnoptim wrote it")]
    [InlineData("ranking.csv/inner", "ranking.csv is there, and no report of nnoptim wrote it")]
    public void A_file_that_no_report_wrote_is_refused_and_stays(string name, string message)
    {
        Put(name, "mine");
        var before = Names();

        ReportTarget.Conflicts(Root, []).ShouldHaveSingleItem().ShouldEndWith(message);
        Should.Throw<IOException>(() => Write(new ReportOptions())).Message.ShouldContain(message);

        Names().ShouldBe(before);
        File.ReadAllText(Path.Combine(Root, name)).ShouldBe("mine");
    }

    [Fact]
    public void A_file_of_a_report_that_was_changed_since_is_refused()
    {
        Write(new ReportOptions());
        File.AppendAllText(Path.Combine(Root, "report.md"), "My own conclusion.");

        ReportTarget.Conflicts(Root, []).ShouldHaveSingleItem().ShouldEndWith("report.md was changed since nnoptim wrote it");
    }

    [Fact]
    public void A_file_in_use_is_refused_by_whatever_path_it_goes()
    {
        Write(new ReportOptions());
        File.CreateSymbolicLink(Path.Combine(folder.FullName, "data.csv"), Path.Combine(Root, "costs.csv"));

        ReportTarget.Conflicts(Root, [new ProtectedFile("the dataset", Path.Combine(folder.FullName, "data.csv"))])
            .ShouldHaveSingleItem().ShouldEndWith("costs.csv is the dataset");
        ReportTarget.Conflicts(Path.Combine(folder.FullName, "new"), [new ProtectedFile("the database", Path.Combine(folder.FullName, "NEW", "..", "new", "report.md"))])
            .ShouldHaveSingleItem().ShouldEndWith("report.md is the database");
    }

    [Fact]
    public void A_report_that_fails_midway_leaves_the_earlier_one()
    {
        Write(new ReportOptions());
        var before = Contents();

        Should.Throw<IOException>(() => Write(new ReportOptions { Title = "Another", DecisionSurface = new FullDisk() }));

        Contents().ShouldBe(before);
    }

    [Fact]
    public void The_remains_of_a_killed_process_are_part_of_a_report_and_are_replaced()
    {
        Write(new ReportOptions());
        var whole = Names();
        File.Delete(Path.Combine(Root, "report.html"));
        Put(".nnoptim-report.new/report.html", "half");
        Put(".nnoptim-report.lock", "");

        Write(new ReportOptions());

        Names().ShouldBe(whole);
    }

    [Fact]
    public void A_forged_list_deletes_no_file_outside_the_report()
    {
        Put("../letter.txt", "");
        Put("letter.txt", "");
        const string Empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        Put(".nnoptim-report", $"# The files of a report of nnoptim, each after its SHA-256\n{Empty}  ../letter.txt\n{Empty}  letter.txt\n{Empty}  figures/../letter.txt\n");

        Write(new ReportOptions { Formats = ReportFormats.Html });

        File.Exists(Path.Combine(Root, "..", "letter.txt")).ShouldBeTrue();
        Names().ShouldBe([".nnoptim-report", "letter.txt", "report.html"]);
    }

    [Fact]
    public void Two_processes_do_not_write_one_report_at_a_time()
    {
        using var first = StagedReport.Begin(Root);
        Should.Throw<IOException>(() => StagedReport.Begin(Root));
    }

    private void Write(ReportOptions options) => ReportWriter.Write(new SyntheticExperiment().Build(), Root, options);

    private void Put(string name, string text)
    {
        var path = Path.GetFullPath(Path.Combine(Root, name));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Directory.CreateDirectory(Root);
        File.WriteAllText(path, text);
    }

    private List<string> Names() =>
    [
        .. Directory.GetFiles(Root, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/')).Order(StringComparer.Ordinal),
    ];

    private List<(string Name, string Hash)> Contents() =>
        [.. Names().Select(name => (name, Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(Path.Combine(Root, name))))))];

    private sealed class FullDisk : IDecisionSurface
    {
        public ImmutableArray<ClassifiedPoint> Points => throw new IOException("the disk is full");

        public void Classify(RunRecord run, ReadOnlySpan<double> inputs, Span<int> classes) => throw new IOException("the disk is full");
    }
}
