using NNOptim.ExperimentFiles.Keys;
using NNOptim.Experiments;
using NNOptim.Yaml;

namespace NNOptim.ExperimentFiles;

/// <summary>A key in the file, with its position.</summary>
/// <param name="Key">The key.</param>
/// <param name="Path">The path in the file: the key's own, or a parameter's in <c>grid</c>.</param>
/// <param name="KeyAt">The position of the key.</param>
/// <param name="Item">Its YAML value.</param>
internal sealed record GivenKey(FileKey Key, string Path, SourceLocation KeyAt, YamlItem Item);

/// <summary>A parsed value, with its source.</summary>
/// <param name="Value">The value.</param>
/// <param name="Path">The path of its key.</param>
/// <param name="Item">The YAML value; null for a default.</param>
/// <param name="At">Its position; for a default, where it would be written.</param>
internal sealed record GivenValue(ParameterValue Value, string Path, YamlItem? Item, SourceLocation At);
