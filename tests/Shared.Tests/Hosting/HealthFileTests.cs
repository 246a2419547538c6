using Akka.Actor;
using Microsoft.Extensions.DependencyInjection;
using NNOptim.Shared.Hosting;

namespace NNOptim.Shared.Tests.Hosting;

public sealed class HealthFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nnoptim-health-").FullName;

    private string Health => Path.Combine(folder, "health");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_node_touches_its_file_while_it_is_well_and_takes_it_away_when_it_stops()
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

    [Theory]
    [InlineData(0, true)]
    [InlineData(29, true)]
    [InlineData(31, false)]
    [InlineData(-31, false)]
    public void A_file_is_fresh_for_a_while(int seconds, bool fresh)
    {
        File.WriteAllText(Health, "");

        HealthFile.IsFresh(Health, File.GetLastWriteTimeUtc(Health) + TimeSpan.FromSeconds(seconds)).ShouldBe(fresh);
    }

    [Fact]
    public void A_file_that_is_not_there_is_not_fresh() => HealthFile.IsFresh(Health, DateTimeOffset.UtcNow).ShouldBeFalse();

    private async Task TouchedAsync()
    {
        using var deadline = new CancellationTokenSource(TestNode.Deadline);
        while (!HealthFile.IsFresh(Health, DateTimeOffset.UtcNow))
        {
            await Task.Delay(50, deadline.Token);
        }
    }
}
