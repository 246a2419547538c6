using System.Collections.Immutable;
using NNOptim.Protocol;

namespace NNOptim.Worker.Scheduling;

/// <summary>Brings a run's checkpoint, part by part. When another checkpoint takes the place of the one under way, it begins anew.</summary>
/// <param name="run">The run that is to go on from it.</param>
/// <param name="resendAfter">After how long a part that was asked for is asked for again.</param>
internal sealed class CheckpointDownload(AssignedRun run, TimeSpan resendAfter)
{
    private readonly SortedDictionary<int, ImmutableArray<byte>> parts = [];
    private PartDownload download = new(resendAfter);
    private int epoch;

    /// <summary>The run that is to go on from it.</summary>
    public AssignedRun Run { get; } = run;

    /// <summary>The indices of the parts to ask for now.</summary>
    public IReadOnlyList<int> Ask(DateTimeOffset now) => download.Ask(now);

    /// <summary>Takes in a part. Gives the checkpoint when it is whole, empty when there is none, and null before.</summary>
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
