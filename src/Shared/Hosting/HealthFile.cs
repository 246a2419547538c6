using Akka.Actor;
using Akka.Event;
using Akka.Hosting;
using NNOptim.Hosting.Settings;

namespace NNOptim.Hosting;

/// <summary>
/// A file that an actor of the node touches every few seconds. While the file is fresh, the process and its actors run, and a supervisor
/// need not restart the process.
/// </summary>
public static class HealthFile
{
    /// <summary>How often the file is touched.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>The age from which the file is stale: the node is unhealthy.</summary>
    public static readonly TimeSpan Stale = TimeSpan.FromSeconds(30);

    /// <summary>Touches a file from the node's start, and deletes it when the node stops normally.</summary>
    /// <exception cref="SettingsException">The file is not empty.</exception>
    public static AkkaConfigurationBuilder WithHealthFile(this AkkaConfigurationBuilder builder, string path)
    {
        ArgumentNullException.ThrowIfNull(builder);
        RequireEmpty(path);
        return builder.AddStartup((system, _) => system.ActorOf(Props.Create(() => new Toucher(path)), "health-file"));
    }

    /// <summary>Requires that the file does not exist or is empty. The node empties it, and deletes it at the end.</summary>
    /// <exception cref="SettingsException">The file is not empty.</exception>
    public static void RequireEmpty(string path)
    {
        if (File.Exists(path) && new FileInfo(path).Length > 0)
        {
            throw new SettingsException([$"--health-file: {path} is not empty and would be overwritten; give another file."]);
        }
    }

    /// <summary>Whether the file was touched recently; false when it does not exist.</summary>
    /// <param name="path">The file.</param>
    /// <param name="now">The time.</param>
    public static bool IsFresh(string path, DateTimeOffset now)
    {
        // A missing file has a time in the year 1601.
        var age = now - File.GetLastWriteTimeUtc(path);
        return age < Stale && age > -Stale;
    }

    /// <summary>
    /// Touches the file, for a healthy process without a node. The file becomes stale when the disk is not writable.
    /// </summary>
    public static void Touch(string path) => Try(() => File.WriteAllBytes(path, []));

    /// <summary>Deletes the file when the process ends normally.</summary>
    public static void Remove(string path) => Try(() => File.Delete(path));

    /// <summary>Returns the failure; null when there was none.</summary>
    private static Exception? Try(Action write)
    {
        try
        {
            write();
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return error;
        }
    }

    private sealed class Toucher : ReceiveActor, IWithTimers
    {
        private readonly string path;
        private readonly ILoggingAdapter log = Context.GetLogger();
        private bool failed;

        public Toucher(string path)
        {
            this.path = path;
            Receive<Tick>(_ => Touch());
        }

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart()
        {
            Touch();
            Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, Interval);
        }

        protected override void PostStop() => TryAndLog(() => File.Delete(path), "deleted");

        // Opens the file for writing, so that it becomes stale on a read-only disk. A full disk has no effect, because an empty file takes
        // no space.
        private void Touch() => failed = !TryAndLog(() => File.WriteAllBytes(path, []), "touched");

        // No failure may end the actor, because the disk may be writable again at the next tick. It warns only once.
        private bool TryAndLog(Action write, string what)
        {
            var error = Try(write);
            if (error is not null && !failed)
            {
                log.Warning(error, "The health file {Path} cannot be {What}", path, what);
            }

            return error is null;
        }

        private sealed class Tick
        {
            public static readonly Tick Instance = new();
        }
    }
}
