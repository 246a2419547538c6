namespace NNOptim.Persistence;

/// <summary>The right to write one experiment's stream, until it is disposed or <see cref="Lost"/>.</summary>
public sealed class ExperimentLock : IDisposable
{
    private readonly Action release;
    private int released;

    internal ExperimentLock(Action release, CancellationToken lost)
    {
        Lost = lost;
        this.release = release;
    }

    /// <summary>Cancelled when the lock is lost, because the connection that held it is gone. Nothing may be written after that.</summary>
    public CancellationToken Lost { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref released, 1) == 0)
        {
            release();
        }
    }
}
