using NNOptim.ExperimentFiles;

namespace NNOptim.Coordinator.Tests.ExperimentFiles;

public class ExperimentFileSchemaTests
{
    [Fact]
    public void The_published_schema_is_the_one_that_the_keys_make()
    {
        var generated = ExperimentFileSchemaGenerator.Generate();
        Published.Update("src/Coordinator/ExperimentFiles/experiment.schema.json", _ => generated);

        ExperimentFileSchema.Text.ShouldBe(generated, Published.HowToUpdate);
    }
}
