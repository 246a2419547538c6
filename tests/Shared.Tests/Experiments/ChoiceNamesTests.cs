using NNOptim.Experiments;

namespace NNOptim.Shared.Tests.Experiments;

public class ChoiceNamesTests
{
    [Fact]
    public void Every_value_of_every_choice_has_a_name_of_its_own()
    {
        Check(Choices.Optimizers);
        Check(Choices.HiddenActivations);
        Check(Choices.Initializers);
        Check(Choices.Losses);
        Check(Choices.SecondMomentCorrections);
        Check(Choices.DatasetKinds);
        Check(Choices.Tasks);
        Check(Choices.Precisions);

        static void Check<T>(ChoiceNames<T> names)
            where T : struct, Enum
        {
            names.Names.ShouldBeUnique();
            Enum.GetValues<T>().Select(names.NameOf).ShouldBe(names.Names, ignoreOrder: true);
            Enum.GetValues<T>().ShouldAllBe(value => names.Parse(names.NameOf(value)).Equals(value));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Adam")]
    [InlineData("adam ")]
    [InlineData("2")]
    public void Other_texts_are_no_names(string? text)
    {
        Choices.Optimizers.TryParse(text, out var value).ShouldBeFalse();
        value.ShouldBe(default);
    }

    [Fact]
    public void An_unknown_name_is_told_with_those_there_are() =>
        Should.Throw<FormatException>(() => Choices.Optimizers.Parse("sgd")).Message.ShouldBe("'sgd' is none of gd, momentum, adam.");

    [Fact]
    public void A_value_without_a_name_is_an_error() =>
        Should.Throw<ArgumentOutOfRangeException>(() => Choices.Optimizers.NameOf((OptimizerKind)99));
}
