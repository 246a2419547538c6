namespace NNOptim.Coordinator.Persistence;

/// <summary>A coordinator's place among those that serve one database, until it is disposed of or the process ends.</summary>
public abstract class CoordinatorSeat : IDisposable
{
    /// <summary>Takes the place anew for a node that starts, or starts again: it is then the latest to have come.</summary>
    /// <exception cref="CoordinatorSeatTakenException">Another coordinator has it.</exception>
    /// <exception cref="CoordinatorVersionException">A coordinator that this program does not understand lives.</exception>
    /// <exception cref="System.Data.Common.DbException">The database cannot be reached.</exception>
    public abstract void Take();

    /// <summary>The nodes to join, as <c>host:port</c>; empty for the node that is to form the cluster. The answer may change while a node waits to be joined.</summary>
    /// <exception cref="CoordinatorSeatTakenException">The place was lost, and another coordinator has it.</exception>
    /// <exception cref="CoordinatorVersionException">The place was lost, and a coordinator that this program does not understand lives.</exception>
    /// <exception cref="System.Data.Common.DbException">The database cannot be reached.</exception>
    public abstract IReadOnlyList<string> NodesToJoin();

    /// <summary>The node is a member of the cluster now.</summary>
    /// <exception cref="System.Data.Common.DbException">The database cannot be reached.</exception>
    public abstract void Joined();

    /// <summary>Takes the place again where the database has freed it, as it does when it is restarted; the node stays what it was.</summary>
    /// <exception cref="CoordinatorSeatTakenException">Another coordinator has it.</exception>
    /// <exception cref="System.Data.Common.DbException">The database cannot be reached.</exception>
    public abstract void Keep();

    /// <summary>Whether another coordinator has its place, and so lives.</summary>
    /// <param name="other">Where that one is reached, as <c>host:port</c>.</param>
    /// <exception cref="System.Data.Common.DbException">The database cannot be reached.</exception>
    public abstract bool IsAlive(string other);

    /// <inheritdoc/>
    public abstract void Dispose();
}

/// <summary>Another coordinator has the place.</summary>
public sealed class CoordinatorSeatTakenException : Exception
{
    /// <summary>Says who.</summary>
    public CoordinatorSeatTakenException(string message)
        : base(message)
    {
    }
}

/// <summary>Another coordinator of the database speaks a version of the protocol that this program does not.</summary>
public sealed class CoordinatorVersionException : Exception
{
    /// <summary>Names both versions, and says what to do.</summary>
    public CoordinatorVersionException(string message)
        : base(message)
    {
    }
}
