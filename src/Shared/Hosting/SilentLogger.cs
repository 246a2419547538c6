using Akka.Event;

namespace NNOptim.Hosting;

/// <summary>
/// Replaces Akka's console logger, which at shutdown bypasses Serilog and writes to the standard output. The standard output is for the
/// product's results only.
/// </summary>
public sealed class SilentLogger : MinimalLogger
{
    /// <inheritdoc/>
    protected override void Log(object message)
    {
    }
}
