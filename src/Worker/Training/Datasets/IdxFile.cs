using System.Buffers.Binary;
using System.IO.Compression;

namespace NNOptim.Training.Datasets;

/// <summary>
/// An array in the IDX format of MNIST (Y. LeCun, C. Cortes, C. Burges). The file has two zero bytes, the element type, the number of
/// dimensions, each dimension as a big-endian 32-bit number, and the elements. The elements are big-endian, and the last dimension varies
/// fastest.
/// </summary>
/// <param name="Dimensions">The dimensions; at least one.</param>
/// <param name="Elements">The elements.</param>
internal sealed record IdxFile(int[] Dimensions, double[] Elements)
{
    /// <summary>The largest ratio of Deflate's output to its input (RFC 1951: 258 bytes need at least two bits).</summary>
    private const long MostExpansion = 1032;

    private const int BufferBytes = 1 << 16;

    /// <summary>Reads an array from bytes, which may be gzip-compressed. Unpacks no more than the header specifies.</summary>
    /// <param name="path">The file's path, for messages.</param>
    /// <param name="bytes">Its bytes.</param>
    /// <exception cref="DatasetException">The bytes are not such an array.</exception>
    public static IdxFile Parse(string path, byte[] bytes)
    {
        if (bytes is not [0x1F, 0x8B, ..])
        {
            return Read(path, new MemoryStream(bytes), bytes.Length, bytes.Length);
        }

        try
        {
            using var unpacked = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
            return Read(path, unpacked, null, bytes.Length * MostExpansion);
        }
        catch (InvalidDataException exception)
        {
            throw new DatasetException($"{path}: the gzip compression is damaged: {exception.Message}");
        }
    }

    private static IdxFile Read(string path, Stream content, long? length, long mostLength)
    {
        var (type, dimensions, start) = ReadHeader(path, content);
        var size = SizeOf(path, type);
        var elements = ElementsOf(path, dimensions);
        var needed = elements * size;
        var shape = $"the dimensions {string.Join(" x ", dimensions)} need {needed} bytes of elements";
        if (length is { } known && known - start != needed)
        {
            throw new DatasetException($"{path}: {shape}, but there are {known - start}.");
        }

        if (start + needed > mostLength)
        {
            throw new DatasetException($"{path}: {shape}, more than the compressed file can hold.");
        }

        DatasetLimits.RequireMemory(path, elements, DatasetLimits.AvailableMemory);
        var values = new double[elements];
        var buffer = new byte[BufferBytes];
        for (var next = 0; next < values.Length;)
        {
            var part = buffer.AsSpan(0, Math.Min(BufferBytes / size, values.Length - next) * size);
            var read = content.ReadAtLeast(part, part.Length, throwOnEndOfStream: false);
            if (read < part.Length)
            {
                throw new DatasetException($"{path}: {shape}, but there are {((long)next * size) + read}.");
            }

            for (var at = 0; at < part.Length; at += size)
            {
                values[next++] = Element(type, part[at..]);
            }
        }

        return content.ReadByte() < 0 ? new IdxFile(dimensions, values) : throw new DatasetException($"{path}: {shape}, but there are more.");
    }

    private static (byte Type, int[] Dimensions, int Start) ReadHeader(string path, Stream content)
    {
        Span<byte> head = stackalloc byte[4];
        if (content.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length || head[0] != 0 || head[1] != 0)
        {
            throw new DatasetException($"{path}: not an IDX file: it must begin with two zero bytes.");
        }

        var count = head[3];
        var sizes = new byte[4 * count];
        var read = content.ReadAtLeast(sizes, sizes.Length, throwOnEndOfStream: false);
        if (count == 0 || read < sizes.Length)
        {
            throw new DatasetException($"{path}: byte 4: the file has {count} dimensions and {head.Length + read} bytes; it must hold at least one dimension.");
        }

        var dimensions = new int[count];
        for (var i = 0; i < count; i++)
        {
            var dimension = BinaryPrimitives.ReadUInt32BigEndian(sizes.AsSpan(4 * i));
            if (dimension is 0 or > int.MaxValue)
            {
                throw new DatasetException($"{path}: byte {5 + (4 * i)}: dimension {i + 1} is {dimension}; it must be from 1 to {int.MaxValue}.");
            }

            dimensions[i] = (int)dimension;
        }

        return (head[2], dimensions, head.Length + sizes.Length);
    }

    private static int SizeOf(string path, byte type) => type switch
    {
        0x08 or 0x09 => 1,
        0x0B => 2,
        0x0C or 0x0D => 4,
        0x0E => 8,
        _ => throw new DatasetException($"{path}: byte 3: the element type is 0x{type:X2}; 0x08, 0x09, 0x0B, 0x0C, 0x0D and 0x0E are allowed."),
    };

    private static long ElementsOf(string path, int[] dimensions)
    {
        var elements = 1L;
        for (var i = 0; i < dimensions.Length; i++)
        {
            elements *= dimensions[i];
            if (elements > DatasetLimits.MostRead)
            {
                throw new DatasetException($"{path}: byte {5 + (4 * i)}: dimension {i + 1} is {dimensions[i]}; an array has at most {DatasetLimits.MostRead} elements.");
            }
        }

        return elements / dimensions[0] <= DatasetLimits.MostFeatures
            ? elements
            : throw new DatasetException($"{path}: an example has {elements / dimensions[0]} features; at most {DatasetLimits.MostFeatures} are allowed.");
    }

    private static double Element(byte type, ReadOnlySpan<byte> bytes) => type switch
    {
        0x08 => bytes[0],
        0x09 => (sbyte)bytes[0],
        0x0B => BinaryPrimitives.ReadInt16BigEndian(bytes),
        0x0C => BinaryPrimitives.ReadInt32BigEndian(bytes),
        0x0D => BinaryPrimitives.ReadSingleBigEndian(bytes),
        _ => BinaryPrimitives.ReadDoubleBigEndian(bytes),
    };
}
