namespace NNOptim.Experiments;

/// <summary>The names by which experiment files, tables and reports call the choices.</summary>
public static class Choices
{
    /// <summary>Optimisers.</summary>
    public static ChoiceNames<OptimizerKind> Optimizers { get; } = new(
        (OptimizerKind.GradientDescent, "gd"), (OptimizerKind.Momentum, "momentum"), (OptimizerKind.Adam, "adam"));

    /// <summary>Functions of the hidden units.</summary>
    public static ChoiceNames<HiddenActivation> HiddenActivations { get; } = new(
        (HiddenActivation.Relu, "relu"), (HiddenActivation.Tanh, "tanh"), (HiddenActivation.Sigmoid, "sigmoid"));

    /// <summary>Initialisers.</summary>
    public static ChoiceNames<WeightInitializer> Initializers { get; } = new(
        (WeightInitializer.He, "he"), (WeightInitializer.Xavier, "xavier"), (WeightInitializer.Normal, "normal"));

    /// <summary>Losses.</summary>
    public static ChoiceNames<LossFunction> Losses { get; } = new(
        (LossFunction.BinaryCrossEntropy, "binary_cross_entropy"),
        (LossFunction.SoftmaxCrossEntropy, "softmax_cross_entropy"),
        (LossFunction.MeanSquaredError, "mean_squared_error"));

    /// <summary>Adam's corrections of the second moment.</summary>
    public static ChoiceNames<SecondMomentCorrection> SecondMomentCorrections { get; } = new(
        (SecondMomentCorrection.Step, "step"), (SecondMomentCorrection.FixedAtTwo, "fixed_at_two"));

    /// <summary>Kinds of data.</summary>
    public static ChoiceNames<DatasetKind> DatasetKinds { get; } = new(
        (DatasetKind.Moons, "moons"), (DatasetKind.Circles, "circles"), (DatasetKind.Blobs, "blobs"),
        (DatasetKind.Digits, "digits"), (DatasetKind.Csv, "csv"), (DatasetKind.Idx, "idx"));

    /// <summary>Learning tasks.</summary>
    public static ChoiceNames<LearningTask> Tasks { get; } = new(
        (LearningTask.Classification, "classification"), (LearningTask.Regression, "regression"));

    /// <summary>Precisions.</summary>
    public static ChoiceNames<FloatingPointPrecision> Precisions { get; } = new(
        (FloatingPointPrecision.Float64, "float64"), (FloatingPointPrecision.Float32, "float32"));
}
