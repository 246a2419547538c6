using NNOptim.Protocol;

namespace NNOptim.Worker.Scheduling;

/// <summary>Keeps news outside of memory until it is wanted.</summary>
public interface IReportSpool
{
    /// <summary>Puts a report away.</summary>
    /// <exception cref="IOException">There is no room.</exception>
    SpoolPlace Append(ReportRuns report);

    /// <summary>Brings a report back, as often as asked.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    ReportRuns Read(SpoolPlace place);

    /// <summary>Nothing that was put away is wanted any more.</summary>
    void Clear();
}

/// <summary>Where a report was put.</summary>
/// <param name="Offset">In bytes.</param>
/// <param name="Length">In bytes.</param>
public readonly record struct SpoolPlace(long Offset, int Length);

/// <summary>How much news is held in memory.</summary>
/// <param name="MostInFlight">Reports of one experiment that are sent and not acknowledged, 1 or more; more are not sent before.</param>
/// <param name="MostWaiting">The size of the news that waits to be sent, in numbers of eight bytes; what is beyond goes to the disk.</param>
public sealed record OutboxLimits(int MostInFlight = 16, int MostWaiting = 2_000_000);
