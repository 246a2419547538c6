namespace NNOptim.MultiProcess.Tests;

/// <summary>
/// kill -9 of whichever process of a cluster the dice name, or of all at once; what was killed is started again at once, and
/// may be killed again while it starts.
/// </summary>
/// <param name="cluster">The cluster.</param>
/// <param name="random">The dice.</param>
/// <param name="longestPause">The longest time between two strikes.</param>
internal sealed class RandomKills(LocalCluster cluster, Random random, TimeSpan longestPause)
{
    /// <summary>How often it has struck.</summary>
    public int Strikes { get; private set; }

    /// <summary>How many workers were killed.</summary>
    public int Workers { get; private set; }

    /// <summary>How many coordinators were killed.</summary>
    public int Coordinators { get; private set; }

    /// <summary>How often everything was killed at once.</summary>
    public int All { get; private set; }

    /// <summary>Waits for a random moment, and kills.</summary>
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
