namespace NNOptim.History.Views;

/// <summary>An attempt at a run.</summary>
/// <param name="Attempt">Its number, from 1.</param>
/// <param name="Worker">The worker.</param>
/// <param name="AssignedAt">When it was assigned.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="Outcome"><c>running</c>, <c>completed</c>, <c>diverged</c>, <c>failed</c>, <c>worker_lost</c>, <c>worker_left</c>, <c>interrupted</c> or <c>cancelled</c>.</param>
/// <param name="Reason">The error in one line.</param>
public sealed record AttemptItem(int Attempt, string Worker, DateTimeOffset AssignedAt, DateTimeOffset? EndedAt, string Outcome, string? Reason);
