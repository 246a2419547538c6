using System.Diagnostics;
using NNOptim.Files;

namespace NNOptim.Shared.Tests.Files;

public sealed class InputFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nnoptim-files-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_regular_file_is_read_whole()
    {
        InputFile.ReadText(Written("text", "\uFEFFöne\n"), 100).ShouldBe("öne\n");
        InputFile.ReadBytes(Written("bytes", "abc"), 3).ShouldBe("abc"u8.ToArray());
        InputFile.ReadBytes(Written("empty", ""), 3, mayBeEmpty: true).ShouldBeEmpty();
    }

    [Fact]
    public void An_unreadable_file_is_refused_with_the_reason()
    {
        Refused(Path.Combine(folder, "none")).ShouldBe("there is no such file");
        Refused(Path.Combine(folder, "none", "none")).ShouldBe("there is no such file");
        Refused(folder).ShouldBe("it is a folder; give a file");
        Refused(Written("empty", "")).ShouldBe("the file is empty");
        Refused(Written("large", "abcd")).ShouldBe("the file has 4 bytes, and at most 3 are read");
        Refused("").ShouldBe("that is not a path");
        Refused("a\0b").ShouldBe("that is not a path");
    }

    [Fact]
    public void Pipes_and_devices_are_refused_before_they_are_opened()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has none in its file system.");
        var pipe = Path.Combine(folder, "pipe");
        using (var make = Process.Start("mkfifo", [pipe]))
        {
            make.WaitForExit();
        }

        var link = Path.Combine(folder, "link");
        File.CreateSymbolicLink(link, pipe);

        Refused(pipe).ShouldBe("it is a pipe; give a regular file");
        Refused(link).ShouldBe("it is a pipe; give a regular file");
        Refused("/dev/zero").ShouldBe("it is a device; give a regular file");
    }

    private static string Refused(string path) => Should.Throw<InputFileException>(() => InputFile.Open(path, 3)).Message;

    private string Written(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
