using System.Collections.Immutable;
using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;
using NNOptim.Cli.Progress;
using NNOptim.Experiments;
using NNOptim.History.Views;
using NNOptim.Protocol;
using Spectre.Console;

namespace NNOptim.Coordinator.Tests.Commands;

/// <summary>The terminal output while an experiment is followed.</summary>
public class TerminalViewTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly ExperimentProgress Progress = new(ExperimentId.Parse("k3f9x2ma"), 2, 2, 0, 0, 0);

    [Fact]
    public async Task Configurations_are_shown_though_the_progress_stays_the_same()
    {
        var (screen, progress, follow) = Start([new(["momentum"], 2, 2, 0, 0.5, null)], out var askedAgain);
        await progress.WriteAsync(Progress, TestContext.Current.CancellationToken);
        await askedAgain.WaitAsync(Patience, TestContext.Current.CancellationToken);

        progress.Complete();
        await follow.WaitAsync(Patience, TestContext.Current.CancellationToken);

        screen.ToString().ShouldContain("momentum");
    }

    [Fact]
    public async Task A_failure_of_the_progress_stream_is_thrown()
    {
        var (_, progress, follow) = Start([], out var askedAgain);
        await askedAgain.WaitAsync(Patience, TestContext.Current.CancellationToken);

        progress.Complete(new InvalidOperationException("broken"));

        (await Should.ThrowAsync<InvalidOperationException>(() => follow.WaitAsync(Patience, TestContext.Current.CancellationToken))).Message.ShouldBe("broken");
    }

    [Theory]
    [InlineData(0.02, 1)]
    [InlineData(2, 24)]
    public async Task The_pause_between_requests_of_configurations_is_a_second_or_twelve_times_the_duration_of_the_answer(double took, double rest)
    {
        var time = new NotedTimers();
        var progress = Channel.CreateUnbounded<ExperimentProgress>();
        var view = new TerminalView(ConsoleOn(new StringWriter()), time, () =>
        {
            time.Advance(TimeSpan.FromSeconds(took));
            return Task.FromResult(new ConfigurationList(Progress.ExperimentId, [], []));
        });
        var follow = view.FollowAsync(progress.Reader.ReadAllAsync(TestContext.Current.CancellationToken), 0, CancellationToken.None);

        (await time.First.WaitAsync(Patience, TestContext.Current.CancellationToken)).ShouldBe(TimeSpan.FromSeconds(rest));

        progress.Writer.Complete();
        await follow.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Commands_to_copy_stay_on_one_line_in_a_narrow_terminal()
    {
        var screen = new StringWriter();
        var console = ConsoleOn(screen);
        console.Profile.Width = 20;
        var line = "nnoptim resume k3f9x2ma --db " + new string('x', 200);

        new TerminalView(console, TimeProvider.System, () => throw new NotSupportedException()).Interrupted(Progress.ExperimentId, Progress, line);

        screen.ToString().ShouldContain(line);
        console.Profile.Width.ShouldBe(20);
    }

    [Theory]
    [InlineData(1, "1 of 1 run done")]
    [InlineData(2, "1 of 2 runs done")]
    public void One_run_is_singular(int total, string expected)
    {
        var screen = new StringWriter();

        new TerminalView(ConsoleOn(screen), TimeProvider.System, () => throw new NotSupportedException())
            .Interrupted(Progress.ExperimentId, Progress with { Total = total, Completed = 1 }, "nnoptim resume");

        screen.ToString().ShouldContain(expected);
    }

    private static (StringWriter Screen, ChannelWriter<ExperimentProgress> Progress, Task Follow) Start(ImmutableArray<ConfigurationProgress> configurations, out Task askedAgain)
    {
        var screen = new StringWriter();
        var console = ConsoleOn(screen);
        var asked = 0;
        var again = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        askedAgain = again.Task;
        var progress = Channel.CreateUnbounded<ExperimentProgress>();
        var view = new TerminalView(console, TimeProvider.System, () =>
        {
            if (++asked == 2)
            {
                again.SetResult();
            }

            return Task.FromResult(new ConfigurationList(Progress.ExperimentId, ["optimizer"], configurations));
        });
        return (screen, progress.Writer, view.FollowAsync(progress.Reader.ReadAllAsync(), 0, CancellationToken.None));
    }

    private static IAnsiConsole ConsoleOn(StringWriter screen) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = AnsiSupport.Yes,
        Interactive = InteractionSupport.Yes,
        Out = new Terminal(screen),
        Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
    });

    private sealed class NotedTimers : FakeTimeProvider
    {
        private readonly TaskCompletionSource<TimeSpan> first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>The time at which the first timer was due.</summary>
        public Task<TimeSpan> First => first.Task;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            first.TrySetResult(dueTime);
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }

    private sealed class Terminal(TextWriter writer) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => true;

        public int Width => 100;

        public int Height => 40;

        public void SetEncoding(Encoding encoding)
        {
        }
    }
}
