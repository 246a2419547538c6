using CsCheck;
using NNOptim.Experiments;

namespace NNOptim.Shared.Tests.Experiments;

public class ExperimentIdTests
{
    [Fact]
    public void A_drawn_id_is_eight_characters_and_reads_back() => Gen.Int.Sample(seed =>
    {
        var id = ExperimentId.Draw(new Random(seed));

        id.Value.Length.ShouldBe(ExperimentId.Length);
        id.Value.ShouldMatch("^[0-9a-hjkmnp-tv-z]{8}$");
        ExperimentId.Parse(id.Value).ShouldBe(id);
        id.ToString().ShouldBe(id.Value);
    });

    [Fact]
    public void Drawn_ids_differ()
    {
        var random = new Random(1);
        Enumerable.Range(0, 1000).Select(_ => ExperimentId.Draw(random)).ShouldBeUnique();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("k3f9x2m")]
    [InlineData("k3f9x2maa")]
    [InlineData("K3F9X2MA")]
    [InlineData("k3f9x2mi")]
    [InlineData("k3f9x2ml")]
    [InlineData("k3f9x2mo")]
    [InlineData("k3f9x2mu")]
    [InlineData("../../..")]
    [InlineData("k3f9x2m\n")]
    public void Other_texts_are_no_ids(string? text)
    {
        ExperimentId.TryParse(text, out var id).ShouldBeFalse();
        id.ShouldBe(default);
        Should.Throw<FormatException>(() => ExperimentId.Parse(text!));
    }
}
