using NNOptim.Reporting.Statistics;

namespace NNOptim.Coordinator.Tests.Reporting.Statistics;

public class McNemarTests
{
    [Fact]
    public void Only_pairs_that_differ_count()
    {
        // 2 / 2^3
        var test = McNemar.Paired([true, true, true, false, true], [false, false, false, false, true]).ShouldNotBeNull();

        (test.FirstOnly, test.SecondOnly).ShouldBe((3, 0));
        test.PValue.ShouldBe(0.25, 1e-14);
    }

    [Fact]
    public void Outcomes_that_agree_do_not_differ() => McNemar.Paired([true, false], [true, false]).ShouldBe(new McNemar(0, 0, 1));

    [Fact]
    public void No_pairs_have_no_test() => McNemar.Paired([], []).ShouldBeNull();

    [Fact]
    public void Pairs_must_match() => Should.Throw<ArgumentException>(() => McNemar.Paired([true], []));
}
