using NNOptim.Experiments;
using NNOptim.Training;
using NNOptim.Training.Datasets;

namespace NNOptim.Worker.Tests.Training;

public class ConstantPredictionTests
{
    // scipy.stats.entropy of the counts (scipy 1.10).
    [Theory]
    [InlineData(new double[] { 1, 0 }, 2, 0.6931471805599453, 0.5)]
    [InlineData(new double[] { 0, 0, 1, 0 }, 2, 0.5623351446188083, 0.75)]
    [InlineData(new double[] { 0, 0, 0, 0, 0, 1, 1, 1, 2, 2 }, 3, 1.0296530140645737, 0.5)]
    [InlineData(new double[] { 1, 1, 0, 1, 1, 2, 1, 1, 1, 0 }, 3, 0.8018185525433372, 0.7)]
    [InlineData(new double[] { 1, 1 }, 2, 0, 1)]
    public void The_cross_entropy_of_classes_is_their_entropy(double[] labels, int classes, double cost, double accuracy)
    {
        var loss = classes == 2 ? LossFunction.BinaryCrossEntropy : LossFunction.SoftmaxCrossEntropy;
        var constant = ConstantPrediction.For(Data(labels, classes), loss);

        constant.Cost!.Value.ShouldBe(cost, cost * 4e-16);
        constant.Accuracy.ShouldBe(accuracy);
    }

    // (1 - the sum of the squared shares) / classes. The fourth has a class without a training example.
    [Theory]
    [InlineData(new double[] { 1, 0 }, 2, 0.25)]
    [InlineData(new double[] { 0, 0, 1, 0 }, 2, 0.1875)]
    [InlineData(new double[] { 0, 0, 0, 0, 0, 1, 1, 1, 2, 2 }, 3, 0.62 / 3)]
    [InlineData(new double[] { 0, 0, 1, 0 }, 3, 0.125)]
    [InlineData(new double[] { 1, 1 }, 2, 0)]
    public void The_squared_error_of_classes_is_that_of_their_shares(double[] labels, int classes, double cost) =>
        ConstantPrediction.For(Data(labels, classes), LossFunction.MeanSquaredError).Cost!.Value.ShouldBe(cost, cost * 4e-16);

    [Fact]
    public void The_squared_error_of_real_labels_is_their_variance_with_divisor_n()
    {
        var constant = ConstantPrediction.For(Data([1, 2, 4], 0), LossFunction.MeanSquaredError);

        constant.Cost!.Value.ShouldBe(14.0 / 9, 1e-15);
        constant.Accuracy.ShouldBeNull();
        ConstantPrediction.For(Data([1e300, -1e300], 0), LossFunction.MeanSquaredError).Cost.ShouldBeNull();
    }

    [Fact]
    public void It_is_computed_once_for_a_dataset_and_a_loss()
    {
        var data = Data([0, 0, 1], 2);
        var constant = ConstantPrediction.For(data, LossFunction.BinaryCrossEntropy);

        ConstantPrediction.For(data, LossFunction.BinaryCrossEntropy).ShouldBeSameAs(constant);
        ConstantPrediction.For(data, LossFunction.MeanSquaredError).ShouldNotBe(constant);
    }

    private static Dataset Data(double[] labels, int classes) => new()
    {
        Inputs = [.. labels],
        Labels = [.. labels],
        FeatureNames = ["x"],
        Task = classes == 0 ? LearningTask.Regression : LearningTask.Classification,
        Classes = classes,
    };
}
