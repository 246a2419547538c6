using NNOptim.Cli;

namespace NNOptim.Coordinator.Tests.Commands;

public sealed class StandardOutputTests
{
    [Fact]
    public void Output_that_a_full_disk_does_not_accept_is_lost_and_reported_at_the_end()
    {
        using var output = new StandardOutput(new FullDisk());
        using var writer = new StreamWriter(output) { AutoFlush = true };

        writer.WriteLine("one");
        writer.WriteLine("two");

        output.Failure.ShouldBe("No space left on device: 1");
    }

    [Fact]
    public void Accepted_output_is_written_unchanged()
    {
        using var taken = new MemoryStream();
        using var output = new StandardOutput(taken);
        using var writer = new StreamWriter(output) { AutoFlush = true };

        writer.Write("one");

        taken.ToArray().ShouldBe("one"u8.ToArray());
        output.Failure.ShouldBeNull();
    }

    private sealed class FullDisk : MemoryStream
    {
        private int writes;

        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException($"No space left on device: {++writes}");
    }
}
