namespace NNOptim.MultiProcess.Tests;

/// <summary>
/// Kills a random process of a cluster with kill -9, or all at once. Restarts each killed process immediately; it may be
/// killed again while it starts.
/// </summary>
/// <param name="cluster">The cluster.</param>
/// <param name="random">The random numbers.</param>
/// <param name="longestPause">The longest time between two kills.</param>
internal sealed class RandomKills(LocalCluster cluster, Random random, TimeSpan longestPause)
{
    /// <summary>The number of kills.</summary>
    public int Strikes { get; private set; }

    /// <summary>The number of killed workers.</summary>
    public int Workers { get; private set; }

    /// <summary>The number of killed coordinators.</summary>
    public int Coordinators { get; private set; }

    /// <summary>The number of times that all processes were killed at once.</summary>
    public int All { get; private set; }

    /// <summary>Waits for a random time, and kills.</summary>
    public async Task StrikeAsync()
    {
        await Task.Delay(longestPause * random.NextDouble());
        Strikes++;
        switch (random.Next(10))
        {
            case 0:
                All++;
                await Task.WhenAll(
                    [.. Enumerable.Range(0, cluster.Workers).Select(KillWorkerAsync), .. Enumerable.Range(0, cluster.Coordinators).Select(KillCoordinatorAsync)]);
                break;
            case < 4:
                await KillCoordinatorAsync(random.Next(cluster.Coordinators));
                break;
            default:
                await KillWorkerAsync(random.Next(cluster.Workers));
                break;
        }
    }

    private async Task KillWorkerAsync(int index)
    {
        await cluster.KillWorkerAsync(index);
        cluster.StartWorker(index);
        Workers++;
    }

    private async Task KillCoordinatorAsync(int index)
    {
        await cluster.KillCoordinatorAsync(index);
        cluster.LaunchCoordinator(index);
        Coordinators++;
    }
}
