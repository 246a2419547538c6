using NNOptim.Experiments;
using NNOptim.Training;
using NNOptim.Training.Datasets;

namespace NNOptim.Worker.Tests.Training;

public class NetworkFitTests
{
    private static readonly Dataset Moons = DatasetLoader.Load(new() { Kind = DatasetKind.Moons }).Train;
    private static readonly Dataset Blobs = DatasetLoader.Load(new() { Kind = DatasetKind.Blobs }).Train;
    private static readonly Dataset Real = Moons with { Task = LearningTask.Regression, Classes = 0 };

    [Fact]
    public void Networks_that_fit_have_no_errors()
    {
        Errors(Moons, LossFunction.BinaryCrossEntropy, 2, 1).ShouldBeEmpty();
        Errors(Moons, LossFunction.SoftmaxCrossEntropy, 2, 2).ShouldBeEmpty();
        Errors(Moons, LossFunction.MeanSquaredError, 2, 1).ShouldBeEmpty();
        Errors(Blobs, LossFunction.SoftmaxCrossEntropy, 2, 9, 3).ShouldBeEmpty();
        Errors(Blobs, LossFunction.MeanSquaredError, 2, 3).ShouldBeEmpty();
        Errors(Real, LossFunction.MeanSquaredError, 2, 1).ShouldBeEmpty();
    }

    [Fact]
    public void Networks_that_do_not_fit_are_reported_with_the_allowed_values()
    {
        Errors(Moons, LossFunction.BinaryCrossEntropy, 3, 2).Count.ShouldBe(2);
        Errors(Blobs, LossFunction.BinaryCrossEntropy, 2, 1).Single().ShouldContain("needs data of two classes, but the data has 3 classes");
        Errors(Blobs, LossFunction.SoftmaxCrossEntropy, 2, 4).Single().ShouldContain("output width is 4");
        Errors(Blobs, LossFunction.MeanSquaredError, 2, 1).Single().ShouldContain("one output a class");
        Errors(Real, LossFunction.SoftmaxCrossEntropy, 2, 2).Single().ShouldContain("has real labels");
        Errors(Real, LossFunction.MeanSquaredError, 2, 2).Single().ShouldContain("needs 1");
        Errors(Moons, LossFunction.BinaryCrossEntropy, 2).Single().ShouldContain("two widths or more");
        Errors(Moons, LossFunction.BinaryCrossEntropy, 2, 100_000, 100_000, 1).Single().ShouldContain("at most");
    }

    private static IReadOnlyList<string> Errors(Dataset data, LossFunction loss, params int[] layers) =>
        NetworkFit.Errors(new NetworkSpecification { Layers = [.. layers], Loss = loss }, data);
}
