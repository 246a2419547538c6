using System.Collections.Immutable;
using NNOptim.Hosting.Security;
using NNOptim.Hosting.Settings;

namespace NNOptim.Worker.Commands;

/// <summary>What a worker's process is started with.</summary>
internal sealed record WorkerProcessSettings
{
    /// <summary>Where coordinators are reached.</summary>
    public required ImmutableArray<HostPort> Join { get; init; }

    /// <summary>
    /// The name in this worker's address; null for its loopback. A worker dials and is never dialled, so that the name need
    /// not be known to anyone, but workers of different machines must not have the same address.
    /// </summary>
    public string? PublicHost { get; init; }

    /// <summary>Trainings at a time.</summary>
    public required int Slots { get; init; }

    /// <summary>How often long trainings are saved.</summary>
    public required TimeSpan CheckpointInterval { get; init; }

    /// <summary>How long a training may get no further.</summary>
    public required TimeSpan StallLimit { get; init; }

    /// <summary>How long the worker has to leave in order.</summary>
    public required TimeSpan Grace { get; init; }

    /// <summary>The folder of the log.</summary>
    public required string Logs { get; init; }

    /// <summary>Whether the console shows the log.</summary>
    public bool Verbose { get; init; }

    /// <summary>The file touched while the worker is well; null for none.</summary>
    public string? HealthFile { get; init; }

    /// <summary>The worker's certificates; null to go without TLS.</summary>
    public TlsIdentity? Tls { get; init; }

    /// <summary>Whether the end of the standard input ends the process.</summary>
    public bool EndWithInput { get; init; }
}
