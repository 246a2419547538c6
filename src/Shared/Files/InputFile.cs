using System.Globalization;
using System.Text;

namespace NNOptim.Files;

/// <summary>
/// Opens files that users name. It accepts only regular files up to a size, since pipes and devices may never end. Every failure is an <see
/// cref="InputFileException"/>.
/// </summary>
public static class InputFile
{
    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mostBytes">The largest size in bytes.</param>
    /// <param name="mayBeEmpty">Whether an empty file is allowed.</param>
    /// <exception cref="InputFileException">It is missing, not regular, empty or too large, or may not be read.</exception>
    public static FileStream Open(string path, long mostBytes, bool mayBeEmpty = false)
    {
        try
        {
            RequireRegular(path);
            var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            try
            {
                RequireSize(stream.Length, mostBytes, mayBeEmpty);
                return stream;
            }
            catch
            {
                stream.Dispose();
                throw;
            }
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputFileException("there is no such file", error);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new InputFileException("the access is denied", error);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            throw new InputFileException("that is not a path", error);
        }
        catch (IOException error) when (error is not InputFileException)
        {
            throw new InputFileException(error.Message, error);
        }
    }

    /// <summary>The bytes of a file.</summary>
    /// <inheritdoc cref="Open"/>
    public static byte[] ReadBytes(string path, long mostBytes, bool mayBeEmpty = false)
    {
        using var stream = Open(path, Math.Min(mostBytes, Array.MaxLength), mayBeEmpty);
        var bytes = new byte[stream.Length];
        try
        {
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (IOException error)
        {
            throw new InputFileException(error.Message, error);
        }
    }

    /// <summary>The text of a file, in UTF-8 or in the encoding of its byte order mark.</summary>
    /// <inheritdoc cref="Open"/>
    public static string ReadText(string path, long mostBytes, bool mayBeEmpty = false)
    {
        using var reader = new StreamReader(new MemoryStream(ReadBytes(path, mostBytes, mayBeEmpty)), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static void RequireRegular(string path)
    {
        if (Directory.Exists(path))
        {
            throw new InputFileException("it is a folder; give a file");
        }

        if (FileStatus.Read(path) is { IsRegular: false } special)
        {
            throw new InputFileException($"it is {special.Description}; give a regular file");
        }
    }

    private static void RequireSize(long bytes, long mostBytes, bool mayBeEmpty)
    {
        if (bytes == 0 && !mayBeEmpty)
        {
            throw new InputFileException("the file is empty");
        }

        if (bytes > mostBytes)
        {
            throw new InputFileException(string.Create(
                CultureInfo.InvariantCulture, $"the file has {bytes:N0} bytes, and at most {mostBytes:N0} are read"));
        }
    }
}
