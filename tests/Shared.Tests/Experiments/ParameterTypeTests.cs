using CsCheck;
using NNOptim.Experiments;

namespace NNOptim.Shared.Tests.Experiments;

public class ParameterTypeTests
{
    [Theory]
    [InlineData("0.5", false, "0.5")]
    [InlineData("1e-3", false, "0.001")]
    [InlineData("-0", false, "0")]
    [InlineData("0.5", true, null)]
    [InlineData("1", false, null)]
    [InlineData("nan", false, null)]
    [InlineData("", false, null)]
    public void A_number_is_read_within_its_range(string text, bool quoted, string? value) =>
        (new NumberType(0, true, 1).Parse(new WrittenValue(text, quoted))?.ToString()).ShouldBe(value);

    [Theory]
    [InlineData("5", "5")]
    [InlineData("5e1", "50")]
    [InlineData("full", "full")]
    [InlineData("0", null)]
    [InlineData("101", null)]
    [InlineData("1.5", null)]
    [InlineData("half", null)]
    public void A_whole_number_or_a_word_is_read_within_its_range(string text, string? value) =>
        (new IntegerType(1, 100, "full").Parse(new WrittenValue(text))?.ToString()).ShouldBe(value);

    [Fact]
    public void Widths_are_read_from_a_list()
    {
        var type = new LayersType();

        type.Parse(WrittenValue.List([new("2"), new("5"), new("1")])).ShouldBe(new ParameterValue.Layers([2, 5, 1]));
        type.Parse(WrittenValue.List([new("2")])).ShouldBeNull();
        type.Parse(WrittenValue.List([new("2"), new("0")])).ShouldBeNull();
        type.Parse(WrittenValue.List([new("2"), new("5", IsQuoted: true)])).ShouldBeNull();
        type.Parse(WrittenValue.List([new("1000000"), new("1000000")])).ShouldBeNull();
        type.Parse(new WrittenValue("2")).ShouldBeNull();
    }

    [Fact]
    public void The_first_and_the_last_width_may_be_left_to_the_data()
    {
        var type = new LayersType();

        var layers = type.Parse(WrittenValue.List([new("auto"), new("5"), new("auto")])).ShouldBeOfType<ParameterValue.Layers>();
        layers.Widths.ShouldBe([LayersType.Automatic, 5, LayersType.Automatic]);
        layers.ToString().ShouldBe("auto-5-auto");
        type.Parse(WrittenValue.List([new("2"), new("auto"), new("1")])).ShouldBeNull();
        type.Parse(WrittenValue.List([new("auto", IsQuoted: true), new("1")])).ShouldBeNull();
        type.Parse(WrittenValue.List([new("Auto"), new("1")])).ShouldBeNull();
    }

    [Fact]
    public void Single_values_are_read_from_no_list() => Gen.OneOf<ParameterType>(
        Gen.Const<ParameterType>(new NumberType(0, true)),
        Gen.Const<ParameterType>(new IntegerType(0, 10, "full")),
        Gen.Const<ParameterType>(new ChoiceType(["a", ""])),
        Gen.Const<ParameterType>(new FlagType()),
        Gen.Const<ParameterType>(new HashType()),
        Gen.Const<ParameterType>(new TextType("a text", 10, MayBeEmpty: true))).Sample(
        type => type.Parse(WrittenValue.List([new("1"), new("2")])).ShouldBeNull(), iter: 30);

    [Fact]
    public void A_value_that_is_read_is_read_again_from_its_text() => Gen.Double.Sample(number =>
    {
        var type = new NumberType(double.MinValue, true);
        if (type.FromNumber(number) is { } value)
        {
            type.Parse(new WrittenValue(value.ToString())).ShouldBe(value);
        }
    });
}
