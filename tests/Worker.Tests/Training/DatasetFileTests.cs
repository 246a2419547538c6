using System.IO.Compression;
using System.Text;
using NNOptim.Experiments;
using NNOptim.Training.Datasets;

namespace NNOptim.Worker.Tests.Training;

public class DatasetFileTests
{
    private static readonly byte[] Images = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 128, 255, 7];
    private static readonly byte[] Labels = [0, 0, 8, 1, 0, 0, 0, 2, 1, 0];

    [Fact]
    public void A_csv_file_is_read_with_its_label_column()
    {
        using var file = new TemporaryFile("size, kind ,\"weight, kg\"\r\n1.5,2,-3e2\r\n\r\n0,1,4\r\n");
        var data = DatasetLoader.Load(new() { Kind = DatasetKind.Csv, Path = file.Path, Table = new() { Label = "kind" } }).Train;

        data.FeatureNames.ShouldBe(["size", "weight, kg"]);
        data.Inputs.ShouldBe([1.5, -300, 0, 4]);
        data.Labels.ShouldBe([1.0, 0]);
        data.Classes.ShouldBe(2);
    }

    [Fact]
    public void Real_labels_are_read_for_regression()
    {
        using var file = new TemporaryFile("x,y\n1,2.5\n2,-1\n");
        var data = DatasetLoader.Load(new() { Kind = DatasetKind.Csv, Path = file.Path, Task = LearningTask.Regression }).Train;
        (data.Classes, data.Task).ShouldBe((0, LearningTask.Regression));
        data.Labels.ShouldBe([2.5, -1]);
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("y\n1\n", "the delimiter is not clear")]
    [InlineData("x,y\n1,1\n", "at least two classes")]
    [InlineData("x,y\n1,0\n2,0\n", "every label is 0; at least two classes are needed")]
    [InlineData("x,y\n1,1\n2,1\n", "every label is 1; at least two classes are needed")]
    public void A_csv_file_without_enough_in_it_is_refused(string content, string message)
    {
        using var file = new TemporaryFile(content);
        Should.Throw<DatasetException>(() => DatasetLoader.Load(new() { Kind = DatasetKind.Csv, Path = file.Path }))
            .Message.ShouldContain(message);
    }

    [Fact]
    public void The_classes_of_idx_files_are_the_distinct_labels()
    {
        using var images = new TemporaryFile(Images);
        using var labels = new TemporaryFile([0, 0, 8, 1, 0, 0, 0, 2, 26, 4]);
        var loaded = DatasetLoader.Resolve(new() { Kind = DatasetKind.Idx, Path = images.Path, LabelsPath = labels.Path });

        loaded.Data.Train.Classes.ShouldBe(2);
        loaded.Data.Train.Labels.ShouldBe([1.0, 0]);
        loaded.Specification.Table.Classes.ShouldBe(["4", "26"]);
    }

    [Fact]
    public void A_missing_label_column_is_reported_with_the_existing_columns()
    {
        using var file = new TemporaryFile("x,y\n1,0\n2,1\n");
        Should.Throw<DatasetException>(() => DatasetLoader.Load(new() { Kind = DatasetKind.Csv, Path = file.Path, Table = new() { Label = "z" } }))
            .Message.ShouldContain("there is no column 'z'; the columns are x, y");
    }

    [Fact]
    public void A_missing_file_is_an_error_of_its_key()
    {
        Should.Throw<DatasetException>(() => DatasetLoader.Load(new() { Kind = DatasetKind.Csv })).Message.ShouldStartWith("dataset.path");
        Should.Throw<DatasetException>(() => DatasetLoader.Load(new() { Kind = DatasetKind.Csv, Path = "/nowhere/at/all.csv" }))
            .Message.ShouldContain("/nowhere/at/all.csv");
    }

    [Fact]
    public void A_file_that_changed_since_submission_is_refused()
    {
        using var file = new TemporaryFile("x,y\n1,0\n2,1\n");
        var specification = new DatasetSpecification { Kind = DatasetKind.Csv, Path = file.Path };
        specification = specification with { Sha256 = DatasetLoader.Sha256Of(specification) };
        DatasetLoader.Load(specification).Train.Examples.ShouldBe(2);

        File.AppendAllText(file.Path, "3,0\n");
        Should.Throw<DatasetException>(() => DatasetLoader.Load(specification)).Message.ShouldContain("has changed");
    }

    [Fact]
    public void The_hash_of_a_generated_kind_is_null() =>
        DatasetLoader.Sha256Of(new() { Kind = DatasetKind.Moons }).ShouldBeNull();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_pair_of_idx_files_is_read(bool compressed)
    {
        using var images = new TemporaryFile(compressed ? Compressed(Images) : Images);
        using var labels = new TemporaryFile(Labels);
        var data = DatasetLoader.Load(new() { Kind = DatasetKind.Idx, Path = images.Path, LabelsPath = labels.Path }).Train;

        data.Inputs.ShouldBe([0.0, 128, 255, 7]);
        data.Labels.ShouldBe([1.0, 0]);
        data.FeatureNames.ShouldBe(["x_0_0", "x_0_1"]);
        data.Classes.ShouldBe(2);
    }

    [Theory]
    [InlineData(2, 0x07, "element type is 0x07")]
    [InlineData(0, 1, "must begin with two zero bytes")]
    [InlineData(7, 3, "need 6 bytes of elements, but there are 4")]
    [InlineData(7, 0, "dimension 1 is 0")]
    public void A_malformed_idx_file_is_refused(int position, byte value, string message)
    {
        var bytes = (byte[])Images.Clone();
        bytes[position] = value;
        using var images = new TemporaryFile(bytes);
        using var labels = new TemporaryFile(Labels);
        Should.Throw<DatasetException>(() =>
                DatasetLoader.Load(new() { Kind = DatasetKind.Idx, Path = images.Path, LabelsPath = labels.Path }))
            .Message.ShouldContain(message);
    }

    [Fact]
    public void Labels_must_be_as_many_as_images()
    {
        using var images = new TemporaryFile(Images);
        using var labels = new TemporaryFile([0, 0, 8, 1, 0, 0, 0, 3, 1, 0, 1]);
        Should.Throw<DatasetException>(() =>
                DatasetLoader.Load(new() { Kind = DatasetKind.Idx, Path = images.Path, LabelsPath = labels.Path }))
            .Message.ShouldContain("the number of labels is 3, but that of examples in ");
    }

    [Fact]
    public void A_compressed_file_is_unpacked_no_further_than_its_header_says()
    {
        byte[] bomb = Compressed([.. Images, .. new byte[100_000_000]]);
        using var images = new TemporaryFile(bomb);
        using var labels = new TemporaryFile(Labels);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Should.Throw<DatasetException>(() => DatasetLoader.Load(new() { Kind = DatasetKind.Idx, Path = images.Path, LabelsPath = labels.Path }))
            .Message.ShouldContain("the dimensions 2 x 1 x 2 need 4 bytes of elements, but there are more");

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(10_000_000);
    }

    [Theory]
    [InlineData(0x77, 0x35, 0x94, 0x00, "an array has at most 250000000 elements")]
    [InlineData(0x00, 0x0F, 0x42, 0x41, "an example has 1000001 features")]
    [InlineData(0x00, 0x0F, 0x42, 0x40, "more than the compressed file can hold")]
    public void A_header_that_promises_too_much_is_refused_before_memory_is_taken(byte first, byte second, byte third, byte fourth, string message)
    {
        using var images = new TemporaryFile(Compressed([0, 0, 8, 2, 0, 0, 0, 2, first, second, third, fourth, 1, 2, 3]));
        using var labels = new TemporaryFile(Labels);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Should.Throw<DatasetException>(() => DatasetLoader.Load(new() { Kind = DatasetKind.Idx, Path = images.Path, LabelsPath = labels.Path }))
            .Message.ShouldContain(message);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1_000_000);
    }

    [Theory]
    [InlineData("x,y\n\"1,0\n2,1\n", ":2: column 'x': the value that begins with '\"1,0 2,1 ' has no closing quotation mark")]
    [InlineData("x,y\n\"1\"5,0\n2,1\n", ":2: column 'x': '\"1\"5' goes on after its closing quotation mark")]
    [InlineData("x,y\n\"1\n\",0\n2, \"1\"\"\"5,0\n", ":4: column 'y': ' \"1\"\"\"5' goes on after its closing quotation mark")]
    [InlineData("x,y\n1,0\n2,1,3\"4\n", ":3: column 3: '3\"4' has a quotation mark inside")]
    [InlineData("x,y\n1\"2,0\n2,1\n", ":2: column 'x': '1\"2' has a quotation mark inside")]
    [InlineData("\nx,y\"z\n1,0\n2,1\n", ":2: column 2: 'y\"z' has a quotation mark inside")]
    [InlineData("x,y\n\"1,5\",0\n2,1\n", "column 'x': 1 of 2 values are no numbers ('1,5' at line 2); if commas are decimal separators, give decimal: ','")]
    [InlineData("x,y\n1\02,0\n2,1\n", ":2: there is a zero byte")]
    [InlineData("x,y\n1\n2,1\n", ":2: the number of values is 1; the header has 2 columns")]
    [InlineData("\n \n", ":1: the file has blank lines alone")]
    public void A_csv_file_that_would_be_misread_is_refused(string content, string message)
    {
        using var file = new TemporaryFile(content);
        Should.Throw<DatasetException>(() => DatasetLoader.Load(new() { Kind = DatasetKind.Csv, Path = file.Path })).Message.ShouldContain(message);
    }

    [Fact]
    public void A_message_repeats_no_more_than_the_beginning_of_a_value()
    {
        using var file = new TemporaryFile($"x,y\n{new string('a', 2_000_000)},0\n2,1\n");
        Should.Throw<DatasetException>(() => DatasetLoader.Load(new() { Kind = DatasetKind.Csv, Path = file.Path })).Message.Length.ShouldBeLessThan(300);
    }

    [Theory]
    [InlineData("x,y\n\"1", "\"")]
    [InlineData("x,y\n1", "")]
    public void A_record_without_an_end_is_refused_before_memory_is_taken(string start, string end)
    {
        var content = new byte[(3 * DatasetLimits.MostRecordBytes) + 1];
        content.AsSpan().Fill((byte)'1');
        Encoding.UTF8.GetBytes(start, content);
        Encoding.UTF8.GetBytes(end, content.AsSpan(content.Length - end.Length));
        using var file = new TemporaryFile(content);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Should.Throw<DatasetException>(() => DatasetLoader.Load(new() { Kind = DatasetKind.Csv, Path = file.Path })).Message
            .ShouldContain(":2: the record that begins on this line has more than 32000000 bytes");

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(content.Length + (3L * DatasetLimits.MostRecordBytes));
    }

    [Fact]
    public void More_columns_than_allowed_are_refused_before_their_names_are_read()
    {
        using var file = new TemporaryFile(new string(',', DatasetLimits.MostFeatures) + "\n");
        Should.Throw<DatasetException>(() => DatasetLoader.Load(new() { Kind = DatasetKind.Csv, Path = file.Path })).Message
            .ShouldContain(":1: there are 1000001 columns; at most 1000000 are allowed.");
    }

    [Fact]
    public void Data_larger_than_memory_are_reported_with_both_sizes() =>
        Should.Throw<DatasetException>(() => DatasetLimits.RequireMemory("dataset.examples", 1 << 20, 1 << 20)).Message
            .ShouldBe("dataset.examples: 1,048,576 numbers need 24 MiB of memory, and this process may use 1 MiB; give less data.");

    [Fact]
    public void More_generated_data_than_is_allowed_is_refused_before_memory_is_taken() =>
        Should.Throw<DatasetException>(() => DatasetLoader.Load(new() { Kind = DatasetKind.Blobs, Examples = 10_000_000, Features = 100_000 })).Message
            .ShouldBe("dataset.examples: 10,000,000 examples of 100,000 features are 1,000,000,000,000 numbers; at most 100,000,000 are allowed.");

    [Fact]
    public void Data_are_checked_without_being_loaded()
    {
        using var file = new TemporaryFile("x,y\n1,0\n2,1\n");
        var specification = new DatasetSpecification { Kind = DatasetKind.Csv, Path = file.Path };
        specification = specification with { Sha256 = DatasetLoader.Sha256Of(specification) };
        DatasetLoader.Check(specification);

        File.AppendAllText(file.Path, "3,0\n");
        Should.Throw<DatasetException>(() => DatasetLoader.Check(specification)).Message.ShouldContain("has changed");
        File.Delete(file.Path);
        Should.Throw<DatasetException>(() => DatasetLoader.Check(specification)).Message.ShouldContain("there is no such file");
    }

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
