using NNOptim.Reporting.Statistics;

namespace NNOptim.Coordinator.Tests.Reporting.Statistics;

public class CensoredTimesTests
{
    [Fact]
    public void A_censored_run_counts_as_later_than_all() =>
        CensoredTimes.Sort([30, null, 10]).ShouldBe(new CensoredTimes(2, 3, 30, 10));

    [Fact]
    public void The_median_is_unknown_where_its_run_is_censored()
    {
        CensoredTimes.Sort([10, null]).ShouldBe(new CensoredTimes(1, 2, null, 10));
        CensoredTimes.Sort([null, null, 10]).ShouldBe(new CensoredTimes(1, 3, null, 10));
    }

    [Fact]
    public void An_even_number_takes_the_middle_two() => CensoredTimes.Sort([10, 40, 20, null]).Median.ShouldBe(30);

    [Fact]
    public void No_runs_have_no_median() => CensoredTimes.Sort([]).ShouldBe(new CensoredTimes(0, 0, null, null));
}
