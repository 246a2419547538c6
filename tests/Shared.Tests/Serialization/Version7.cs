using NNOptim.Protocol;

namespace NNOptim.Shared.Tests.Serialization;

/// <summary>The kinds of message that came after <see cref="Version6"/>, as <c>Golden/v7.json</c> has them; neither may change.</summary>
internal static class Version7
{
    public static IReadOnlyList<IProtocolMessage> Messages { get; } = [FindCoordinator.Instance, CoordinatorFound.Instance];
}
