using NNOptim.Protocol;

namespace NNOptim.Worker.Scheduling;

/// <summary>Stores run updates outside of memory until they are needed.</summary>
public interface IUpdateSpool
{
    /// <summary>Stores a message.</summary>
    /// <exception cref="IOException">There is no space.</exception>
    SpoolPlace Append(UpdateRuns message);

    /// <summary>Reads a message; may be called several times.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    UpdateRuns Read(SpoolPlace place);

    /// <summary>No stored message is needed any more.</summary>
    void Clear();
}

/// <summary>The place of a stored message.</summary>
/// <param name="Offset">In bytes.</param>
/// <param name="Length">In bytes.</param>
public readonly record struct SpoolPlace(long Offset, int Length);

/// <summary>The limits of updates in memory.</summary>
/// <param name="MaxInFlight">The largest number of messages of one experiment that are sent and not acknowledged, 1 or more.</param>
/// <param name="MaxWaiting">The size of updates that wait to be sent, in units of eight bytes. What exceeds it goes to the disk.</param>
public sealed record OutboxLimits(int MaxInFlight = 16, int MaxWaiting = 2_000_000);
