using System.Buffers.Binary;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Text;
using NNOptim.Experiments;

namespace NNOptim.Hosting;

/// <summary>The traces and metrics of the program. Without a listener they cost almost nothing.</summary>
public static class Telemetry
{
    /// <summary>The name of the activity source and of the meter.</summary>
    public const string Name = "NNOptim";

    private const int TraceBytes = 16;

    private static readonly ActivitySource Source = new(Name);

    /// <summary>The meter.</summary>
    public static Meter Meter { get; } = new(Name);

    /// <summary>
    /// Starts a span of an experiment: <c>submit</c>, <c>recover</c>, <c>steer</c>, <c>assign</c>, <c>train</c> or <c>persist</c>. All
    /// spans of an experiment share one trace. The trace's id follows from the experiment's, so it is the same in every process and after
    /// every restart.
    /// </summary>
    /// <param name="name">The operation.</param>
    /// <param name="id">The experiment.</param>
    /// <param name="kind">Whether others continue it, or it continues what others started.</param>
    /// <param name="after">The spans that led to it: the first is its parent, the others are linked. 0 is none.</param>
    /// <returns>The span, which ends when it is disposed, and is lost otherwise; null without a listener.</returns>
    public static Activity? Start(string name, ExperimentId id, ActivityKind kind, params IEnumerable<ulong> after)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var trace = TraceOf(id);
        var contexts = after.Where(span => span != 0).Distinct().Select(span => ContextOf(trace, span)).ToList();
        var parent = contexts is [var first, ..] ? first : new ActivityContext(trace, default, ActivityTraceFlags.Recorded);

        // The thread's current activity is not its parent. Nor may the span become the parent of what the thread does next: an actor's
        // message ends before its span does.
        var before = Activity.Current;
        Activity.Current = null;
        var span = Source.StartActivity(name, kind, parent, links: contexts.Skip(1).Select(context => new ActivityLink(context)));
        span?.SetTag("nnoptim.experiment", id.Value);
        Activity.Current = before;
        return span;
    }

    /// <summary>The id of a span within its trace; 0 for none.</summary>
    public static ulong IdOf(Activity? span)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        span?.SpanId.CopyTo(bytes);
        return BinaryPrimitives.ReadUInt64BigEndian(bytes);
    }

    private static ActivityTraceId TraceOf(ExperimentId id) =>
        ActivityTraceId.CreateFromBytes(SHA256.HashData(Encoding.UTF8.GetBytes($"{Name} {id}")).AsSpan(0, TraceBytes));

    private static ActivityContext ContextOf(ActivityTraceId trace, ulong span)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, span);
        return new ActivityContext(trace, ActivitySpanId.CreateFromBytes(bytes), ActivityTraceFlags.Recorded, isRemote: true);
    }
}
