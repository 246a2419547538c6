using System.Collections.Immutable;
using NNOptim.Hosting.Security;
using NNOptim.Hosting.Settings;

namespace NNOptim.Worker.Commands;

/// <summary>The settings of a worker's process.</summary>
internal sealed record WorkerProcessSettings
{
    /// <summary>Where coordinators are reached.</summary>
    public required ImmutableArray<HostPort> Join { get; init; }

    /// <summary>
    /// The name in this worker's address; null for loopback. A worker dials and nobody dials it, so the name need not resolve. Workers of
    /// different machines must have different addresses.
    /// </summary>
    public string? PublicHost { get; init; }

    /// <summary>Concurrent trainings.</summary>
    public required int Slots { get; init; }

    /// <summary>The interval of checkpoints of long trainings.</summary>
    public required TimeSpan CheckpointInterval { get; init; }

    /// <summary>How long a training may make no progress.</summary>
    public required TimeSpan StallLimit { get; init; }

    /// <summary>The time that the worker has to leave in order.</summary>
    public required TimeSpan Grace { get; init; }

    /// <summary>The folder of the log.</summary>
    public required string Logs { get; init; }

    /// <summary>Whether the console shows the log.</summary>
    public bool Verbose { get; init; }

    /// <summary>The file touched while the worker is well; null for none.</summary>
    public string? HealthFile { get; init; }

    /// <summary>The worker's certificates; null for no TLS.</summary>
    public TlsIdentity? Tls { get; init; }

    /// <summary>Whether the end of the standard input ends the process.</summary>
    public bool EndWithInput { get; init; }
}
