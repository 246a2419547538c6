using System.Buffers.Binary;
using Google.Protobuf;

namespace NNOptim.Hosting.Remoting;

/// <summary>
/// Splits a stream into frames: a length of four bytes, little-endian, and that many bytes. The buffer grows with the bytes received, never
/// with the announced length.
/// </summary>
/// <param name="stream">The stream.</param>
/// <param name="largest">The maximum size of a frame in bytes.</param>
/// <param name="budget">The budget of large frames.</param>
/// <param name="time">The clock.</param>
internal sealed class FrameReader(Stream stream, int largest, FrameBudget budget, TimeProvider time)
{
    /// <summary>The bytes of the length field.</summary>
    public const int Header = 4;

    private const int UsualBuffer = 16 * 1024;

    /// <summary>Frames beyond this size need a reservation, and must then arrive within <see cref="LargeFrameTimeout"/>.</summary>
    private const int LargeFrame = 128 * 1024;

    private static readonly TimeSpan LargeFrameTimeout = TimeSpan.FromSeconds(30);

    private byte[] buffer = new byte[UsualBuffer];
    private int start;
    private int end;

    /// <summary>The next non-empty frame; null at the end of the stream.</summary>
    /// <exception cref="InvalidDataException">A length is negative or beyond the largest frame.</exception>
    /// <exception cref="TimeoutException">A large frame did not arrive in time.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public async ValueTask<ByteString?> ReadAsync(CancellationToken cancellation)
    {
        while (await FillAsync(Header, cancellation).ConfigureAwait(false))
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(buffer.AsSpan(start));
            if (length < 0 || length > largest)
            {
                throw new InvalidDataException($"a frame has {(uint)length} bytes, but at most {largest} are allowed");
            }

            start += Header;
            if (length > 0)
            {
                return length > LargeFrame
                    ? await ReadLargeAsync(length, cancellation).ConfigureAwait(false)
                    : await TakeAsync(length, cancellation).ConfigureAwait(false);
            }
        }

        return null;
    }

    private async Task<ByteString?> ReadLargeAsync(int length, CancellationToken cancellation)
    {
        using var reservation = await budget.ReserveAsync(length, cancellation).ConfigureAwait(false);
        using var deadline = new CancellationTokenSource(LargeFrameTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
        try
        {
            return await TakeAsync(length, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"a frame of {length} bytes did not arrive within {LargeFrameTimeout.TotalSeconds:0} s");
        }
    }

    private async ValueTask<ByteString?> TakeAsync(int length, CancellationToken cancellation)
    {
        if (!await FillAsync(length, cancellation).ConfigureAwait(false))
        {
            return null;
        }

        var frame = ByteString.CopyFrom(buffer, start, length);
        start += length;
        if (start == end && buffer.Length > LargeFrame)
        {
            (buffer, start, end) = (new byte[UsualBuffer], 0, 0);
        }

        return frame;
    }

    /// <summary>Reads until the buffer holds this many bytes; false at the end of the stream.</summary>
    private async ValueTask<bool> FillAsync(int bytes, CancellationToken cancellation)
    {
        while (end - start < bytes)
        {
            MakeRoom(bytes);
            var read = await stream.ReadAsync(buffer.AsMemory(end), cancellation).ConfigureAwait(false);
            if (read == 0)
            {
                return false;
            }

            end += read;
        }

        return true;
    }

    private void MakeRoom(int bytes)
    {
        if (start > 0 && (start == end || buffer.Length - start < bytes))
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
        }

        if (end == buffer.Length)
        {
            Array.Resize(ref buffer, Math.Min(buffer.Length * 2, Math.Max(bytes, buffer.Length + 1)));
        }
    }
}
