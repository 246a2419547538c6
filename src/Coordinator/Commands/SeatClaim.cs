using NNOptim.Coordinator.Persistence;

namespace NNOptim.Coordinator.Commands;

/// <summary>
/// A coordinator's claim to the place that it had in its database. A database that is away is waited for, which others count; a
/// place that somebody else has is not: after some looks, each of which gave the server time to miss an earlier process, it is
/// given up, and a place among coordinators of another protocol at once.
/// </summary>
/// <param name="logger">Told of each look that failed.</param>
/// <param name="time">The clock.</param>
internal sealed class SeatClaim(Serilog.ILogger logger, TimeProvider time)
{
    /// <summary>Looks in a row at a place that another has, until it is given up.</summary>
    public const int MostRefusals = 3;

    /// <summary>The rest before each look.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private int refusals;

    /// <summary>Takes the place, however long the database is away.</summary>
    /// <exception cref="CommandException">Another coordinator has it, or speaks another protocol.</exception>
    public async Task MakeAsync(Action take, CancellationToken cancellation)
    {
        do
        {
            await Task.Delay(Pause, time, cancellation).ConfigureAwait(false);
        }
        while (await TryAsync(Taken, cancellation).ConfigureAwait(false) is null);

        SeatClaim Taken()
        {
            take();
            return this;
        }
    }

    /// <summary>Asks something of the place once; null when it could not be had.</summary>
    /// <exception cref="CommandException">Another coordinator has it, or speaks another protocol.</exception>
    public async Task<T?> TryAsync<T>(Func<T> ask, CancellationToken cancellation)
        where T : class
    {
        try
        {
            var answer = await Task.Run(ask, cancellation).ConfigureAwait(false);
            refusals = 0;
            return answer;
        }
        catch (CoordinatorVersionException refused)
        {
            throw CommandException.Infrastructure(refused.Message, refused);
        }
        catch (CoordinatorSeatTakenException taken)
        {
            refusals++;
            logger.Warning(taken, "The place among the coordinators is another's");
            return refusals < MostRefusals
                ? null
                : throw CommandException.Infrastructure(
                    $"{taken.Message} It still did after {MostRefusals} looks, and this one gives up. Give every coordinator an address of its own (--listen, --public-host), and start this one again.", taken);
        }
        catch (Exception error) when (DatabaseFailure.Is(error))
        {
            refusals = 0;
            logger.Warning(error, "The place among the coordinators could not be had yet");
            return null;
        }
    }
}
