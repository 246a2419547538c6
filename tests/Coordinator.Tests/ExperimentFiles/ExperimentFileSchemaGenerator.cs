using System.Text.Json;
using System.Text.Json.Nodes;
using NNOptim.ExperimentFiles;
using NNOptim.ExperimentFiles.Keys;
using NNOptim.Experiments;
using NNOptim.Training;

namespace NNOptim.Coordinator.Tests.ExperimentFiles;

/// <summary>
/// Generates the published JSON schema from <see cref="keys"/>. It uses draft 7, which the editors' YAML servers support best. The reader
/// checks what a schema cannot express (for example that a network fits its data). The schema allows everything that the reader allows.
/// </summary>
internal static class ExperimentFileSchemaGenerator
{
    private static readonly FileKeys keys = FileKeys.For(NetworkTrainable.Standard.Declaration);

    private static readonly JsonSerializerOptions indented = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>The schema's text.</summary>
    public static string Generate()
    {
        var schema = Section(keys.Sections[0]);
        schema.Insert(0, "$schema", "http://json-schema.org/draft-07/schema#");
        schema.Insert(1, "title", ExperimentFileSchema.Title);
        schema["allOf"] = new JsonArray([.. RequiredInEitherPlace()]);
        schema["definitions"] = new JsonObject
        {
            ["steps"] = Steps(),
            ["range"] = Range(),
            ["range_text"] = new JsonObject { ["type"] = "string", ["pattern"] = RangeReader.RangePattern },
        };
        return schema.ToJsonString(indented) + "\n";
    }

    private static JsonObject Section(FileSection section)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        var either = new JsonArray();
        foreach (var key in keys.All.Where(key => key.Section == section.Path))
        {
            properties[key.Name] = Key(key);
            if (key is { Required: true, Substitute: { } other })
            {
                either = [new JsonObject { ["required"] = new JsonArray(key.Name) }, new JsonObject { ["required"] = new JsonArray(other) }];
            }
            else if (key is { Required: true, Kinds.IsEmpty: true } && IsOnlyPlace(key))
            {
                required.Add(key.Name);
            }
        }

        foreach (var inner in keys.Sections.Where(inner => inner.Path.Length > 0 && Outer(inner.Path) == section.Path))
        {
            var schema = Section(inner);
            properties[inner.Path[(inner.Path.LastIndexOf('.') + 1)..]] = schema;
            if (schema["type"] is JsonValue)
            {
                required.Add(inner.Path);
            }
        }

        if (section.Path == "grid")
        {
            foreach (var key in keys.All.Where(key => key.TakesList && !IsOnlyPlace(key)))
            {
                properties[key.Parameter!.Name] = Key(key);
            }
        }

        var result = new JsonObject
        {
            ["description"] = section.Description,
            // A section without required keys may be empty, which YAML reads as null.
            ["type"] = required.Count + either.Count > 0 ? JsonValue.Create("object") : new JsonArray("object", "null"),
            ["properties"] = properties,
            ["additionalProperties"] = false,
        };
        if (required.Count > 0)
        {
            result["required"] = required;
        }

        if (either.Count > 0)
        {
            result["anyOf"] = either;
        }

        if (section.Shorthand is not null)
        {
            result = AnyOf([() => ShorthandOf(section), () => result.DeepClone()]);
            result.Insert(0, "description", section.Description);
        }

        if (section.Path == "dataset")
        {
            result["allOf"] = new JsonArray([.. Choices.DatasetKinds.Names.Select(KeysOfKind)]);
        }

        return result;
    }

    /// <summary>The short form of a section: a metric's name for the objective, a flag for the confirmation.</summary>
    private static JsonObject ShorthandOf(FileSection section) =>
        section.Path == ChoiceKeys.Objective ? keys.Find(ChoiceKeys.Metric)!.Type.Schema() : new FlagType().Schema();

    private static JsonObject Key(FileKey key)
    {
        var schema = key.TakesList ? Axis(key.Type) : key.Type.Schema();
        if (key.Nullable)
        {
            schema = new JsonObject { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) };
        }

        schema.Insert(0, "description", key.Description);
        if (key.Default is { } text)
        {
            schema["default"] = key.Type.Parse(new WrittenValue(text)) switch
            {
                ParameterValue.Number number => JsonValue.Create(number.Value),
                ParameterValue.Integer integer => JsonValue.Create(integer.Value),
                _ when key.Type is FlagType => JsonValue.Create(text == "true"),
                _ => JsonValue.Create(text),
            };
        }

        return schema;
    }

    private static JsonObject Axis(ParameterType type)
    {
        var forms = new List<Func<JsonNode>> { type.Schema };
        if (type.IsNumeric)
        {
            forms.Add(() => Reference("steps"));
        }

        if (type.IsWhole)
        {
            forms.Add(() => Reference("range"));
            forms.Add(() => Reference("range_text"));
        }

        var list = new JsonObject { ["type"] = "array", ["items"] = AnyOf(forms), ["minItems"] = 1, ["uniqueItems"] = true };
        return AnyOf([.. forms, () => list]);
    }

    private static JsonObject AnyOf(List<Func<JsonNode>> forms) =>
        forms.Count == 1 ? (JsonObject)forms[0]() : new JsonObject { ["anyOf"] = new JsonArray([.. forms.Select(form => form())]) };

    private static JsonObject Reference(string name) => new() { ["$ref"] = $"#/definitions/{name}" };

    private static JsonObject Steps() => new()
    {
        ["description"] = "Evenly spaced numbers, including both ends.",
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["from"] = new JsonObject { ["type"] = "number", ["description"] = "The first value." },
            ["to"] = new JsonObject { ["type"] = "number", ["description"] = "The last value." },
            ["steps"] = new IntegerType(2, GridLimits.Max).Schema(),
            ["scale"] = new ChoiceType(RangeReader.Scales).Schema(),
        },
        ["required"] = new JsonArray("from", "to", "steps"),
        ["additionalProperties"] = false,
    };

    private static JsonObject Range() => new()
    {
        ["description"] = "Whole numbers in a range. The upper end is included if the step reaches it.",
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["from"] = new JsonObject { ["type"] = "integer", ["description"] = "The smallest value." },
            ["to"] = new JsonObject { ["type"] = "integer", ["description"] = "No value is larger." },
            ["step"] = new JsonObject { ["type"] = "integer", ["minimum"] = 1, ["default"] = 1 },
        },
        ["required"] = new JsonArray("from", "to"),
        ["additionalProperties"] = false,
    };

    private static JsonNode KeysOfKind(string name)
    {
        var kind = Choices.DatasetKinds.Parse(name);
        var ofKind = keys.All.Where(key => key.Section == "dataset" && key.AppliesTo(kind)).ToList();
        return Conditional(
            new JsonObject
            {
                ["properties"] = new JsonObject { ["kind"] = new JsonObject { ["const"] = name } },
                ["required"] = new JsonArray("kind"),
            },
            new JsonObject
            {
                ["propertyNames"] = new JsonObject { ["enum"] = Names(ofKind) },
                ["required"] = Names(ofKind.Where(key => key.Required)),
            });
    }

    // A required parameter may be given in its own section or in the grid.
    private static IEnumerable<JsonNode> RequiredInEitherPlace() =>
        from key in keys.All
        where key.Required && key.TakesList && !IsOnlyPlace(key)
        select new JsonObject
        {
            ["anyOf"] = new JsonArray(Holds(key.Section, key.Name), Holds("grid", key.Parameter!.Name)),
        };

    private static JsonObject Holds(string section, string name) => new()
    {
        ["properties"] = new JsonObject
        {
            [section] = new JsonObject { ["type"] = "object", ["required"] = new JsonArray(name) },
        },
        ["required"] = new JsonArray(section),
    };

    private static JsonObject Conditional(JsonObject condition, JsonObject consequence) =>
        new() { ["if"] = condition, ["then"] = consequence };

    private static JsonArray Names(IEnumerable<FileKey> keys) => [.. keys.Select(key => JsonValue.Create(key.Name))];

    private static bool IsOnlyPlace(FileKey key) =>
        !key.TakesList || FileKeys.GridPath(key.Parameter!) == key.Path;

    private static string Outer(string path) => path.LastIndexOf('.') is var dot and >= 0 ? path[..dot] : "";
}
