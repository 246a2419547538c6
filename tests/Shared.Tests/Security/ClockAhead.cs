namespace NNOptim.Shared.Tests.Security;

/// <summary>The system's clock, ahead by a span.</summary>
internal sealed class ClockAhead(TimeSpan span) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + span;
}
