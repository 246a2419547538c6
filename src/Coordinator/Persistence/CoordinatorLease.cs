namespace NNOptim.Persistence;

/// <summary>
/// Decides which of several processes is the coordinator of a database. Only the holder runs a node. Each change of the holder increases
/// the epoch by one, and the database refuses journal writes of an earlier epoch.
/// </summary>
public abstract class CoordinatorLease : IDisposable
{
    /// <summary>A lease that was not renewed for this long may be taken.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(6);

    /// <summary>How often the holder renews it.</summary>
    public static readonly TimeSpan RenewInterval = TimeSpan.FromSeconds(2);

    /// <summary>How often a standby tries to take it.</summary>
    public static readonly TimeSpan TryInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>The holder's address at the last try, as <c>host:port</c>; empty when there was no holder.</summary>
    public string Holder { get; protected set; } = "";

    /// <summary>Tries once to take the lease; null when another process holds it.</summary>
    /// <exception cref="LeaseRefusedException">This process can never be a standby of the holder.</exception>
    /// <exception cref="System.Data.Common.DbException">The database cannot be reached.</exception>
    public abstract LeaseTerm? TryTake();

    /// <summary>Renews the lease; false when another process has taken it.</summary>
    /// <exception cref="System.Data.Common.DbException">The database cannot be reached.</exception>
    public abstract bool Renew();

    /// <summary>Releases the lease, so that a standby need not wait until it expires.</summary>
    /// <exception cref="System.Data.Common.DbException">The database cannot be reached.</exception>
    public abstract void Release();

    /// <inheritdoc/>
    public abstract void Dispose();
}

/// <summary>The time from taking a lease to losing it.</summary>
/// <param name="Epoch">Its number.</param>
/// <param name="Database">The database for writes of this term. It refuses them once the term is over.</param>
public sealed record LeaseTerm(long Epoch, JournalDatabase Database);

/// <summary>A process can be neither the coordinator nor its standby.</summary>
public sealed class LeaseRefusedException : Exception
{
    /// <summary>Creates the exception with the reason and what to do.</summary>
    /// <param name="message">The reason, for people.</param>
    /// <param name="isUsersMistake">Whether the user must change the command line.</param>
    public LeaseRefusedException(string message, bool isUsersMistake)
        : base(message) => IsUsersMistake = isUsersMistake;

    /// <summary>Whether the user must change the command line.</summary>
    public bool IsUsersMistake { get; }
}
