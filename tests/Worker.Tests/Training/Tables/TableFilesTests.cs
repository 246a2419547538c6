using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using NNOptim.Experiments;
using NNOptim.Training.Datasets;
using NNOptim.Training.Datasets.Tables.Reading;

namespace NNOptim.Worker.Tests.Training.Tables;

/// <summary>The files that a path means, and their bytes.</summary>
public sealed class TableFilesTests : IDisposable
{
    private readonly DataFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_file_is_read_with_its_sha256()
    {
        var path = folder.Add("a.weird", "x,y\n1,2\n");
        var set = TableFiles.Read(Specification(path));
        set.Files.ShouldHaveSingleItem().Path.ShouldBe(path);
        Text(set).ShouldBe("x,y\n1,2\n");
        set.FileBytes.ShouldBeEmpty();
        set.Sha256.ShouldBe(Sha256("x,y\n1,2\n"u8.ToArray()));
    }

    [Fact]
    public void The_files_of_a_folder_are_read_in_ordinal_order()
    {
        folder.Add("b.csv", "b");
        folder.Add("B.CSV", "B");
        folder.Add("a10.csv", "a10");
        folder.Add("a2.csv.gz", Packed("a2"));
        folder.Add(".hidden.csv", "hidden");
        folder.Add("notes.md", "notes");
        folder.Add("c.parquet", "PAR1");
        Directory.CreateDirectory(Path.Combine(folder.Path, "d.csv"));

        var set = TableFiles.Read(Specification(folder.Path));
        set.Files.Select(file => Path.GetFileName(file.Path)).ShouldBe(["B.CSV", "a10.csv", "a2.csv.gz", "b.csv"]);
        Text(set).ShouldBe("B,a10,a2,b");
        set.FileBytes.ShouldBe([1, 3, Packed("a2").Length, 1]);
        set.Sha256.ShouldBe(Sha256([.. "Ba10"u8, .. Packed("a2"), .. "b"u8]));
        TableFiles.Sha256(Specification(folder.Path)).ShouldBe(set.Sha256);
    }

    [Theory]
    [InlineData("part-*.csv", "part-1.csv,part-2.csv")]
    [InlineData("*", "other.txt,part-1.csv,part-2.csv,part-3.tsv")]
    [InlineData("*-?.csv", "")]
    [InlineData("*.none", "")]
    [InlineData(".*", ".part-0.csv")]
    [InlineData("p*t-*1.csv", "part-1.csv")]
    public void The_files_that_fit_a_pattern_are_read(string pattern, string names)
    {
        foreach (var name in (string[])["part-2.csv", "part-1.csv", "part-3.tsv", "other.txt", ".part-0.csv"])
        {
            folder.Add(name, name);
        }

        var path = Path.Combine(folder.Path, pattern);
        if (names == "")
        {
            Error(path).ShouldBe($"dataset.path: no file fits '{path}'.");
        }
        else
        {
            Text(TableFiles.Read(Specification(path))).ShouldBe(names);
        }
    }

    [Fact]
    public void A_file_whose_name_has_an_asterisk_is_that_file()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows allows no asterisk in names.");
        folder.Add("ab.csv", "no");
        Text(TableFiles.Read(Specification(folder.Add("a*.csv", "yes")))).ShouldBe("yes");
    }

    [Fact]
    public void A_path_that_means_no_file_is_refused()
    {
        var missing = Path.Combine(folder.Path, "missing.csv");
        Error(missing).ShouldBe($"dataset.path: '{missing}' cannot be read: there is no such file");
        Error(null).ShouldBe("dataset.path: a file must be named.");
        Error(folder.Path).ShouldBe($"dataset.path: the folder '{folder.Path}' has no files with the extension .csv, .tsv, .tab, .txt, .dat, .data.");
        Error(folder.Path, DatasetKind.Parquet).ShouldContain("no files with the extension .parquet, .pq.");
        var inFolder = Path.Combine(folder.Path, "*", "a.csv");
        Error(inFolder).ShouldBe($"dataset.path: '{inFolder}' has * in the name of a folder; only the last part of a path may have it.");
        Error(Path.Combine(folder.Path, "none", "*.csv")).ShouldContain("cannot be read");
    }

    [Fact]
    public void A_stored_copy_is_cut_into_its_files()
    {
        var packed = Packed("5,6\n");
        var path = folder.Add("stored", [.. "1,2\n"u8, .. packed, .. "7\n"u8]);
        var specification = Specification(path) with { Table = new() { FileBytes = [4, packed.Length, 2] } };
        var set = TableFiles.Read(specification);
        set.Files.Select(file => file.Path).ShouldBe([$"{path} (file 1)", $"{path} (file 2)", $"{path} (file 3)"]);
        Text(set).ShouldBe("1,2\n,5,6\n,7\n");
        set.FileBytes.ShouldBe([4, packed.Length, 2]);

        Should.Throw<DatasetException>(() => TableFiles.Read(specification with { Table = new() { FileBytes = [4, 5] } }))
            .Message.ShouldBe($"{path}: the file has {6 + packed.Length} bytes, but the files that it consists of have 4 + 5.");
        Should.Throw<DatasetException>(() => TableFiles.Read(specification with { Table = new() { FileBytes = [7 + packed.Length, -1] } }));
    }

    [Fact]
    public void A_file_that_changed_is_refused()
    {
        var path = folder.Add("a.csv", "x");
        var sha256 = TableFiles.Read(Specification(path)).Sha256;
        TableFiles.Read(Specification(path) with { Sha256 = sha256 }).Files.Length.ShouldBe(1);
        folder.Add("a.csv", "y");
        Should.Throw<DatasetException>(() => TableFiles.Read(Specification(path) with { Sha256 = sha256 })).Message.ShouldContain("has changed since");
    }

    [Fact]
    public void A_compressed_file_is_unpacked()
    {
        Text(TableFiles.Read(Specification(folder.Add("a.csv", Packed("x,y\n"))))).ShouldBe("x,y\n");
        Text(TableFiles.Read(Specification(folder.Add("two.csv.gz", [.. Packed("x,"), .. Packed("y\n")])))).ShouldBe("x,y\n");
        var many = string.Concat(Enumerable.Repeat("1,2,3,4,5,6,7\n", 100_000));
        Text(TableFiles.Read(Specification(folder.Add("many.csv.gz", Packed(many))))).ShouldBe(many);
    }

    [Fact]
    public void A_damaged_compression_is_refused_wherever_it_is_cut()
    {
        var packed = Packed(string.Concat(Enumerable.Range(0, 300).Select(i => $"{i},{i * i}\n")));
        for (var length = 2; length < packed.Length; length++)
        {
            Error(folder.Add("cut.csv.gz", packed[..length])).ShouldContain("the gzip compression is damaged");
        }

        Error(folder.Add("more.csv.gz", [.. packed, 1, 2, 3])).ShouldContain("something follows its end");
        packed[^6] ^= 1;
        Error(folder.Add("changed.csv.gz", packed)).ShouldContain("the gzip compression is damaged or cut off.");
    }

    [Fact]
    public void No_more_than_the_limit_is_unpacked()
    {
        var bomb = Packed(new string('0', 50_000_000));
        Should.Throw<DatasetException>(() => Gzip.Unpack("bomb.gz", bomb, 1_000_000)).Message
            .ShouldBe("bomb.gz: the unpacked files have more than 2,000,000,000 bytes, and at most so many are read.");

        var before = GC.GetAllocatedBytesForCurrentThread();
        Should.Throw<DatasetException>(() => Gzip.Unpack("bomb.gz", bomb, 1_000_000));
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(4_000_000);
    }

    [Theory]
    [InlineData("PK\x03\x04xyz", DatasetKind.Csv, "this is a zip archive or an Excel workbook; save the sheet as CSV.")]
    [InlineData("\xD0\xCF\x11\xE0xyz", DatasetKind.Csv, "this is an Excel workbook; save the sheet as CSV.")]
    [InlineData("PAR1xyz", DatasetKind.Csv, "this is a Parquet file; give kind: parquet.")]
    [InlineData("x,y\n", DatasetKind.Parquet, "this is not a Parquet file: it must begin with PAR1.")]
    [InlineData("\x1F\x8B", DatasetKind.Csv, "the gzip compression is damaged or cut off.")]
    public void A_file_of_another_kind_is_refused(string content, DatasetKind kind, string message)
    {
        var path = folder.Add("a.csv", Encoding.Latin1.GetBytes(content));
        Error(path, kind).ShouldBe($"{path}: {message}");
    }

    [Fact]
    public void An_empty_file_is_refused()
    {
        var path = folder.Add("a.csv", "");
        Error(path).ShouldBe($"dataset.path: '{path}' cannot be read: the file is empty");
        Error(folder.Path).ShouldContain("the file is empty");
        var packed = folder.Add("a.csv", Convert.FromHexString("1F8B080000000000000303000000000000000000"));
        Error(packed).ShouldBe($"{packed}: the file is empty.");
    }

    private static DatasetSpecification Specification(string? path) => new() { Kind = DatasetKind.Csv, Path = path };

    private static string Error(string? path, DatasetKind kind = DatasetKind.Csv) =>
        TableTexts.Errors(() => TableFiles.Read(Specification(path) with { Kind = kind })).ShouldHaveSingleItem();

    private static string Text(TableFileSet set) => string.Join(',', set.Files.Select(file => Encoding.UTF8.GetString(file.Bytes)));

    private static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static byte[] Packed(string text)
    {
        using var packed = new MemoryStream();
        using (var packing = new GZipStream(packed, CompressionLevel.SmallestSize))
        {
            packing.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }
}
