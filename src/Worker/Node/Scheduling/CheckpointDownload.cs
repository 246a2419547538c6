using System.Collections.Immutable;
using NNOptim.Protocol;

namespace NNOptim.Worker.Scheduling;

/// <summary>Downloads a run's checkpoint, part by part. It restarts when another checkpoint replaces the one being downloaded.</summary>
/// <param name="run">The run that continues from it.</param>
/// <param name="metrics">The names of the metrics that its result must hold.</param>
/// <param name="resendAfter">The time after which a part is requested again.</param>
internal sealed class CheckpointDownload(AssignedRun run, ImmutableArray<string> metrics, TimeSpan resendAfter)
{
    private readonly SortedDictionary<int, ImmutableArray<byte>> parts = [];
    private PartDownload download = new(resendAfter);
    private int epoch;

    /// <summary>The run that continues from it.</summary>
    public AssignedRun Run { get; } = run;

    /// <summary>The names of the metrics that its result must hold.</summary>
    public ImmutableArray<string> Metrics { get; } = metrics;

    /// <summary>The indices of the parts to request now.</summary>
    public IReadOnlyList<int> Ask(DateTimeOffset now) => download.Ask(now);

    /// <summary>Accepts a part. Returns the checkpoint when it is complete, empty when there is none, and null before.</summary>
    public ImmutableArray<byte>? Add(CheckpointPart part)
    {
        if (part.Epoch == 0)
        {
            return [];
        }

        if (part.Epoch < epoch)
        {
            return null;
        }

        if (part.Epoch > epoch)
        {
            epoch = part.Epoch;
            parts.Clear();
            download = new PartDownload(resendAfter);
        }

        if (download.Add(part.Part))
        {
            parts.Add(part.Part.Index, part.Part.Bytes);
        }

        return download.IsComplete ? [.. parts.Values.SelectMany(bytes => bytes)] : null;
    }
}
