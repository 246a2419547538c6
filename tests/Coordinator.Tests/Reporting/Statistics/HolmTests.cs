using CsCheck;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Coordinator.Tests.Reporting.Statistics;

public class HolmTests
{
    [Fact]
    public void Agrees_with_a_calculation_by_hand()
    {
        // 4 * 0.005; 3 * 0.01; 2 * 0.03; then 0.04 raised to the value before it
        var adjusted = Holm.Adjust([0.01, 0.04, 0.03, 0.005]);

        adjusted.Select(p => Math.Round(p, 12)).ShouldBe([0.03, 0.06, 0.06, 0.02]);
    }

    [Fact]
    public void No_values_give_no_values() => Holm.Adjust([]).ShouldBeEmpty();

    [Fact]
    public void Lies_between_the_raw_value_and_Bonferroni_and_keeps_the_order() =>
        Gen.Double[0, 1].Array[1, 20].Sample(values =>
        {
            var adjusted = Holm.Adjust([.. values]);
            for (var i = 0; i < values.Length; i++)
            {
                adjusted[i].ShouldBeInRange(values[i], Math.Min(1, values.Length * values[i]) + 1e-15);
                for (var j = 0; j < values.Length; j++)
                {
                    (values[i] >= values[j] || adjusted[i] <= adjusted[j]).ShouldBeTrue();
                }
            }
        });
}
