using System.Text;
using NNOptim.Cli;
using NNOptim.Experiments;

namespace NNOptim.Coordinator.Tests.Commands;

public class ReportFolderTests
{
    [Theory]
    [InlineData("optimizer-grid", "optimizer-grid-k3f9x2ma")]
    [InlineData("a/b: c", "a-b--c-k3f9x2ma")]
    [InlineData("\u5b66\u7fd2\u7387\u306e\u6bd4\u8f03", "\u5b66\u7fd2\u7387\u306e\u6bd4\u8f03-k3f9x2ma")]
    [InlineData("-rf ..", "rf-..-k3f9x2ma")]
    [InlineData("../..", "k3f9x2ma")]
    [InlineData("\u0939\u093f\u0928\u094d\u0926\u0940", "\u0939\u093f\u0928\u094d\u0926\u0940-k3f9x2ma")]
    public void A_folder_has_the_experiments_name_in_any_script(string name, string expected) =>
        ReportFolder.NameOf(name, ExperimentId.Parse("k3f9x2ma")).ShouldBe(expected);

    [Fact]
    public void A_long_name_is_cut_to_what_file_systems_take() =>
        Encoding.UTF8.GetByteCount(ReportFolder.NameOf(string.Concat(Enumerable.Repeat("\u5b66", 200)), ExperimentId.Parse("k3f9x2ma"))).ShouldBeInRange(150, 255);
}
