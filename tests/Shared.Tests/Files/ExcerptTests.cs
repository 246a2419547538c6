using NNOptim.Files;

namespace NNOptim.Shared.Tests.Files;

public class ExcerptTests
{
    [Fact]
    public void A_short_text_keeps_everything_except_its_control_characters() => Excerpt.Shorten("a\nb\u001b[1m\u2028c").ShouldBe("a b [1m c");

    [Fact]
    public void A_long_text_is_cut_between_characters()
    {
        Excerpt.Shorten(new string('a', 2_000_000)).ShouldBe(new string('a', Excerpt.MostCharacters) + "...");
        Excerpt.Shorten(new string('a', Excerpt.MostCharacters - 1) + "\U0001F600b").ShouldBe(new string('a', Excerpt.MostCharacters - 1) + "...");
    }

    [Fact]
    public void A_long_list_is_cut() =>
        Excerpt.OfList([.. Enumerable.Range(0, 50).Select(number => $"x{number}")]).ShouldEndWith("x18, x19, ...");
}
