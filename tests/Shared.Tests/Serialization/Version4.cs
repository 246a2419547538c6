using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Shared.Tests.Serialization;

/// <summary>The kinds of message that version 4 of the journal adds, as <c>Golden/v4.json</c> has them; neither may change.</summary>
internal static class Version4
{
    public static IReadOnlyList<IProtocolMessage> Messages { get; } =
    [
        new ExperimentAnnotated(ExperimentId.Parse("k3f9x2ma"), new DateTimeOffset(2026, 11, 24, 1, 2, 3, 456, TimeSpan.Zero))
        {
            Name = "größer",
            Note = "looks odd",
            TagsAdded = ["paper", "week 3"],
            TagsRemoved = ["draft"],
            Archived = false,
        },
    ];
}
