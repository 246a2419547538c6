using NNOptim.Experiments;
using NNOptim.Yaml;

namespace NNOptim.ExperimentFiles;

/// <summary>Converts values of a YAML document for the parameter types.</summary>
internal static class WrittenItems
{
    extension(YamlItem item)
    {
        /// <summary>The written value; null for a mapping, which no parameter accepts.</summary>
        public WrittenValue? Written => item switch
        {
            YamlText text => new WrittenValue(text.Text, text.Quoted),
            YamlList list when list.Items.Select(inner => inner.Written).ToList() is var items && !items.Contains(null) => WrittenValue.List(items!),
            _ => null,
        };

        /// <summary>The written number; infinite when it is too large for a float64, null when it is not a decimal number.</summary>
        public double? Real => item.Written is { } written ? NumberText.Real(written) : null;

        /// <summary>The written whole number; null when it is not one.</summary>
        public long? Whole => item.Written is { } written ? NumberText.Whole(written) : null;
    }
}
