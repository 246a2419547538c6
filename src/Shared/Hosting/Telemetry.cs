using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Text;
using NNOptim.Shared.Experiments;

namespace NNOptim.Shared.Hosting;

/// <summary>What the program measures of itself. Costs next to nothing as long as nobody listens.</summary>
public static class Telemetry
{
    /// <summary>The name of the source and of the meter.</summary>
    public const string Name = "NNOptim";

    private const int TraceBytes = 16;
    private const int SpanBytes = 8;

    private static readonly ActivitySource Source = new(Name);

    /// <summary>The meter.</summary>
    public static Meter Meter { get; } = new(Name);

    /// <summary>
    /// Begins a span of an experiment: <c>submit</c>, <c>assign</c>, <c>train</c>, <c>persist</c> or <c>steer</c>. All spans of an
    /// experiment are of one trace, which follows from its id: so they are in whichever process and after whatever restart.
    /// </summary>
    /// <returns>The span, which ends when it is disposed of; null when nobody listens.</returns>
    public static Activity? Start(string name, ExperimentId id)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        // An actor's message ends before its span does: the span must not become the parent of whatever the thread does next.
        var before = Activity.Current;
        var activity = Source.StartActivity(name, ActivityKind.Internal, TraceOf(id));
        activity?.SetTag("nnoptim.experiment", id.Value);
        Activity.Current = before;
        return activity;
    }

    private static ActivityContext TraceOf(ExperimentId id)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{Name} {id}")).AsSpan();
        return new ActivityContext(
            ActivityTraceId.CreateFromBytes(hash[..TraceBytes]),
            ActivitySpanId.CreateFromBytes(hash.Slice(TraceBytes, SpanBytes)),
            ActivityTraceFlags.Recorded,
            isRemote: true);
    }
}
