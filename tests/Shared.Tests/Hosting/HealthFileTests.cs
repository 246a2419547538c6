using System.Globalization;
using Akka.Actor;
using Microsoft.Extensions.DependencyInjection;
using NNOptim.Hosting;
using NNOptim.Hosting.Settings;
using Serilog.Core;
using Serilog.Events;

namespace NNOptim.Shared.Tests.Hosting;

public sealed class HealthFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nnoptim-health-").FullName;

    private string Health => Path.Combine(folder, "health");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_node_touches_its_file_while_it_is_healthy_and_deletes_it_when_it_stops()
    {
        await using var logger = new Serilog.LoggerConfiguration().CreateLogger();
        using var host = NodeHosting.Build(
            new NodeSettings(), logger, akka => akka.WithHealthFile(Health));
        await host.StartAsync(TestContext.Current.CancellationToken);
        await TouchedAsync();

        HealthFile.IsFresh(Health, DateTimeOffset.UtcNow).ShouldBeTrue();

        // It is touched again, not only once.
        File.SetLastWriteTimeUtc(Health, DateTime.UtcNow.AddHours(-1));
        HealthFile.IsFresh(Health, DateTimeOffset.UtcNow).ShouldBeFalse();
        await TouchedAsync();

        await host.Services.GetRequiredService<ActorSystem>().Terminate();
        File.Exists(Health).ShouldBeFalse();
    }

    [Fact]
    public async Task A_temporarily_unwritable_file_is_reported_once_and_touched_again_later()
    {
        // This makes a file unwritable even for root.
        Directory.CreateDirectory(Health);
        var warnings = new Warnings();
        await using var logger = new Serilog.LoggerConfiguration().WriteTo.Sink(warnings).CreateLogger();
        using var host = NodeHosting.Build(
            new NodeSettings(), logger, akka => akka.WithHealthFile(Health));
        await host.StartAsync(TestContext.Current.CancellationToken);
        await warnings.First.WaitAsync(TestNode.Deadline, TestContext.Current.CancellationToken);
        await Task.Delay(HealthFile.Interval * 1.5, TestContext.Current.CancellationToken);
        Directory.Delete(Health);

        await TouchedAsync();
        warnings.Count.ShouldBe(1);

        await host.Services.GetRequiredService<ActorSystem>().Terminate();
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(29, true)]
    [InlineData(31, false)]
    [InlineData(-31, false)]
    public void A_file_is_fresh_for_some_time(int seconds, bool fresh)
    {
        File.WriteAllText(Health, "");

        HealthFile.IsFresh(Health, File.GetLastWriteTimeUtc(Health) + TimeSpan.FromSeconds(seconds)).ShouldBe(fresh);
    }

    [Fact]
    public async Task A_file_that_holds_something_is_refused_and_stays()
    {
        await File.WriteAllTextAsync(Health, "a letter", TestContext.Current.CancellationToken);

        Should.Throw<SettingsException>(() => NodeHosting.Build(new NodeSettings(), Serilog.Core.Logger.None, akka => akka.WithHealthFile(Health)).Services.GetService(typeof(Akka.Actor.ActorSystem)))
            .Message.ShouldContain(Health);

        (await File.ReadAllTextAsync(Health, TestContext.Current.CancellationToken)).ShouldBe("a letter");
    }

    [Fact]
    public void A_missing_file_is_not_fresh() => HealthFile.IsFresh(Health, DateTimeOffset.UtcNow).ShouldBeFalse();

    private async Task TouchedAsync()
    {
        using var deadline = new CancellationTokenSource(TestNode.Deadline);
        while (!File.Exists(Health) || !HealthFile.IsFresh(Health, DateTimeOffset.UtcNow))
        {
            await Task.Delay(50, deadline.Token);
        }
    }

    private sealed class Warnings : ILogEventSink
    {
        private readonly TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int count;

        public Task First => first.Task;

        public int Count => Volatile.Read(ref count);

        public void Emit(LogEvent logEvent)
        {
            if (logEvent.RenderMessage(CultureInfo.InvariantCulture).Contains("health file", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref count);
                first.TrySetResult();
            }
        }
    }
}
