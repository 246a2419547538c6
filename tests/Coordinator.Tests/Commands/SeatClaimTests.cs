using Microsoft.Extensions.Time.Testing;
using NNOptim.Coordinator.Commands;
using NNOptim.Coordinator.Persistence;

namespace NNOptim.Coordinator.Tests.Commands;

/// <summary>The claim of a coordinator that was taken for dead to the place that it had.</summary>
public sealed class SeatClaimTests
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public async Task A_place_that_another_has_is_given_up_after_some_looks()
    {
        var looks = 0;
        var claim = MakeAsync(() =>
        {
            looks++;
            throw new CoordinatorSeatTakenException("Another coordinator says that it listens on a.example:1.");
        });

        var given = await Should.ThrowAsync<CommandException>(() => PassesAsync(claim));

        looks.ShouldBe(SeatClaim.MostRefusals);
        given.ExitCode.ShouldBe(ExitCode.Infrastructure);
        given.Message.ShouldContain("a.example:1");
        given.Message.ShouldContain("--public-host");
    }

    [Fact]
    public async Task A_place_that_becomes_free_and_a_database_that_comes_back_are_waited_for()
    {
        var looks = 0;
        var claim = MakeAsync(() =>
        {
            if (looks++ is var look && look < 20)
            {
                throw look % SeatClaim.MostRefusals == 0 ? new TimeoutException("away") : new CoordinatorSeatTakenException("taken");
            }
        });

        await PassesAsync(claim);

        looks.ShouldBe(21);
    }

    [Fact]
    public async Task A_place_among_coordinators_of_another_protocol_is_given_up_at_once()
    {
        var claim = MakeAsync(() => throw new CoordinatorVersionException("It speaks version 9."));

        var given = await Should.ThrowAsync<CommandException>(() => PassesAsync(claim));

        (given.ExitCode, given.Message).ShouldBe((ExitCode.Infrastructure, "It speaks version 9."));
    }

    private Task MakeAsync(Action take) =>
        new SeatClaim(Serilog.Core.Logger.None, time).MakeAsync(take, TestContext.Current.CancellationToken);

    private async Task PassesAsync(Task claim)
    {
        while (!claim.IsCompleted)
        {
            time.Advance(SeatClaim.Pause);
            await Task.Yield();
        }

        await claim;
    }
}
