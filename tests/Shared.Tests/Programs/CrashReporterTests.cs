using NNOptim.Hosting.Programs;

namespace NNOptim.Shared.Tests.Programs;

public class CrashReporterTests
{
    [Fact]
    public void An_unexpected_failure_is_reported_without_its_own_text() =>
        CrashReporter.Sentence("nnoptim", "/logs/nnoptim-1.clef", new InvalidOperationException("Sequence contains no elements"), filesAreUsedUp: false)
            .ShouldBe("nnoptim cannot continue: an unexpected error occurred. The details are in /logs/nnoptim-1.clef.");

    [Fact]
    public void The_message_says_what_a_person_can_do()
    {
        Sentence(new TypeInitializationException("X", new InsufficientMemoryException())).ShouldContain("not enough memory");
        Sentence(new AggregateException(new IOException("No space left on device."))).ShouldBe("nnoptim cannot continue: No space left on device.");
        Sentence(new FileNotFoundException("Could not load file or assembly 'X, Version=1.0.0.0'.")).ShouldContain("reinstall the program");
        CrashReporter.Sentence("nnoptim", null, new InvalidOperationException(), filesAreUsedUp: true).ShouldContain("ulimit -n");

        static string Sentence(Exception error) => CrashReporter.Sentence("nnoptim", null, error, filesAreUsedUp: false);
    }

    [Theory]
    [InlineData(200L, long.MaxValue, true, "it may open 200 files but needs 400; raise the limit with ulimit -n")]
    [InlineData(1024L, 1024 * 1024L, true, "its heap is limited to 1024 KiB but needs 65536 KiB; raise the container's memory limit or DOTNET_GCHeapHardLimit")]
    [InlineData(1024L, long.MaxValue, false, "its working folder no longer exists; change to another folder")]
    [InlineData(400L, 64L * 1024 * 1024, true, null)]
    [InlineData(null, long.MaxValue, true, null)]
    public void Missing_resources_are_reported_before_a_process_starts(long? files, long heap, bool folderExists, string? missing) =>
        StartConditions.Missing(files, heap, folderExists).ShouldBe(missing);
}
