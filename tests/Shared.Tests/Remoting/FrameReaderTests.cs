using System.Buffers.Binary;
using System.IO.Pipelines;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using NNOptim.Hosting.Remoting;

namespace NNOptim.Shared.Tests.Remoting;

public class FrameReaderTests
{
    private const int Largest = 1_000_000;

    [Fact]
    public void Frames_come_as_they_were_sent_however_the_bytes_are_cut() => Gen.Select(
        Gen.OneOf(Gen.Int[0, 300], Gen.Int[10_000, 300_000]).Array[0, 8], Gen.Int[1, 70_000]).Sample((lengths, cut) =>
        {
            var frames = lengths.Select((length, index) => Enumerable.Repeat((byte)(index + 1), length).ToArray()).ToList();
            using var stream = new CutStream([.. frames.SelectMany(Framed)], cut);
            var reader = new FrameReader(stream, Largest, new FrameBudget(Largest), TimeProvider.System);

            foreach (var frame in frames.Where(frame => frame.Length > 0))
            {
                reader.ReadAsync(default).AsTask().GetAwaiter().GetResult()!.ToByteArray().ShouldBe(frame);
            }

            reader.ReadAsync(default).AsTask().GetAwaiter().GetResult().ShouldBeNull();
        }, iter: 100);

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    [InlineData(Largest + 1)]
    public async Task A_length_out_of_bounds_is_refused(int length)
    {
        using var stream = new MemoryStream(Header(length));
        var reader = new FrameReader(stream, Largest, new FrameBudget(Largest), TimeProvider.System);

        var refused = await Should.ThrowAsync<InvalidDataException>(async () => await reader.ReadAsync(default));

        refused.Message.ShouldContain($"a frame has {(uint)length} bytes");
    }

    [Fact]
    public async Task Unfinished_large_frames_wait_for_each_other_and_end_in_time()
    {
        var clock = new FakeTimeProvider();
        var budget = new FrameBudget(2 * Largest);
        var pipes = Enumerable.Range(0, 5).Select(_ => new Pipe()).ToList();
        foreach (var pipe in pipes)
        {
            await pipe.Writer.WriteAsync(Header(Largest), TestContext.Current.CancellationToken);
        }

        var reads = pipes.Select(pipe => new FrameReader(pipe.Reader.AsStream(), Largest, budget, clock).ReadAsync(default).AsTask()).ToList();
        // Two at a time have a reservation, and lose it after their timeout.
        foreach (var read in reads)
        {
            while (!read.IsCompleted)
            {
                clock.Advance(TimeSpan.FromSeconds(31));
                await Task.Yield();
            }

            await Should.ThrowAsync<TimeoutException>(() => read);
        }

        // All reservations are released.
        using var all = await budget.ReserveAsync(2 * Largest, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_large_frame_waits_until_another_has_come()
    {
        var budget = new FrameBudget(Largest);
        var first = await budget.ReserveAsync(Largest, TestContext.Current.CancellationToken);
        var second = budget.ReserveAsync(10, TestContext.Current.CancellationToken);
        second.IsCompleted.ShouldBeFalse();

        first.Dispose();
        first.Dispose();

        (await second.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)).Dispose();
        using var all = await budget.ReserveAsync(Largest, TestContext.Current.CancellationToken);
        budget.ReserveAsync(1, TestContext.Current.CancellationToken).IsCompleted.ShouldBeFalse("a reservation is freed once");
    }

    private static byte[] Framed(byte[] content) => [.. Header(content.Length), .. content];

    private static byte[] Header(int length)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, length);
        return bytes;
    }

    /// <summary>Returns at most this number of bytes at a time.</summary>
    private sealed class CutStream(byte[] bytes, int cut) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(cut, buffer.Length)], cancellationToken);
    }
}
