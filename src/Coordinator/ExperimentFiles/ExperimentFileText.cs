using System.Globalization;
using System.Text;
using NNOptim.Files;
using NNOptim.Yaml;

namespace NNOptim.ExperimentFiles;

/// <summary>Reads the text of a file, and rejects content that cannot be an experiment file before YAML is parsed.</summary>
internal static class ExperimentFileText
{
    /// <summary>The largest file, in bytes.</summary>
    public const int MaximumBytes = 1024 * 1024;

    private static readonly UTF8Encoding strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The file's text without a byte order mark; null, with the error reported, when it cannot be read.</summary>
    public static string? Read(string path, DiagnosticCollector diagnostics)
    {
        var file = new SourceLocation(path);
        try
        {
            if (Directory.Exists(path))
            {
                diagnostics.Add(file, null, null, "this is a folder; give the experiment file in it");
                return null;
            }

            return Decode(InputFile.ReadBytes(path, MaximumBytes, mayBeEmpty: true));
        }
        catch (DecoderFallbackException)
        {
            diagnostics.Add(file, null, null, "this is not UTF-8 text; save the file as UTF-8");
        }
        catch (InputFileException failure)
        {
            diagnostics.Add(file, null, null, $"the file cannot be read: {failure.Message}");
        }

        return null;
    }

    /// <summary>Whether a text has an acceptable size and no control characters; if not, the error is reported.</summary>
    public static bool IsReadable(string text, string source, DiagnosticCollector diagnostics)
    {
        if (text.Length > MaximumBytes)
        {
            diagnostics.Add(new SourceLocation(source), null, null, TooLarge);
            return false;
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            diagnostics.Add(new SourceLocation(source), null, null, "the file is empty; nnoptim init writes one to start from");
            return false;
        }

        var (line, column) = (1, 1);
        foreach (var character in text)
        {
            if (char.IsControl(character) && character is not ('\t' or '\n' or '\r' or '\u0085'))
            {
                diagnostics.Add(new SourceLocation(source, line, column), null, null, string.Create(
                    CultureInfo.InvariantCulture, $"this is not text: it contains the control character U+{(int)character:X4}"));
                return false;
            }

            (line, column) = character == '\n' ? (line + 1, 1) : (line, column + 1);
        }

        return true;
    }

    private static string TooLarge { get; } = string.Create(
        CultureInfo.InvariantCulture, $"the file is larger than {MaximumBytes / 1024} KiB, the limit of an experiment file");

    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        var text = strictUtf8.GetString(bytes);
        return text.StartsWith('\uFEFF') ? text[1..] : text;
    }
}
