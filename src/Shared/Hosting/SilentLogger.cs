using Akka.Event;

namespace NNOptim.Hosting;

/// <summary>
/// Takes the place of Akka's own console logger, which at shutdown writes past Serilog onto the standard output, where
/// only the product's answers belong.
/// </summary>
public sealed class SilentLogger : MinimalLogger
{
    /// <inheritdoc/>
    protected override void Log(object message)
    {
    }
}
