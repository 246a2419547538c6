using System.Diagnostics;
using NNOptim.Experiments;
using NNOptim.Persistence;

namespace NNOptim.Coordinator.Tests.Persistence;

/// <summary>One file is one database, whatever name a process uses for it.</summary>
public sealed class SqliteNamesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nnoptim-names-").FullName;

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("elsewhere/link.db")]
    [InlineData("linked/nnoptim.db")]
    public void A_link_to_the_file_or_its_folder_admits_no_second_coordinator_and_no_second_writer(string name)
    {
        Directory.CreateDirectory(At("real"));
        Directory.CreateDirectory(At("elsewhere"));
        File.CreateSymbolicLink(At("elsewhere/link.db"), At("real/nnoptim.db"));
        Directory.CreateSymbolicLink(At("linked"), At("real"));
        var (database, linked) = (DatabaseAddress.Parse(At("real/nnoptim.db")), DatabaseAddress.Parse(At(name)));
        using var lease = database.CreateLease("a.example:1", TimeProvider.System);
        using var second = linked.CreateLease("b.example:1", TimeProvider.System);
        using var locks = new ExperimentLocks(database);
        using var secondLocks = new ExperimentLocks(linked);
        var id = ExperimentId.Parse("k3f9x2ma");

        lease.TryTake().ShouldNotBeNull();
        using var held = locks.TryTake(id).ShouldNotBeNull();

        Should.Throw<LeaseRefusedException>(() => second.TryTake());
        secondLocks.TryTake(id).ShouldBeNull();
        linked.ShouldBe(database);
    }

    [Fact]
    public void A_file_with_two_names_is_not_written()
    {
        var database = new SqliteDatabase(At("nnoptim.db"));
        database.Prepare();
        using (var link = Process.Start("ln", [At("nnoptim.db"), At("other.db")]))
        {
            link.WaitForExit();
        }

        Should.Throw<IOException>(database.Prepare).Message.ShouldContain("2 names");
        Should.Throw<IOException>(new SqliteDatabase(At("other.db")).Prepare).Message.ShouldContain("2 names");
        File.Delete(At("other.db"));
        database.Prepare();
    }

    private string At(string name) => Path.Combine(folder, name);
}
