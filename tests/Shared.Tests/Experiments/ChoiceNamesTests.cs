using NNOptim.Experiments;

namespace NNOptim.Shared.Tests.Experiments;

public class ChoiceNamesTests
{
    private static readonly ChoiceNames<ParameterRole> Roles = ChoiceNames.FromMembers<ParameterRole>();

    [Fact]
    public void Every_value_of_every_choice_has_a_name_of_its_own()
    {
        Check(Choices.DatasetKinds);
        Check(Choices.Tasks);
        Check(Roles);

        static void Check<T>(ChoiceNames<T> names)
            where T : struct, Enum
        {
            names.Names.ShouldBeUnique();
            Enum.GetValues<T>().Select(names.NameOf).ShouldBe(names.Names);
            Enum.GetValues<T>().ShouldAllBe(value => names.Parse(names.NameOf(value)).Equals(value));
        }
    }

    [Fact]
    public void The_names_of_members_are_in_snake_case() => Roles.Names.ShouldBe(["ordinary", "replicate", "budget", "record_interval", "split"]);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Budget")]
    [InlineData("budget ")]
    [InlineData("2")]
    public void Other_texts_are_no_names(string? text)
    {
        Roles.TryParse(text, out var value).ShouldBeFalse();
        value.ShouldBe(default);
    }

    [Fact]
    public void An_unknown_name_is_reported_with_the_known_ones() =>
        Should.Throw<FormatException>(() => Roles.Parse("seed")).Message.ShouldBe("'seed' is none of ordinary, replicate, budget, record_interval, split.");

    [Fact]
    public void A_value_without_a_name_is_an_error() => Should.Throw<ArgumentOutOfRangeException>(() => Roles.NameOf((ParameterRole)99));
}
