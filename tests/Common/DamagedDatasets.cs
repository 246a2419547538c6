using System.IO.Compression;
using System.Text;
using NNOptim.Experiments;

namespace NNOptim.Tests.Common;

/// <summary>A damaged data file, and its labels for IDX.</summary>
internal sealed record DamagedDataset(DatasetKind Kind, byte[] Data, byte[] Labels);

/// <summary>Creates damaged data files as accidents and attackers do: valid files with changed, cut, repeated and inserted bytes.</summary>
internal static class DamagedDatasets
{
    private static readonly byte[][] Insertions =
    [
        .. ((string[])["\"", "\"\"", "\"x\"y", ",", ",,,", "\n", "\r", "\r\n\r\n", "\0", "NaN", "-Infinity", "1e999", "-0", "0x10", " ", "\t", "\uFEFF", "\u202E", new string('9', 400), new string('a', 100_000)])
            .Select(Encoding.UTF8.GetBytes),
        [0xFF, 0xFE], [0xC3], [0x1F, 0x8B, 0x08], [0xFF, 0xFF, 0xFF, 0xFF], [0x00, 0x00, 0x00, 0x00], [0x7F, 0xFF, 0xFF, 0xFF],
    ];

    /// <summary>The damaged dataset of a seed; the same each time.</summary>
    public static DamagedDataset Damage(int seed)
    {
        // Not for secrets: a test's input must be the same each time.
#pragma warning disable CA5394
        var random = new Random(seed);
        if (random.Next(2) == 0)
        {
            return new DamagedDataset(DatasetKind.Csv, Damaged(Csv(random), random), []);
        }

        var (images, labels) = Idx(random);
        return random.Next(4) switch
        {
            0 => new DamagedDataset(DatasetKind.Idx, Damaged(images, random), labels),
            1 => new DamagedDataset(DatasetKind.Idx, images, Damaged(labels, random)),
            2 => new DamagedDataset(DatasetKind.Idx, Damaged(Compressed(images), random), labels),
            _ => new DamagedDataset(DatasetKind.Idx, Compressed(Damaged(images, random)), Compressed(labels)),
        };
    }

    private static byte[] Csv(Random random)
    {
        var columns = random.Next(1, 6);
        var text = new StringBuilder(string.Join(',', Enumerable.Range(0, columns).Select(column => $"x{column}"))).Append(",label\n");
        for (var row = random.Next(1, 40); row > 0; row--)
        {
            text.Append(string.Join(',', Enumerable.Range(0, columns).Select(_ => random.NextDouble().ToString("R", null)))).Append(',').Append(random.Next(3)).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static (byte[] Images, byte[] Labels) Idx(Random random)
    {
        var (examples, side) = (random.Next(2, 20), random.Next(1, 5));
        var pixels = new byte[examples * side * side];
        random.NextBytes(pixels);
        return (
            [0, 0, 8, 3, 0, 0, 0, (byte)examples, 0, 0, 0, (byte)side, 0, 0, 0, (byte)side, .. pixels],
            [0, 0, 8, 1, 0, 0, 0, (byte)examples, .. Enumerable.Range(0, examples).Select(example => (byte)(example % 3))]);
    }

    private static byte[] Damaged(byte[] sound, Random random)
    {
        var bytes = new List<byte>(sound);
        for (var count = random.Next(1, 5); count > 0; count--)
        {
            var at = random.Next(bytes.Count + 1);
            var length = random.Next(bytes.Count - at + 1);
            switch (random.Next(7))
            {
                case 0:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 1:
                    bytes.RemoveRange(at, length);
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 3:
                    bytes.InsertRange(at, Insertions[random.Next(Insertions.Length)]);
                    break;
                case 4 when bytes.Count > 0:
                    // The header, where each byte matters.
                    bytes[random.Next(Math.Min(16, bytes.Count))] = (byte)random.Next(256);
                    break;
                default:
                    if (at < bytes.Count)
                    {
                        bytes[at] = (byte)random.Next(256);
                    }

                    break;
            }
        }

        return [.. bytes];
    }
#pragma warning restore CA5394

    private static byte[] Compressed(byte[] bytes)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return target.ToArray();
    }
}
