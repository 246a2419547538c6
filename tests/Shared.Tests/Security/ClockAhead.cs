namespace NNOptim.Shared.Tests.Security;

/// <summary>The system's clock, set ahead by a time span.</summary>
internal sealed class ClockAhead(TimeSpan span) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + span;
}
