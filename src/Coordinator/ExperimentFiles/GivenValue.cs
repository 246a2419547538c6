using NNOptim.ExperimentFiles.Keys;
using NNOptim.ExperimentFiles.Yaml;
using NNOptim.Experiments;

namespace NNOptim.ExperimentFiles;

/// <summary>A key that was given, at the place where it was given.</summary>
/// <param name="Key">The key.</param>
/// <param name="Path">The path it was given by: the key's own, or a hyperparameter's in <c>grid</c>.</param>
/// <param name="KeyAt">Where the key stands.</param>
/// <param name="Item">What was given for it.</param>
internal sealed record GivenKey(FileKey Key, string Path, SourceLocation KeyAt, YamlItem Item);

/// <summary>A value that was read, with what it was read from.</summary>
/// <param name="Value">The value.</param>
/// <param name="Path">The path of its key.</param>
/// <param name="Item">What was written for it; null for a default.</param>
/// <param name="At">Where it was written; for a default, where it would stand.</param>
internal sealed record GivenValue(HyperparameterValue Value, string Path, YamlItem? Item, SourceLocation At);
