using NNOptim.Protocol;
using NNOptim.Worker.Scheduling;

namespace NNOptim.Worker.Tests.Scheduling;

/// <summary>A spool in memory.</summary>
internal sealed class MemorySpool : IUpdateSpool
{
    private readonly List<UpdateRuns> reports = [];

    public bool IsFull { get; set; }

    public bool IsEmpty => reports.Count == 0;

    public SpoolPlace Append(UpdateRuns report)
    {
        if (IsFull)
        {
            throw new IOException("No space left on device");
        }

        reports.Add(report);
        return new SpoolPlace(reports.Count - 1, 1);
    }

    public UpdateRuns Read(SpoolPlace place) => reports[(int)place.Offset];

    public void Clear() => reports.Clear();
}
