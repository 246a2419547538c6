using NNOptim.ExperimentFiles;
using NNOptim.Experiments;
using NNOptim.Tests.Common;

namespace NNOptim.Coordinator.Tests.ExperimentFiles;

public class DamagedExperimentFileTests
{
    [Fact]
    public void A_damaged_file_is_read_or_refused_with_a_clear_message_and_a_position()
    {
        var (read, refused) = (0, 0);
        foreach (var text in DamagedFiles.All)
        {
            var result = new ExperimentFileReader().Read(text, "f.yaml");

            result.Errors.IsEmpty.ShouldBe(result.Specification is not null, text);
            (read, refused) = result.Errors.IsEmpty ? (read + 1, refused) : (read, refused + 1);
            foreach (var error in result.Errors)
            {
                Damage.ShouldBePlain(error.Message, text);
                if (error.Message.StartsWith("this is not valid YAML", StringComparison.Ordinal))
                {
                    error.Line!.Value.ShouldBeInRange(1, text.Split('\n', '\r', '\u0085', '\u2028').Length, text);
                    error.Column!.Value.ShouldBeGreaterThan(0, text);
                }
            }
        }

        (read > 0, refused > 0).ShouldBe((true, true));
    }

    [Theory]
    [InlineData("training: {epochs: 10, record_every: 1", "f.yaml:5:5: this is not valid YAML: a , or } is missing before this; the { of line 4, column 11 is not closed")]
    [InlineData("network: {layers: [2, 5, 1}", "f.yaml:3:27: this is not valid YAML: a , or ] is missing before this; the [ of line 3, column 19 is not closed")]
    [InlineData("grid: {optimizer: gd, learning_rate: [0.1", "f.yaml:5:42: this is not valid YAML: a , or ] is missing at the end; the [ of line 5, column 38 is not closed")]
    [InlineData("name: \"x", "f.yaml:1:7: this is not valid YAML: the quote that opens here is not closed")]
    [InlineData("\tname: x", "f.yaml:1:1: this is not valid YAML: a tab indents this line; indent with spaces")]
    [InlineData("name: @x", "f.yaml:1:7: this is not valid YAML: a value cannot begin with @; put the text in quotes")]
    [InlineData("name: a: b", "f.yaml:1:8: this is not valid YAML: a key is not allowed here; check the indentation, and put a text that contains a colon and a space in quotes")]
    public void A_YAML_error_is_reported_at_its_position(string line, string told)
    {
        string[] lines = ["name: x", "dataset: {kind: moons}", "network: {layers: [2, 5, 1]}", "training: {epochs: 10}", "grid: {optimizer: gd, learning_rate: 0.1}"];
        var key = line.TrimStart('\t').Split(':')[0];

        var text = string.Join('\n', lines.Select(each => each.StartsWith($"{key}:", StringComparison.Ordinal) ? line : each));

        new ExperimentFileReader().Read(text, "f.yaml").Errors.Select(error => error.ToString()).ShouldBe([told]);
    }

    [Theory]
    [InlineData("training: {epochs: &n 2, record_every: *n }")]
    [InlineData("training: {epochs: &n 2, record_every: 1}")]
    [InlineData("training:\n  epochs: &n 2\n  record_every: *n")]
    [InlineData("training: {\n  epochs: 2,\n  record_every: 1\n}")]
    [InlineData("training: {epochs: 2}\ndescription: Why? {not}?")]
    [InlineData("training: {epochs: [2]}\ndescription: True")]
    public void Everything_that_YAML_allows_is_read(string training)
    {
        var text = $"name: x\ndataset: {{kind: moons}}\nnetwork: {{layers: [2, 5, 1]}}\n{training}\ngrid: {{optimizer: gd, learning_rate: 0.1}}";

        new ExperimentFileReader().Read(text, "f.yaml").Errors.ShouldBeEmpty();
    }

    [Fact]
    public void A_question_mark_between_brackets_is_text()
    {
        const string text = "{name: really?, description: '?', dataset: {kind: moons}, network: {layers: [2, 5, 1]}, training: {epochs: 2}, grid: {optimizer: gd, learning_rate: 0.1}}";

        var specification = new ExperimentFileReader().Read(text, "f.yaml").Specification.ShouldNotBeNull();

        (specification.Name, specification.Description).ShouldBe(("really?", "?"));
    }

    [Theory]
    [InlineData("True", true)]
    [InlineData("TRUE", true)]
    [InlineData("true", true)]
    [InlineData("False", false)]
    [InlineData("FALSE", false)]
    [InlineData("yes", true)]
    [InlineData("Yes", true)]
    [InlineData("YES", true)]
    [InlineData("no", false)]
    [InlineData("No", false)]
    [InlineData("NO", false)]
    public void A_flag_has_the_spellings_of_the_core_schema_and_of_YAML_1_1(string written, bool value)
    {
        var text = $"name: x\ndataset: {{kind: moons, standardize: {written}}}\nnetwork: {{layers: [2, 5, 1]}}\ntraining: {{epochs: 2, target_cost: NULL}}\ngrid: {{optimizer: gd, learning_rate: 0.1}}";

        new ExperimentFileReader().Read(text, "f.yaml").Specification!.Dataset.Standardize.ShouldBe(value ? StandardizedFeatures.All : StandardizedFeatures.None);
    }
}
