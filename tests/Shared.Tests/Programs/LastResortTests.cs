using NNOptim.Hosting.Programs;

namespace NNOptim.Shared.Tests.Programs;

public class LastResortTests
{
    [Fact]
    public void A_failure_that_nobody_foresaw_is_told_without_its_own_text() =>
        LastResort.Sentence("nnoptim", "/logs/nnoptim-1.clef", new InvalidOperationException("Sequence contains no elements"), filesAreUsedUp: false)
            .ShouldBe("nnoptim cannot go on: it met a failure that it does not know. The details are in /logs/nnoptim-1.clef.");

    [Fact]
    public void What_a_person_can_do_about_it_is_told()
    {
        Sentence(new TypeInitializationException("X", new InsufficientMemoryException())).ShouldContain("not enough memory");
        Sentence(new AggregateException(new IOException("No space left on device."))).ShouldBe("nnoptim cannot go on: No space left on device.");
        Sentence(new FileNotFoundException("Could not load file or assembly 'X, Version=1.0.0.0'.")).ShouldContain("install it anew");
        LastResort.Sentence("nnoptim", null, new InvalidOperationException(), filesAreUsedUp: true).ShouldContain("ulimit -n");

        static string Sentence(Exception error) => LastResort.Sentence("nnoptim", null, error, filesAreUsedUp: false);
    }

    [Theory]
    [InlineData(200L, long.MaxValue, true, "it may open 200 files, and needs 400; ulimit -n raises the limit")]
    [InlineData(1024L, 1024 * 1024L, true, "its heap may have 1024 KiB, and needs 65536 KiB; a container's limit and DOTNET_GCHeapHardLimit bound it")]
    [InlineData(1024L, long.MaxValue, false, "its working folder does not exist any more; change to another folder")]
    [InlineData(400L, 64L * 1024 * 1024, true, null)]
    [InlineData(null, long.MaxValue, true, null)]
    public void What_a_process_lacks_is_told_before_it_starts(long? files, long heap, bool folderExists, string? missing) =>
        StartConditions.Missing(files, heap, folderExists).ShouldBe(missing);
}
