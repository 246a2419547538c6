namespace NNOptim.Hosting;

/// <summary>Waits for a task for a limited time.</summary>
public static class TaskTimeouts
{
    /// <summary>Whether a task ends within a time, successfully or not.</summary>
    /// <param name="task">The task.</param>
    /// <param name="timeout">The timeout.</param>
    /// <param name="time">The clock.</param>
    public static async Task<bool> EndsWithinAsync(this Task task, TimeSpan timeout, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(task);
        await task.WaitAsync(timeout, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return task.IsCompleted;
    }

    /// <summary>Waits until a task ends, successfully or not, or the wait is cancelled.</summary>
    public static async Task EndsOrIsCancelledAsync(this Task task, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(task);
        await task.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
