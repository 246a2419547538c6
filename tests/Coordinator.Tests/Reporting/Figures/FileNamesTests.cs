using NNOptim.Reporting.Figures;

namespace NNOptim.Coordinator.Tests.Reporting.Figures;

public class FileNamesTests
{
    [Theory]
    [InlineData("cost-learning_rate-0.0007-batch_size-64", "cost-learning_rate-0.0007-batch_size-64")]
    [InlineData("learning_rate-1E+300", "learning_rate-1E300")]
    [InlineData("learning_rate-1E-300", "learning_rate-1E-300")]
    [InlineData("layers-[2, 1]", "layers--2--1-")]
    public void Names_are_safe_and_stay_apart(string name, string expected) => FileNames.Safe(name).ShouldBe(expected);
}
