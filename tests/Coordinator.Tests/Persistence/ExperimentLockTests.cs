using NNOptim.Coordinator.Persistence;
using NNOptim.Shared.Experiments;

namespace NNOptim.Coordinator.Tests.Persistence;

public sealed class ExperimentLockTests : IDisposable
{
    private static readonly ExperimentId Id = ExperimentId.Parse("k3f9x2ma");

    private readonly string folder = Directory.CreateTempSubdirectory("nnoptim-lock-").FullName;

    private JournalDatabase Database => new(Path.Combine(folder, "nnoptim.db"));

    [Fact]
    public void One_holder_excludes_a_second_until_it_lets_go()
    {
        var first = ExperimentLock.TryTake(Database, Id).ShouldNotBeNull();
        ExperimentLock.TryTake(Database, Id).ShouldBeNull();
        first.Dispose();
        using var second = ExperimentLock.TryTake(Database, Id).ShouldNotBeNull();
    }

    [Fact]
    public void Another_experiment_or_database_is_not_locked()
    {
        using var first = ExperimentLock.TryTake(Database, Id).ShouldNotBeNull();
        using var other = ExperimentLock.TryTake(Database, ExperimentId.Parse("00000001")).ShouldNotBeNull();
        using var elsewhere = ExperimentLock.TryTake(new JournalDatabase(Path.Combine(folder, "other", "nnoptim.db")), Id).ShouldNotBeNull();
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
