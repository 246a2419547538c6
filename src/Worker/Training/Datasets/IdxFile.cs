using System.Buffers.Binary;
using System.IO.Compression;

namespace NNOptim.Worker.Training.Datasets;

/// <summary>
/// An array in the IDX format of MNIST (Y. LeCun, C. Cortes, C. Burges): two zero bytes, the element type, the number of
/// dimensions, each dimension as a big-endian 32-bit number, then the elements, big-endian, the last dimension fastest.
/// </summary>
/// <param name="Dimensions">The dimensions; at least one.</param>
/// <param name="Elements">The elements.</param>
internal sealed record IdxFile(int[] Dimensions, double[] Elements)
{
    /// <summary>Reads an array; the bytes may be compressed by gzip.</summary>
    /// <param name="path">The file's path, for messages.</param>
    /// <param name="bytes">Its bytes.</param>
    /// <exception cref="DatasetException">The bytes are no such array.</exception>
    public static IdxFile Parse(string path, byte[] bytes)
    {
        var content = bytes is [0x1F, 0x8B, ..] ? Decompressed(path, bytes) : bytes;
        if (content.Length < 4 || content[0] != 0 || content[1] != 0)
        {
            throw new DatasetException($"{path}: not an IDX file: it must begin with two zero bytes.");
        }

        var size = content[2] switch
        {
            0x08 or 0x09 => 1,
            0x0B => 2,
            0x0C or 0x0D => 4,
            0x0E => 8,
            var type => throw new DatasetException(
                $"{path}: byte 3: the element type is 0x{type:X2}; 0x08, 0x09, 0x0B, 0x0C, 0x0D and 0x0E are allowed."),
        };
        var count = content[3];
        var start = 4 + 4 * count;
        if (count == 0 || content.Length < start)
        {
            throw new DatasetException($"{path}: byte 4: the file has {count} dimensions and {content.Length} bytes; it must hold at least one dimension.");
        }

        var dimensions = new int[count];
        var elements = 1L;
        for (var i = 0; i < count; i++)
        {
            var dimension = BinaryPrimitives.ReadUInt32BigEndian(content.AsSpan(4 + 4 * i));
            if (dimension is 0 or > int.MaxValue || (elements *= dimension) > Array.MaxLength)
            {
                throw new DatasetException($"{path}: byte {5 + 4 * i}: dimension {i + 1} is {dimension}; it must be at least 1, and the array at most {Array.MaxLength} elements.");
            }

            dimensions[i] = (int)dimension;
        }

        if (content.Length - start != elements * size)
        {
            throw new DatasetException(
                $"{path}: the dimensions {string.Join(" x ", dimensions)} need {elements * size} bytes of elements, but there are {content.Length - start}.");
        }

        var values = new double[elements];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Element(content[2], content.AsSpan(start + i * size));
        }

        return new IdxFile(dimensions, values);
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

    private static byte[] Decompressed(string path, byte[] bytes)
    {
        try
        {
            using var source = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
            using var target = new MemoryStream();
            source.CopyTo(target);
            return target.ToArray();
        }
        catch (InvalidDataException exception)
        {
            throw new DatasetException($"{path}: the gzip compression is damaged: {exception.Message}");
        }
    }
}
