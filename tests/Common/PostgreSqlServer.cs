using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace NNOptim.Tests.Common;

/// <summary>
/// A temporary PostgreSQL cluster of the tests, started with the first database. It listens on a Unix socket and a
/// loopback port, has its data in a temporary folder, and is stopped by its process id.
/// </summary>
public sealed class PostgreSqlServer : IDisposable
{
    /// <summary>A role that must give <see cref="Password"/> over TCP, and that owns nothing.</summary>
    public const string Guest = "guest";

    public const string Password = "right horse";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly Lock gate = new();
    private string? folder;
    private string programs = "";
    private int databases;

    public int Port { get; private set; }

    /// <summary>The server's address in a network besides loopback; null for none.</summary>
    public string? AlsoListensOn { get; init; }

    /// <summary>The process id of the server, from its own file.</summary>
    public int ProcessId => int.Parse(File.ReadLines(Path.Combine(folder!, "data", "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    private static bool IsRoot => Environment.UserName == "root";

    /// <summary>The connection string of a new and empty database.</summary>
    public string CreateDatabase()
    {
        lock (gate)
        {
            Start();
            var name = $"test{++databases}";
            Execute(ConnectionString("postgres"), $"CREATE DATABASE {name}");
            return ConnectionString(name);
        }
    }

    /// <summary>The owner's connection over the socket.</summary>
    public string ConnectionString(string database) =>
        $"Host={folder};Port={Port};Database={database};Username=postgres";

    /// <summary>Stops the server as a crash would: connections break, and uncommitted data is lost.</summary>
    public void Crash() => RunAsOwner(Path.Combine(programs, "pg_ctl"), "-D", Path.Combine(folder!, "data"), "-m", "immediate", "-w", "stop");

    /// <summary>Starts the server after a crash, on the same address.</summary>
    public void Restart()
    {
        // Pooled connections belong to the crashed server.
        NpgsqlConnection.ClearAllPools();
        Launch();
    }

    /// <summary>Suspends or resumes the server's processes: to others a suspended server is there and does not answer.</summary>
    public void SetFrozen(bool frozen)
    {
        var signal = frozen ? "STOP" : "CONT";
        var postmaster = ProcessId.ToString(CultureInfo.InvariantCulture);
        Run("kill", "-s", signal, postmaster);
        Run("pkill", $"-{signal}", "-P", postmaster);
    }

    public static void Execute(string connectionString, string sql)
    {
        using var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // a text of the tests
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    public static long Scalar(string connectionString, string sql)
    {
        using var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // a text of the tests
        command.CommandText = sql;
#pragma warning restore CA2100
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        if (folder is null)
        {
            return;
        }

        NpgsqlConnection.ClearAllPools();
        if (File.Exists(Path.Combine(folder, "data", "postmaster.pid")))
        {
            using var server = Process.GetProcessById(ProcessId);
            Run("kill", "-s", "INT", server.Id.ToString(CultureInfo.InvariantCulture));
            if (!server.WaitForExit(Deadline))
            {
                server.Kill(entireProcessTree: true);
            }
        }

        Directory.Delete(folder, recursive: true);
    }

    private void Start()
    {
        if (folder is not null)
        {
            return;
        }

        programs = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).FirstOrDefault(bin => File.Exists(Path.Combine(bin, "initdb"))) ?? ""
            : "";
        programs.ShouldNotBeEmpty("These tests need PostgreSQL's server programs: apt-get install postgresql");
        folder = Directory.CreateTempSubdirectory("nnoptim-pg-").FullName;
        var data = Path.Combine(folder, "data");
        if (IsRoot)
        {
            Run("chown", "postgres", folder);
        }

        RunAsOwner(Path.Combine(programs, "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "--no-sync", "--no-instructions");
        File.WriteAllText(Path.Combine(data, "pg_hba.conf"), $"local all all trust\nhost all {Guest} 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\n{(AlsoListensOn is null ? "" : $"host all all {AlsoListensOn}/24 trust\n")}");
        Port = FreePorts.Find();
        Launch();
        Execute(ConnectionString("postgres"), $"CREATE ROLE {Guest} LOGIN PASSWORD '{Password}'");
    }

    private void Launch() => RunAsOwner(
        Path.Combine(programs, "pg_ctl"), "-D", Path.Combine(folder!, "data"), "-l", Path.Combine(folder!, "log"), "-w", "-t", "60",
        "-o", $"-p {Port} -k {folder} -c listen_addresses=127.0.0.1{(AlsoListensOn is null ? "" : $",{AlsoListensOn}")} -c fsync=off -c max_connections=200", "start");

    private static void RunAsOwner(string program, params string[] arguments)
    {
        if (IsRoot)
        {
            Run("runuser", ["-u", "postgres", "--", program, .. arguments]);
        }
        else
        {
            Run(program, arguments);
        }
    }

    private static void Run(string program, params string[] arguments)
    {
        // The server inherits every stream that is not redirected, so a pipe would never end.
        var start = new ProcessStartInfo(program) { WorkingDirectory = "/" };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        process.WaitForExit(Deadline).ShouldBeTrue($"{program} has not ended");
        process.ExitCode.ShouldBe(0, program);
    }
}
