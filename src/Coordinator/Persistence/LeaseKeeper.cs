namespace NNOptim.Persistence;

/// <summary>Renews a lease until it is lost or the keeper is stopped.</summary>
public sealed class LeaseKeeper : IAsyncDisposable
{
    private const string Suspended = "the process was suspended until its lease expired";

    private readonly CoordinatorLease lease;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource lost = new();
    private readonly CancellationTokenSource stopped = new();
    private readonly Task keeping;

    private LeaseKeeper(CoordinatorLease lease, TimeProvider time)
    {
        this.lease = lease;
        this.time = time;
        keeping = Task.Run(KeepAsync);
    }

    /// <summary>Cancelled when the lease is lost: another process has it, or it could not be renewed within its duration.</summary>
    public CancellationToken Lost => lost.Token;

    /// <summary>Why the lease was lost, as a clause for people.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>Starts to renew a lease that was just taken.</summary>
    public static LeaseKeeper Start(CoordinatorLease lease, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(time);
        return new LeaseKeeper(lease, time);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stopped.CancelAsync().ConfigureAwait(false);
        await keeping.ConfigureAwait(false);
        stopped.Dispose();
        lost.Dispose();
    }

    private async Task KeepAsync()
    {
        var renewedAt = time.GetTimestamp();
        var pause = CoordinatorLease.RenewInterval;
        var lapsed = Suspended;
        while (true)
        {
            await Task.Delay(pause, time, stopped.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stopped.IsCancellationRequested)
            {
                return;
            }

            var asked = time.GetTimestamp();
            var left = CoordinatorLease.Duration - time.GetElapsedTime(renewedAt);
            var failure = left > TimeSpan.Zero ? await FailureAsync(left).ConfigureAwait(false) : (Reason: lapsed, IsFinal: true);
            if (failure is null)
            {
                (renewedAt, pause, lapsed) = (asked, CoordinatorLease.RenewInterval, Suspended);
            }
            else if (failure.Value.IsFinal || time.GetElapsedTime(renewedAt) >= CoordinatorLease.Duration)
            {
                Reason = failure.Value.Reason;
                await lost.CancelAsync().ConfigureAwait(false);
                return;
            }
            else
            {
                (pause, lapsed) = (CoordinatorLease.TryInterval, failure.Value.Reason);
            }
        }
    }

    /// <summary>Renews the lease once. Waits for the database only as long as the lease lasts.</summary>
    private async Task<(string Reason, bool IsFinal)?> FailureAsync(TimeSpan left)
    {
        using var deadline = new CancellationTokenSource(left, time);
        try
        {
            return await Task.Run(lease.Renew).WaitAsync(deadline.Token).ConfigureAwait(false) ? null : ("another coordinator has taken over", true);
        }
#pragma warning disable CA1031 // After any exception the lease was not renewed. A keeper that ended here would leave a coordinator without a lease.
        catch (Exception error)
#pragma warning restore CA1031
        {
            var why = error is OperationCanceledException ? "" : $": {error.Message.TrimEnd('.')}";
            return ($"the database did not answer for {CoordinatorLease.Duration.TotalSeconds:0} s{why}", false);
        }
    }
}
